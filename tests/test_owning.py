"""What stands by each of several figures, and what a question takes from it."""

import pytest

from retrieval.answering.candidates import read
from retrieval.answering.matching import match, weigh
from retrieval.answering.owning import owning
from retrieval.answering.question import understand
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Scope

TOKENIZER = shared_tokenizer()


def features(question: str, text: str) -> dict[str, dict[str, float]]:
    """Text of each figure → its features for the question."""
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "f")
    reading = read(passage, None, TOKENIZER)
    asked = understand(question, Scope(), TOKENIZER)
    words = tuple(token.text for token in TOKENIZER.content_words(question))
    weighed = weigh(words, lambda word: 1.0, TOKENIZER.lexicon)
    columns = owning(asked, weighed, reading, match(weighed, reading))
    return {
        reading.folded[c.start : c.end]: {name: float(v[i]) for name, v in columns.items()}
        for i, c in enumerate(reading.candidates)
    }


def test_a_part_has_the_words_of_its_whole_and_its_own_and_others_lose_them():
    seen = features("西岸修好多少", "缓冲带建成35.6公里,占84.8%,其中东岸21.4公里、西岸14.2公里。")
    assert seen["14.2公里"]["own"] > seen["35.6公里"]["own"] == seen["21.4公里"]["own"] > 0
    assert seen["35.6公里"]["robbed_after"] > 0 == seen["14.2公里"]["robbed_before"]
    assert [seen[f"{n}公里"]["named_part"] for n in ("35.6", "21.4", "14.2")] == [0, 0, 1]
    assert [seen[f"{n}公里"]["part_named"] for n in ("35.6", "21.4", "14.2")] == [1, 1, 0]


@pytest.mark.parametrize(
    "question, text, part",
    [
        ("取消许可的有几家", "46家零售点中,取消许可39家、搬迁7家。", "39家"),
        ("市直学校拿到多少", "1326万元已全部拨付73所学校,其中市直学校418万元。", "418万元"),
    ],
)
def test_parts_are_told_by_what_stands_before_them(question, text, part):
    seen = features(question, text)
    assert [figure for figure, columns in seen.items() if columns["named_part"]] == [part]


@pytest.mark.parametrize(
    "text", ["共41.6亿元。其中乙县15.3亿元。", "甲县拆了7处,其中乙县投入15.3亿元。"]
)
def test_what_is_in_another_sentence_or_counts_something_else_is_no_part(text):
    assert not any(columns["named_part"] for columns in features("乙县投入多少", text).values())


@pytest.mark.parametrize("question, sign", [("现在能处理多少", 1.0), ("原来能处理多少", -1.0)])
def test_before_and_after_are_told_apart_by_what_is_asked(question, sign):
    seen = features(question, "年处置能力由18.4万吨提高到35.2万吨。")
    assert (seen["18.4万吨"]["stage"], seen["35.2万吨"]["stage"]) == (-sign, sign)


def test_a_change_agrees_with_a_question_for_one():
    text = "全年收入287.9亿元,比上年增长8.9%;失业率为3.1%。"
    seen = features("收入涨了多少", text)
    assert seen["8.9%"]["change_agree"] == 1.0
    assert seen["3.1%"]["change_agree"] == -1.0
    assert features("失业率是多少", text)["8.9%"]["change_agree"] == -1.0
    listed = features("总氮涨了多少", "总磷、总氮分别比2013年上升21.2%和19.9%。")
    assert listed["19.9%"]["change_agree"] == listed["21.2%"]["change_agree"] == 1.0


def test_a_rate_by_the_unit_agrees_with_a_question_for_each():
    text = "按每亩9000元给予补偿,共补偿127万元。"
    seen = features("拆蟹网每亩赔多少钱", text)
    assert (seen["9000元"]["per_agree"], seen["127万元"]["per_agree"]) == (1.0, -1.0)


def test_two_ends_of_a_range_are_one_figure():
    seen = features("罚多少", "处二万元以上二十万元以下的罚款,最高不超过五十万元。")
    assert "二万元以上二十万元以下" in seen
    assert seen["五十万元"]["own"] == 0.0


def test_a_date_alone_before_a_clause_has_the_words_of_that_clause():
    text = "丰泰钢铁已于2017年6月15日停止建设。2018年1月16日,发改委撤销了备案证明。"
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "f")
    reading = read(passage, None, TOKENIZER)
    dates = {text[c.start : c.end]: i for i, c in enumerate(reading.candidates) if c.kind == "date"}
    after = {
        name: reading.folded[slice(*reading.wholes["segment"][i])] for name, i in dates.items()
    }
    assert after == {"2017年6月15日": "", "2018年1月16日": "发改委撤销了备案证明。"}


def test_a_year_beside_one_of_two_figures_tells_which_is_asked():
    text = "森林覆盖率由2010年的21.6%提高到25.2%。"
    for question, right, wrong in (
        ("2010年森林覆盖率", "21.6%", "25.2%"),
        ("现在森林覆盖率多少", "25.2%", "21.6%"),
    ):
        seen = features(question, text)
        assert seen[right]["stage"] == 1.0
        assert seen[wrong]["stage"] == -1.0


def test_a_whole_told_of_several_leaves_each_its_part():
    text = "共封停天业集团、天富集团60眼自备井,其中天业集团36眼,天富集团24眼。"
    seen = features("天富集团封了几口井", text)
    assert seen["24眼"]["named_part"] == 1.0
    assert seen["60眼"]["part_named"] == seen["36眼"]["part_named"] == 1.0


def test_the_ends_of_a_range_are_no_figures_of_their_own():
    seen = features("罚多少", "处五千元以上一万元以下的罚款。")
    figures = [text for text in seen if text[0] in "五一"]
    assert figures == ["五千元以上一万元以下"]


def test_where_all_parts_are_named_the_whole_is_asked():
    text = "追缴水资源费5798万元,其中天业集团2892万元,天富集团2906万元。"
    seen = features("天业集团和天富集团补缴的水资源费一共多少", text)
    assert all(figure["named_part"] == 0.0 for figure in seen.values())
