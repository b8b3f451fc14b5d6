"""Rows of the ledger: free text, sorting and counts."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.answering.filters import LedgerFilter
from retrieval.answering.ledger_rows import STATUSES, in_order, rows_of, select, tally
from retrieval.sources import open_source
from retrieval.structure import parse_report

REPORTS = Path(__file__).parent / "data" / "reports"


@pytest.fixture(scope="module")
def rows():
    return rows_of(parse_report(open_source(REPORTS / f"{i}.txt"), i) for i in ("t1", "r1"))


def numbers(rows):
    return [row.issue.number for row in rows]


def test_every_word_must_stand_in_the_issue_whatever_its_width_or_script(rows):
    def found(text):
        return select(rows, LedgerFilter(), text)

    assert 0 < len(found("溢流 污水")) < len(found("污水")) < len(rows)
    assert found("污 水 整改") == [
        r for r in rows if all(w in r.words for w in ("污", "水", "整改"))
    ]
    assert found("汙水處理") == found("污水处理") != []
    assert numbers(found("问题二十二")) == ["二十二"]
    assert found("　 ") == list(rows)


def test_text_and_filter_hold_together(rows):
    late = select(rows, LedgerFilter(status="未达序时进度"))
    assert select(rows, LedgerFilter(status="未达序时进度"), "污水") == [
        row for row in late if "污水" in row.words
    ]


def test_sorted_by_deadline_with_those_without_a_date_last_either_way(rows):
    ascending, descending = in_order(rows, "时限"), in_order(rows, "时限", reverse=True)
    days = [row.due for row in ascending if row.due]
    assert days == sorted(days) and [r.due for r in descending if r.due] == days[::-1]
    undated = sum(row.due is None for row in rows)
    assert undated > 0
    for order in (ascending, descending):
        assert all(row.due is None for row in order[-undated:])


def test_sorted_by_status_late_first_and_by_report(rows):
    by_status = [row.status for row in in_order(rows, "状态")]
    known = [status for status in by_status if status]
    assert known == sorted(known, key=STATUSES.index, reverse=True)
    assert by_status[0] == "未达序时进度" and None not in by_status[: len(known)]
    titles = [row.report.title for row in in_order(rows, "报告", reverse=True)]
    assert titles == sorted(titles, reverse=True) and len(set(titles)) == 2


def test_number_is_the_order_of_the_report(rows):
    assert in_order(rows, "编号") == list(rows)
    assert in_order(rows, "编号", reverse=True) == list(rows)[::-1]


def test_tally_counts_each_issue_once_and_no_finished_one_as_overdue(rows):
    counted = tally(rows, date(2099, 1, 1))
    assert counted.total == len(rows) == sum(n for _, n in counted.by_status)
    overdue = [r for r in rows if r.due and r.status not in ("完成", "长期坚持")]
    assert counted.overdue == len(overdue) > 0
    assert tally(rows, date(1999, 1, 1)).overdue == 0
    assert tally([], date.today()) == type(counted)(0, (), 0)
