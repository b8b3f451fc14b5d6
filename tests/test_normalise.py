from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.normalise import clean_question, fold, squeeze


@given(st.text(max_size=200))
def test_fold_keeps_the_length_so_that_offsets_stay_true(text):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=80))
def test_fold_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_fold_unites_width_case_and_script():
    assert fold("天業集團２０１８年ＰＭ２．５") == "天业集团2018年pm2.5"
    assert fold("兵发〔2018〕25号") == fold("兵发[2018]25号")


def test_question_is_one_line_of_simplified_characters():
    assert (
        clean_question(" 豐泰鋼鐵是什麼時候\n停止建設的\u200b ") == "丰泰钢铁是什么时候 停止建设的"
    )


def test_question_keeps_meaning_of_subscripts():
    assert clean_question("PM_{2.5}多少") == "PM2.5多少"


def test_squeeze_compares_figures_with_and_without_blanks():
    assert squeeze("投资 724 万元") == squeeze("投资724万元")
