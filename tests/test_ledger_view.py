"""What the browser asks of the ledger, and what it gets: checked, complete, never a traceback."""

import base64
import re
from datetime import date

import pytest

from retrieval.errors import ScopeError
from ui import ledger
from ui.ledger_view import PAGE, View


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


def test_every_issue_opens_whole(desk, assistant):
    (document,) = assistant.documents()
    for key, issue in zip(desk.shown({})["keys"], document.issues, strict=True):
        card = desk.issue({"key": key})["issue"]
        told = re.sub(r"<[^>]*>|\s", "", card)
        for field in issue.fields:
            text = re.sub(r"\s", "", document.report.text[field.start : field.end])
            title = re.sub(r"\s", "", issue.title)
            assert text.removeprefix(title).strip("。") in told, (issue.number, field.kind)


@pytest.mark.parametrize("asked", [{"report": "没有这份"}, {"day": "下周"}])
def test_what_cannot_be_is_told_with_the_cure(desk, asked):
    for name in ("shown", "saved"):
        told = ledger._told(getattr(desk, name))(asked)["error"]
        assert "处理办法" in told


@pytest.mark.parametrize("asked", [{}, {"key": "99:没有"}, {"key": ["1"]}, {"key": None}])
def test_an_issue_that_is_gone_is_told(desk, asked):
    assert "已经不在台账里" in ledger._told(desk.issue)(asked)["error"]


@pytest.mark.parametrize("asked", [None, [], "x", 3])
def test_what_is_no_view_at_all_is_taken_as_an_empty_one(desk, asked):
    assert ledger._told(desk.shown)(asked)["count"] == "24个问题"


def test_a_fault_of_the_program_is_a_sentence_for_the_user_and_a_traceback_for_the_log(caplog):
    def broken(asked):
        raise RuntimeError("secret path")

    told = ledger._told(broken)({})
    assert "管理员" in told["error"] and "secret" not in told["error"]
    assert "secret path" in caplog.text


def test_a_file_is_sent_without_being_written(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = desk.saved({"form": "../../etc/passwd", "status": "完成"})
    assert found["name"].startswith("台账_") and found["name"].endswith(".xlsx")
    assert base64.b64decode(found["content"])[:2] == b"PK"
    assert list(tmp_path.iterdir()) == []
