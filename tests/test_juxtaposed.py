"""Parts named side by side, names that a tagger joins, and answers wanted by number."""

import pytest

from retrieval.answering.counted import beside, wanted
from retrieval.answering.juxtaposed import juxtaposed
from retrieval.answering.parts import split
from retrieval.answering.reader import Read
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Span


@pytest.mark.parametrize(
    ("text", "start", "items"),
    [
        ("锦绣河畔1号楼2号楼夜里", 4, ("1号楼", "2号楼")),
        ("处分的人里处级科级", 5, ("处级", "科级")),
        ("北干渠南干渠", 0, ("北干渠", "南干渠")),
        ("澄源澄远两家焦化", 0, ("澄源", "澄远")),
        ("水泥线24年25年", 3, ("24年", "25年")),
        ("户籍人口男女", 4, ("男", "女")),
        ("池子长宽深", 2, ("长", "宽", "深")),
    ],
)
def test_parts_that_stand_side_by_side(text, start, items):
    assert juxtaposed(text) == (start, items)


@pytest.mark.parametrize("text", ["污水处理厂", "三个站", "天业集团", "2018年"])
def test_nothing_stands_side_by_side(text):
    assert juxtaposed(text) is None


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("鑫瓷和鑫磁各被罚多少", ["鑫瓷被罚多少", "鑫磁被罚多少"]),
        ("恒屹和朗澈25年各完成多少投资", ["恒屹25年完成多少投资", "朗澈25年完成多少投资"]),
        ("住宅和学校电梯抽查比例各是", ["住宅电梯抽查比例是多少", "学校电梯抽查比例是多少"]),
        ("提标前后每月各多少钱", ["提标前每月多少钱", "提标后每月多少钱"]),
        ("各县分别罚了多少", ["各县分别罚了多少"]),
    ],
)
def test_a_question_for_each_part(text, questions):
    assert [part.question for part in split(text, shared_tokenizer())] == questions


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("被处理的两个人叫什么", 2),
        ("宏福供热两回分别罚了多少", 2),
        ("被刑拘的是哪3个人", 3),
        ("两家企业一共罚了多少", None),
        ("第三次会议是谁主持的", None),
        ("罚了几家企业", None),
    ],
)
def test_how_many_answers_are_wanted(text, count):
    assert wanted(text) == count


def span(text: str, start: int, score: float, kind: str = "person") -> Span:
    passage = Passage("p", "r", None, "", "鲁大田、乐正林受处分，罚12万元", "", 0, 16, "")
    return Span(passage, start, start + len(text), kind, score, {})


def test_as_many_as_wanted_in_the_order_of_the_text():
    later, first, fine = (
        span("乐正林", 4, 9.0),
        span("鲁大田", 0, 8.0),
        span("12万元", 12, 8.5, "money"),
    )
    assert beside(Read((later, fine, first), 0.9), 2) == (first, later)


def test_one_where_too_few_are_of_its_sort_or_near():
    first, far, fine = (
        span("鲁大田", 0, 9.0),
        span("乐正林", 4, 1.0),
        span("12万元", 12, 8.5, "money"),
    )
    assert beside(Read((first, fine, far), 0.9), 2) == (first,)
