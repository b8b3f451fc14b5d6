"""What the browser asks of the ledger, and what it gets: checked, complete, never a traceback."""

import base64
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from retrieval.answering.ledger_rows import rows_of
from retrieval.errors import ScopeError
from retrieval.records import Document, Field, Issue, Report
from retrieval.sources import open_source
from retrieval.structure import parse_report
from ui import ledger
from ui.issue_card import issue_card
from ui.ledger_view import PAGE, View
from ui.told import told

REPORTS = Path(__file__).parent / "data" / "reports"


@pytest.fixture(scope="module")
def desk(assistant):
    return ledger.Desk(assistant)


def test_what_is_missing_or_of_another_type_counts_as_unset():
    view = View.of({"text": None, "report": 7, "by": "密级", "most": "all", "day": "", "x": 1})
    assert (view.text, view.report, view.by, view.most) == ("", "7", "编号", PAGE)
    assert view.day == date.today() and view.before is None and not view.overdue
    assert View.of({"most": -5}).most == PAGE and View.of({"overdue": "on"}).overdue


def test_a_day_is_taken_as_people_write_it():
    assert View.of({"day": "2018年12月底"}).day == date(2018, 12, 31)
    with pytest.raises(ScopeError, match="不是日期"):
        View.of({"before": "明天"})


def test_status_is_meant_as_the_plot_counts_it(desk):
    shown = desk.shown({})
    for name, number in re.findall(r"</i>([^<]+)<b>(\d+)</b>", shown["overview"]):
        assert desk.shown({"status": name})["count"] == f"{number}个问题"
    assert desk.shown({"status": "持续推进"})["count"] == "0个问题"
    assert len(shown["keys"]) == 24


@pytest.mark.parametrize("name", ["r1", "r2", "t1", "t3a", "t3b"])
def test_every_issue_opens_whole_whatever_the_layout(name):
    document = parse_report(open_source(REPORTS / f"{name}.txt"), name)
    for row in rows_of([document]):
        card = issue_card(row, document, date(2024, 1, 1), named=False)
        told = re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", card)))
        first = min(field.start for field in row.issue.fields)
        words = re.findall(r"\w+", document.report.text[first : row.issue.end])
        assert [word for word in words if word not in told] == [], row.issue.number


def test_what_stands_between_fields_and_a_second_field_of_a_kind_are_told():
    text = "一、甲厂超标。【备注】已约谈。整改时限：2018年6月。整改时限：2019年底"
    pieces = [
        ("finding", "", "甲厂超标。"),
        *(("deadline", "整改时限", d) for d in ("2018年6月", "2019年底")),
    ]
    fields = tuple(Field(k, label, text.index(v), text.index(v) + len(v)) for k, label, v in pieces)
    issue = Issue("i", "r", "一", 1, "甲厂超标。", None, None, (), fields, 0, len(text))
    document = Document(Report("r", "报告", "v1", "", "r.txt", text), (issue,), ())
    card = issue_card(rows_of([document])[0], document, date(2024, 1, 1), False)
    assert all(words in card for words in ("【备注】已约谈。", "2018年6月", "2019年底"))
    assert card.count("甲厂超标") == 1


@pytest.mark.parametrize("asked", [{"report": "没有这份"}, {"day": "下周"}])
def test_what_cannot_be_is_told_with_the_cure(desk, asked):
    for name in ("shown", "saved"):
        answer = told(getattr(desk, name))(asked)["error"]
        assert "处理办法" in answer


@pytest.mark.parametrize("asked", [{}, {"key": "99:没有"}, {"key": ["1"]}, {"key": None}])
def test_an_issue_that_is_gone_is_told(desk, asked):
    assert "已经不在台账里" in told(desk.issue)(asked)["error"]


@pytest.mark.parametrize("asked", [None, [], "x", 3])
def test_what_is_no_view_at_all_is_taken_as_an_empty_one(desk, asked):
    assert told(desk.shown)(asked)["count"] == "24个问题"


def test_a_fault_of_the_program_is_a_sentence_for_the_user_and_a_traceback_for_the_log(caplog):
    def broken(asked):
        raise RuntimeError("secret path")

    answer = told(broken)({})
    assert "管理员" in answer["error"] and "secret" not in answer["error"]
    assert "secret path" in caplog.text


def test_a_file_is_sent_without_being_written(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = desk.saved({"form": "../../etc/passwd", "status": "完成"})
    assert found["name"].startswith("台账_") and found["name"].endswith(".xlsx")
    assert base64.b64decode(found["content"])[:2] == b"PK"
    assert list(tmp_path.iterdir()) == []
