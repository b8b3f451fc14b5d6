"""The log: written beside the asking, kept for its time, readable meanwhile, exported as text."""

import io
import json
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from retrieval.cli import main
from retrieval.contract import answer_json
from retrieval.errors import LogError
from retrieval.evaluation.questions import read_questions
from retrieval.log_table import COLUMNS, draft_lines, log_xlsx
from retrieval.storage.question_log import FILE_NAME, Entry, Mark, QuestionLog, read_log

NOW = datetime.now(UTC)
HEADINGS = [heading for heading, _, _ in COLUMNS]


@pytest.fixture(scope="module")
def given(assistant):
    return answer_json(assistant.ask("天业集团罚款多少"))


def entry(given, name="a", at=NOW, **changes) -> Entry:
    return Entry(name, at, "张三", "page", {"issue": "十九"}, 1, {**given, **changes})


def test_what_is_recorded_is_read_back(tmp_path, given):
    with QuestionLog(tmp_path, 30) as log:
        log.record(entry(given))
        log.mark("a", Mark(NOW, "李四", "数字不对", "13万元"))
        [found] = read_log(tmp_path)  # another connection, while the log is open
    assert (found.who, found.door, found.scope) == ("张三", "page", {"issue": "十九"})
    assert found.answer == given and abs(found.at - NOW) < timedelta(seconds=1)
    assert [(m.who, m.comment, m.correction) for m in found.marks] == [
        ("李四", "数字不对", "13万元")
    ]
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_many_at_once_lose_nothing(tmp_path, given):
    with QuestionLog(tmp_path, 30) as log:
        threads = [
            threading.Thread(
                target=lambda t=t: [log.record(entry(given, f"{t}-{i}")) for i in range(50)]
            )
            for t in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(read_log(tmp_path)) == 400


def test_recording_does_not_wait_while_another_process_holds_the_file(tmp_path, given, caplog):
    with QuestionLog(tmp_path, 30) as log:
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for index in range(20):
            log.record(entry(given, f"{index}"))  # would hang here
        assert read_log(tmp_path) == []
        other.execute("COMMIT")
        other.close()
    assert len(read_log(tmp_path)) == 20 and not caplog.records


def test_what_is_older_than_the_days_to_keep_is_gone_with_its_marks(tmp_path, given):
    with QuestionLog(tmp_path, 30) as log:
        log.record(entry(given, "old", NOW - timedelta(days=10)))
        log.record(entry(given, "new"))
        log.mark("old", Mark(NOW, "李四", "x", ""))
    QuestionLog(tmp_path, 5).close()
    assert [e.entry_id for e in read_log(tmp_path)] == ["new"]
    assert read_log(tmp_path, marked=True) == []


def test_marking_an_answer_that_is_not_there_is_told(tmp_path):
    with QuestionLog(tmp_path, 30) as log, pytest.raises(LogError, match="没有这个回答"):
        log.mark("unknown", Mark(NOW, "李四", "x", ""))


def test_damaged_file_is_told_and_left_alone(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"no database " * 100)
    with pytest.raises(LogError, match="log-days 0"):
        QuestionLog(tmp_path, 30)
    with pytest.raises(LogError):
        read_log(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"no database")


def test_sheet_has_the_passages_with_what_was_highlighted(given):
    mark = Mark(NOW, "李四", "=1+1", "13万元")
    marked = Entry("a", NOW, "张三", "api", {}, 1, given, (mark,))
    sheet = openpyxl.load_workbook(io.BytesIO(log_xlsx([marked]))).active
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert header == HEADINGS
    values = dict(zip(header, row, strict=True))
    assert (values["提问人"], values["入口"], values["答案"]) == ("张三", "接口", "12万元")
    assert "【12万元】" in values["依据"] and values["正确的答案"] == "13万元"
    assert values["意见"] == "李四：=1+1"


def test_question_that_begins_like_a_formula_stays_text(given):
    sheet = openpyxl.load_workbook(io.BytesIO(log_xlsx([entry(given, question="=1+1")]))).active
    cell = sheet.cell(2, HEADINGS.index("问题") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_refusal_is_exported_with_its_reason(given):
    refused = entry(given, answer=None, abstained=True, reason="off_topic", issues=[])
    sheet = openpyxl.load_workbook(io.BytesIO(log_xlsx([refused]))).active
    assert sheet.cell(2, HEADINGS.index("答案") + 1).value == "（没有回答：与报告无关）"


def test_marked_question_becomes_a_row_that_a_question_file_takes(tmp_path, given):
    marks = (Mark(NOW, "李四", "不对", "13万元"), Mark(NOW, "王五", "看错了段落", ""))
    marked = Entry(
        "a", NOW, "张三", "page", {}, 1, {**given, "resolved": "天业集团罚款多少"}, marks
    )
    path = tmp_path / "drafts.jsonl"
    path.write_text(draft_lines([entry(given, "b"), marked]), encoding="utf-8")
    [row] = read_questions(path)
    assert row.question == "天业集团罚款多少"
    assert (row.values["answers"], row.values["given"]) == ("13万元", "12万元")
    assert row.values["comment"] == "不对；看错了段落"


def test_command_lists_and_exports(tmp_path, given, capsys):
    with QuestionLog(tmp_path, 30) as log:
        log.record(entry(given))
        log.record(entry(given, "b", question="天富集团罚款多少"))
        log.mark("b", Mark(NOW, "李四", "不对", ""))
    index = ["--index", str(tmp_path)]
    assert main(["log", *index]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and "｜张三｜页面｜天业集团罚款多少｜12万元" in lines[0]
    assert main(["log", "--marked", "--json", *index]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["marks"][0]["comment"] == "不对"
    for option, name in (("--xlsx", "log.xlsx"), ("--drafts", "d.jsonl")):
        assert main(["log", option, str(tmp_path / name), *index]) == 0
        assert (tmp_path / name).stat().st_size > 0
    assert main(["log", "--since", "2999-01-01", *index]) == 0
    assert "没有符合条件的记录" in capsys.readouterr().out
    assert main(["log", "--since", "哪天", *index]) == 2
    assert main(["log", "--index", str(tmp_path / "none")]) == 2
