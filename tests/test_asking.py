"""What a question's wording rules out as its answer, and what sort of answer and unit it names."""

import pytest

from retrieval.answering.asking import ruled_out
from retrieval.answering.confirming import opened
from retrieval.answering.question import expected, understand
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Scope


@pytest.mark.parametrize(
    "question, sort, is_out",
    [
        ("丰泰钢铁的注册资本是多少", "document", True),
        ("红岩水库那份裁定书是多少号", "document", False),
        ("这份指南的标准号是多少", "document", False),
        ("天业集团罚款多少", "money", False),
        ("天业集团罚款多少", "organisation", True),
        ("封井的是哪家公司", "money", True),
        ("封井的是哪家公司", "organisation", False),
        ("为什么没有按时完成", "date", True),
        ("为什么没有按时完成", "reason", False),
        ("什么时候完成", "date", False),
        ("石河子PM2.5浓度是多少", "percent", True),
        ("石河子PM2.5浓度下降了多少", "percent", False),
    ],
)
def test_wording_rules_out_sorts_of_answers(question, sort, is_out):
    assert (sort in ruled_out(question)) == is_out


@pytest.mark.parametrize(
    "question, expects, unit",
    [
        ("收入涨了几个点", "percent", ""),
        ("拆了几个码头", "count", "个"),
        ("问题五有没有完成整改", "status", ""),
        ("问题五是否按时完成", "status", ""),
        ("修了多少公里", "count", "公里"),
    ],
)
def test_what_is_asked_for_and_its_unit(question, expects, unit):
    assert expected(question) == (expects, unit)


@pytest.mark.parametrize(
    "question, asked",
    [
        ("天业集团罚款12万元对吗", "天业集团罚款多少"),
        ("天业罚款12万对吗？", "天业罚款多少"),
        ("封了24眼井是吗", "封了多少眼井"),
        ("天业集团罚款是不是12万元", "天业集团罚款是不是12万元"),
        ("天业集团罚款多少对吗", "天业集团罚款多少对吗"),
        ("问题十九完成了吗", "问题十九完成了吗"),
    ],
)
def test_a_figure_to_be_confirmed_is_asked_for(question, asked):
    assert opened(question) == asked


def test_words_that_only_ask_are_no_content_and_names_are_told():
    asked = understand("天富集团封了几口井", Scope(), shared_tokenizer())
    assert "几口" not in asked.words and {"天富集团", "封", "井"} <= set(asked.words)
    assert asked.names == {"天富集团"}
