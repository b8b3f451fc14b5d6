"""Several names told side by side as one answer."""

import pytest

from retrieval.answering.features import _of_items
from retrieval.answering.listings import listings
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import shared_tokenizer


def offered(text: str) -> set[str]:
    folded = fold(text)
    tagged = shared_tokenizer().tagged(folded)
    return {folded[a:b] for _, a, b in listings(folded, tagged, names(folded, tagged))}


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("组建城投、文旅、农发和水务四家集团。", "城投、文旅、农发和水务"),
        ("哈克、团结、谢尔塔拉遗址被列为国保单位", "哈克、团结、谢尔塔拉遗址"),
        ("解除仁康骨科医院、安和康复医院的协议", "仁康骨科医院、安和康复医院"),
        ("由区卫生健康委、区妇联共同负责", "区卫生健康委、区妇联"),
    ],
)
def test_the_whole_run_is_offered(text, run):
    assert run in offered(text)


def test_nothing_is_offered_where_nothing_is_joined():
    assert not offered("对天业集团罚款12万元，责令停产。")


def test_a_run_agrees_with_how_many_are_asked_for():
    texts = ["甲公司", "甲公司、乙公司", "甲公司、乙公司和丙公司"]
    assert _of_items("哪两家被罚", texts) == [-1.0, 1.0, -1.0]
    assert _of_items("哪3家被罚", texts) == [-1.0, -1.0, 1.0]
    assert _of_items("哪些单位被罚", texts) == [-1.0, 1.0, 1.0]
    assert _of_items("哪家被罚", texts) == [0.0, 0.0, 0.0]
