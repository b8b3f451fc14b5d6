"""Whole reports against their gold ledgers: every issue, deadline, status and responsible unit."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

from retrieval.records import Document, Page, Source
from retrieval.structure import parse_report

FOLDER = Path(__file__).parent / "data" / "reports"
LEDGERS = {
    "兵团": "新疆*.txt",
    **{name: f"{name}.txt" for name in ("r1", "r2", "t1", "t3a", "t3b")},
}
# The ledger writes in Chinese marks what the report writes now in one form, now in the other.
MARKS = str.maketrans(",:;()", "，：；（）")


@cache
def parsed(pattern: str) -> Document:
    path = next(FOLDER.glob(pattern))
    data = path.read_bytes()
    source = Source(path.name, hashlib.sha256(data).hexdigest(), (Page(data.decode()),))
    return parse_report(source, path.stem)


def gold(name: str) -> list[dict]:
    lines = (FOLDER / f"{name}_ledger.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def plain(text: str) -> str:
    return "".join(text.split()).translate(MARKS)


@pytest.mark.parametrize("name", LEDGERS)
def test_every_issue_is_read_in_order_under_its_number(name):
    issues = parsed(LEDGERS[name]).issues
    assert [issue.number for issue in issues] == [row["issue"] for row in gold(name)]
    assert [issue.ordinal for issue in issues] == list(range(1, len(issues) + 1))


@pytest.mark.parametrize("name", LEDGERS)
def test_every_title_begins_as_the_finding_does(name):
    for issue, row in zip(parsed(LEDGERS[name]).issues, gold(name), strict=True):
        title, finding = plain(issue.title), plain(row["title"])
        assert title.startswith(finding) or finding.startswith(title)
        assert 6 < len(issue.title) <= 120


@pytest.mark.parametrize("name", LEDGERS)
def test_every_deadline_stands_in_the_words_of_the_report(name):
    for issue, row in zip(parsed(LEDGERS[name]).issues, gold(name), strict=True):
        assert plain(issue.deadline.text) == plain(row["deadline"])


@pytest.mark.parametrize("name", LEDGERS)
def test_every_status_stands_in_the_words_of_the_report(name):
    for issue, row in zip(parsed(LEDGERS[name]).issues, gold(name), strict=True):
        assert plain(issue.status.text) == plain(row["status"])
        assert issue.status.normal is not None


@pytest.mark.parametrize("name", LEDGERS)
def test_every_responsible_unit_is_named_by_itself(name):
    for issue, row in zip(parsed(LEDGERS[name]).issues, gold(name), strict=True):
        assert sorted(issue.organisations) == sorted(row.get("responsible", []))


def test_the_mission_counts_eleven_ten_one_and_two():
    normal = [issue.status.normal for issue in parsed(LEDGERS["兵团"]).issues]
    forms = ("完成", "达到序时进度", "未达序时进度", "长期坚持")
    assert [normal.count(form) for form in forms] == [11, 10, 1, 2]


@pytest.mark.parametrize("name", ["t2a", "t4b"])
def test_a_work_report_and_a_law_have_sections_but_no_issues(name):
    document = parsed(f"{name}.txt")
    assert document.issues == ()
    assert len({passage.locator for passage in document.passages}) > 15


def test_sections_of_a_law_are_found_by_chapter_and_article():
    passages = parsed("t4b.txt").passages
    article = next(p for p in passages if p.text.startswith("第三十四条"))
    assert article.locator == "正文 › 第四章 › 第三十四条"
    assert article.context.startswith("工业噪声污染防治 › ")


def test_locators_of_the_mission():
    locators = {passage.locator for passage in parsed(LEDGERS["兵团"]).passages}
    assert {"正文 › 一（五） › 四是", "附件 › 问题十九 › 整改进展情况", "附件 › 问题五"} <= locators


@pytest.mark.parametrize("name", ["r1", "r2", "t3a", "t3b"])
def test_a_report_that_adds_up_raises_no_doubt(name):
    assert parsed(LEDGERS[name]).doubts == ()


def test_status_lines_of_the_mission_are_passages_of_their_own():
    lines = [p.text for p in parsed(LEDGERS["兵团"]).passages if p.field == "status"]
    assert len(lines) == 24
    assert lines[4] == "整改进展情况：完成整改"
