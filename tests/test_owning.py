"""What stands by each of several figures, and what a question takes from it."""

import pytest

from retrieval.answering.candidates import read
from retrieval.answering.matching import match, weigh
from retrieval.answering.owning import owning
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage

TOKENIZER = shared_tokenizer()


def features(question: str, text: str) -> dict[str, dict[str, float]]:
    """Text of each figure → its features for the question."""
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "f")
    reading = read(passage, None, TOKENIZER)
    words = tuple(token.text for token in TOKENIZER.content_words(question))
    weighed = weigh(words, lambda word: 1.0, TOKENIZER.lexicon)
    columns = owning(question, weighed, reading, match(weighed, reading))
    return {
        reading.folded[c.start : c.end]: {name: float(v[i]) for name, v in columns.items()}
        for i, c in enumerate(reading.candidates)
    }


def test_a_figure_owns_the_words_by_it_and_its_rival_loses_them():
    seen = features("西岸修好多少", "缓冲带建成35.6公里,其中东岸21.4公里、西岸14.2公里。")
    assert seen["14.2公里"]["own"] > 0 == seen["21.4公里"]["own"]
    assert seen["21.4公里"]["robbed_after"] > 0 == seen["14.2公里"]["robbed_after"]
    assert seen["35.6公里"]["part_asked"] > 0 == seen["14.2公里"]["part_asked"]


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
