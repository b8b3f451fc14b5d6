import jieba
import pytest

from retrieval.language.lexicon import Lexicon, load_lexicon
from retrieval.language.tokenizer import (
    GRAM,
    Tokenizer,
    index_terms,
    query_terms,
    shared_tokenizer,
)
from retrieval.settings import REPORTS, Settings

EMPTY = Tokenizer(Lexicon((), {}))


def test_figures_stay_whole():
    terms = index_terms("关停2×135MW机组，投入12.68亿元，完成87.6%，PM2.5下降")
    assert {"2×135", "12.68", "87.6%", "pm2.5"} <= set(terms)
    assert "68" not in terms


def test_words_carry_offsets_of_the_text():
    text = "天业集团处罚１２万元"
    assert all(w.text in ("天业", "集团", "处罚", "12", "万元") for w in EMPTY.words(text))
    assert all(len(w.text) == w.end - w.start for w in EMPTY.words(text))


def test_characters_and_pairs_never_meet_words():
    terms = index_terms("罚款")
    assert terms == ["罚款", GRAM + "罚", GRAM + "款", GRAM + "罚款"]


def test_a_synonym_is_searched_with_less_weight():
    terms = query_terms("昆仑钢铁罚款多少")
    assert terms["罚款"] == 1.0
    assert 0 < terms["处罚"] < 1.0


def test_stop_words_are_not_searched():
    assert not {"的", "多少", "是", "什么"} & set(query_terms("罚款的数额是多少，什么时候"))


def test_what_bears_a_latin_letter_weighs_as_much_as_a_word_with_its_characters():
    terms = query_terms("石河子市2018年PM2.5是多少", Settings())
    assert terms["pm2.5"] == Settings().latin_weight > terms["石河子市"] == terms["2018"] == 1.0


def test_words_of_the_dictionary_are_kept_whole():
    lexicon = Lexicon(("黑蜂保护区",), {})
    assert "黑蜂保护区" in [w.text for w in Tokenizer(lexicon).words("退出黑蜂保护区工作")]


def test_the_same_spans_as_jieba(tmp_path):
    reference = jieba.Tokenizer()
    reference.tmp_dir = str(tmp_path)
    text = next(REPORTS.glob("*.txt")).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and line.isascii() is False][:150]
    han = [run for line in lines for run in line.split() if run]
    same = sum(_words(reference, run) == [t.text for t in EMPTY.words(run)] for run in han)
    assert same / len(han) >= 0.95, "differences are left to figures, which we keep whole"


def _words(reference, run):
    folded = "".join(run).lower()
    return [w for w, *_ in reference.tokenize(folded) if any(c.isalnum() for c in w)]


def test_lexicon_of_the_corpus_is_read():
    lexicon = load_lexicon(Settings.__module__ and REPORTS.parent / "lexicon")
    assert "处罚" in lexicon.also("罚款")
    assert "第八师" in lexicon.also("石河子市")


def test_directed_synonyms_go_one_way(tmp_path):
    (tmp_path / "同义词.txt").write_text("掏 > 投资 # 口语\n", "utf-8")
    lexicon = load_lexicon(tmp_path)
    assert lexicon.also("掏") == ("投资",)
    assert lexicon.also("投资") == ()


def test_a_lexicon_in_another_encoding_is_named(tmp_path):
    from retrieval.errors import UnreadableSource

    (tmp_path / "用户词典.txt").write_bytes("整改时限".encode("gb18030"))
    with pytest.raises(UnreadableSource, match="UTF-8"):
        load_lexicon(tmp_path)


def test_a_substance_is_one_word_however_its_script_is_written():
    tokenizer = shared_tokenizer()
    for text in ("PM2.5为67", "PM_{2.5}为67"):
        assert tokenizer.words(text)[0].text == "pm2.5"
