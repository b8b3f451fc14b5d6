"""Of whom a figure is told, issues found by a description, numbers with parts."""

from pathlib import Path

import pytest

from retrieval.answering.candidates import read
from retrieval.answering.fields import asks_field
from retrieval.answering.parts import split
from retrieval.answering.question import same_number, understand
from retrieval.answering.subjects import of_another
from retrieval.assistant import Assistant, build
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Scope, Span

TOKENIZER = shared_tokenizer()
REPORTS = Path(__file__).resolve().parent / "data" / "reports"


def told_of_another(question, text, said, title=""):
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "")
    reading = read(passage, None, TOKENIZER)
    start = text.index(said)
    kind = next(
        c.kind for c in reading.candidates if (c.start, c.end) == (start, start + len(said))
    )
    span = Span(passage, start, start + len(said), kind, 1.0, {})
    return of_another(fold(question), reading, span, title, TOKENIZER)


@pytest.mark.parametrize(
    ("question", "text", "said", "another"),
    [
        ("丰泰钢铁罚款多少", "对昆仑钢铁处罚金50万元。", "50万元", True),
        ("昆仑钢铁罚款多少", "对昆仑钢铁处罚金50万元。", "50万元", False),
        ("第七师修复了多少亩", "第八师修复236亩。", "236亩", True),
        ("第三师罚款多少", "对六师煤电处罚金110万元。", "110万元", True),
        ("云岫市优良天数多少", "全省优良天数310天。", "310天", True),
        ("全省优良天数多少", "全省优良天数310天。", "310天", False),
        ("玛纳斯县停车场多少钱", "沙湾县停车场1.2亿元、玛纳斯县停车场1.7亿元。", "1.7亿元", False),
        ("沙湾县停车场多少钱", "沙湾县停车场1.2亿元、玛纳斯县停车场1.7亿元。", "1.7亿元", True),
        ("那家物流公司罚款多少", "对樟浦顺达物流有限公司罚款38万元。", "38万元", False),
        ("罚款多少", "对昆仑钢铁处罚金50万元。", "50万元", False),
    ],
)
def test_whose_figure_it_is(question, text, said, another):
    assert told_of_another(question, text, said) is another


def test_who_stands_in_the_title_is_nobody_else():
    text = "临汀区罚款50万元。"
    assert not told_of_another("望舒区罚款多少", text, "50万元", title="望舒区整改报告")


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("问题二（一）2的整改时限", "二(一)2"),
        ("三(四)2这个问题的责任单位是谁", "三(四)2"),
        ("问题2.1的整改时限", "2.1"),
        ("问题1-1整改了没有", "1-1"),
        ("第25批第1件的办结时限", "第25批第1件"),
        ("十七号问题是什么", "十七"),
        ("问题十九罚款多少", "十九"),
        ("第2.5万吨产能什么时候关", None),
        ("1号线污水管什么时候修好", None),
    ],
)
def test_numbers_with_parts(question, number):
    assert understand(question, Scope(), TOKENIZER).issue_number == number


def test_the_number_of_an_issue_in_either_width():
    assert same_number("二(一)2", "二（一）2")
    assert not same_number("二(一)2", "二（一）3")


def test_which_questions_ask_for_a_field():
    for question in ("散煤那条要求什么时候前完成", "煤矿酸水治理由谁牵头", "问题六的整改措施"):
        assert asks_field(understand(question, Scope(), TOKENIZER))
    assert not asks_field(understand("天业集团罚款多少", Scope(), TOKENIZER))


def test_the_field_of_an_issue_that_is_described(assistant):
    answer = assistant.ask("石河子污水厂提标改造那条按时完成了没")
    assert answer.text == "未按序时进度完成整改任务"
    assert answer.issues == ("二十三",)


def test_the_status_is_that_of_the_issue_that_is_described(tmp_path):
    build(tmp_path, [REPORTS / "r1.txt"])
    with Assistant.open(tmp_path) as reports:
        answer = reports.ask("磷石膏利用这一条，现在进度算不算跟上了")
    assert (answer.text, answer.issues) == ("未达到序时进度", ("十二",))


def test_how_much_more_tells_both():
    parts = split("天山铝业比西部合盛硅业多罚多少", TOKENIZER)
    assert [p.question for p in parts] == ["天山铝业罚多少", "西部合盛硅业罚多少"]
    for question in ("工业cod排放比2010年少了多少", "地下水位比去年涨了多少"):
        assert len(split(question, TOKENIZER)) == 1
