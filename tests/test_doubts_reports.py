"""Doubts about whole reports: where the mission's report disagrees with itself, word for word."""

from functools import cache
from pathlib import Path

import pytest

from retrieval.records import Document, Page, Source
from retrieval.structure import parse_report

FOLDER = Path(__file__).parent / "data" / "reports"


@cache
def parsed(pattern: str) -> Document:
    text = next(FOLDER.glob(pattern)).read_text("utf-8")
    return parse_report(Source("a.txt", "ab" * 32, (Page(text),)), "a")


@pytest.mark.parametrize(
    ("kind", "issues", "quotations"),
    [
        (
            "status",
            ("八",),
            ("关停9台共计119.5万千瓦燃煤火电机组", "(1台135MW机组未关闭)", "共计1195MW火电机组"),
        ),
        ("status", ("二十一",), ("完成整改", "该项整改任务基本完成")),
        (
            "status",
            ("十五", "二十三"),
            (
                "设备采购完成率100%，到货率85%，设备安装完成率41%",
                "达到序时进度，持续推进",
                "未按序时进度完成整改任务",
            ),
        ),
        (
            "annex",
            ("十",),
            ("累计拆除违法建筑面积195.14万平方米", "市区累计拆除违法建筑面积195万平方米"),
        ),
        ("annex", ("十二",), ("新增城区绿化面积22310亩", "面积10067亩", "面积12243亩")),
        (
            "annex",
            ("十五", "二十三"),
            (
                "石河子市污水处理厂提标改造及中水回用项目已完成总施工进度的50%",
                "石河子市污水处理厂提标改造及中水回用项目主体工程已完工",
                "石河子市污水处理厂提标改造主体工程已完工",
            ),
        ),
        ("total", (), ("兵团将34名党员领导干部列入", "厅级干部3人，处级干部29人")),
        ("name", ("十一",), ("天富含盛热电", "天富合盛热电")),
        (
            "name",
            ("八", "十二"),
            (
                "《重点区域大气污染物排放限值公告》",
                "《重点区域大气污染物排放限值的公告》",
            ),
        ),
        ("name", ("二",), ("区域大气污染治理攻坚方案", "区域大气污染防治攻坚方案")),
    ],
)
def test_where_the_mission_disagrees_with_itself(kind, issues, quotations):
    document = parsed("新疆*.txt")
    concerned = [d for d in document.doubts if (d.kind, d.issues) == (kind, issues)]
    quotes = [[document.report.text[a:b] for a, b in doubt.quotes] for doubt in concerned]
    assert any(
        all(any(words in quote for quote in quoted) for words in quotations) for quoted in quotes
    )


@pytest.mark.parametrize("name", ["r1", "r2", "t1", "t2a", "t3a", "t3b", "t4b", "新疆*"])
def test_every_doubt_quotes_its_report_and_names_its_issues(name):
    document = parsed(f"{name}.txt")
    numbers = {issue.number for issue in document.issues}
    for doubt in document.doubts:
        assert doubt.text.endswith("。")
        assert set(doubt.issues) <= numbers
        for start, end in doubt.quotes:
            quotation = document.report.text[start:end]
            assert quotation == quotation.strip() != ""


def test_the_mission_raises_no_more_than_what_was_read_and_judged():
    assert len(parsed("新疆*.txt").doubts) == 10


def test_an_exceeded_limit_in_a_finished_issue():
    (doubt,) = parsed("t1.txt").doubts
    assert doubt.issues == ("十五",)


@pytest.mark.parametrize("name", ["t2a", "t4b"])
def test_a_work_report_and_a_law_raise_no_doubt(name):
    assert parsed(f"{name}.txt").doubts == ()
