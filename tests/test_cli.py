"""The commands as scripts meet them: exit codes, clean JSON, Chinese messages, no traceback."""

import json
import os
import subprocess
import sys

import openpyxl
import pytest

from retrieval.cli import main
from retrieval.settings import ROOT

REPORT = "新疆生产建设兵团贯彻落实中央环境保护督察组督察反馈意见整改工作情况报告"


def run(capsys, *arguments):
    """(exit code, standard output, standard error) of one command."""
    try:
        code = main([str(a) for a in arguments])
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def test_ask_prints_answer_issue_and_marked_sentence(capsys, shipped_index):
    code, out, _ = run(capsys, "ask", "天业集团罚款多少", "--index", shipped_index)
    assert code == 0
    assert out.splitlines()[:2] == ["12万元", "问题十九"]
    assert "对天业集团处罚【12万元】" in out


def test_json_has_the_contracts_form_and_true_offsets(capsys, shipped_index, assistant):
    code, out, _ = run(capsys, "ask", "天业集团罚款多少", "--json", "--index", shipped_index)
    answer = json.loads(out)
    assert code == 0
    assert (answer["answer"], answer["issues"], answer["kind"]) == ("12万元", ["十九"], "fact")
    assert answer["abstained"] is False and answer["reason"] is None
    assert 0 <= answer["confidence"] <= 1
    text = assistant.documents()[0].report.text
    for passage in answer["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
        assert passage["report"] == REPORT


def test_batch_answers_every_row_and_keeps_its_columns(capsys, shipped_index, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "问题", "科室"])
    book.active.append(["a", "天富集团罚款多少", "水政"])
    book.active.append(["b", None, "环评"])
    book.save(tmp_path / "q.xlsx")
    output = tmp_path / "a.jsonl"
    code, out, err = run(
        capsys, "ask", "--batch", tmp_path / "q.xlsx", "--output", output, "--index", shipped_index
    )
    first, second = (json.loads(line) for line in output.read_text("utf-8").splitlines())
    assert code == 0 and out == ""
    assert (first["id"], first["answer"], first["科室"]) == ("a", "4万元", "水政")
    assert second["answer"] is None and "空" in second["error"]
    assert "第3行" in err


def test_figures_of_the_issues_have_true_offsets(capsys, shipped_index, assistant):
    code, out, _ = run(capsys, "issues", "--figures", "--json", "--index", shipped_index)
    rows = [json.loads(line) for line in out.splitlines()]
    text = assistant.documents()[0].report.text
    assert code == 0 and all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    fines = [r for r in rows if (r["issue"], r["text"], r["kind"]) == ("十九", "12万元", "money")]
    assert [(row["value"], row["unit"]) for row in fines] == [("120000", "元")]
    code, out, _ = run(capsys, "issues", "--figures", "--org", "天业", "--index", shipped_index)
    assert (code, out) == (0, "没有符合条件的问题。\n")


def test_figures_and_a_sheet_do_not_go_together(capsys, shipped_index, tmp_path):
    path = tmp_path / "t.xlsx"
    code, _, err = run(capsys, "issues", "--figures", "--xlsx", path, "--index", shipped_index)
    assert code == 2 and "--figures" in err


def test_issues_as_json_meet_the_gold_ledger(capsys, shipped_index):
    code, out, _ = run(capsys, "issues", "--json", "--index", shipped_index)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and len(rows) == 24
    assert rows[18]["issue"] == "十九" and rows[18]["due"] == "2018-06-30"
    assert rows[0]["deadline"] == "立行立改、长期坚持" and rows[0]["due"] is None


def test_doubts_are_listed_with_both_quotations(capsys, shipped_index):
    code, out, _ = run(capsys, "issues", "--doubts", "--index", shipped_index)
    lines = out.splitlines()
    at = next(i for i, line in enumerate(lines) if "195.14" in line)
    assert code == 0
    assert lines[at + 1 : at + 3] == [
        "    原文：累计拆除违法建筑面积195.14万平方米",
        "    原文：市区累计拆除违法建筑面积195万平方米",
    ]


def test_doubts_as_json_quote_the_report_and_follow_the_filters(capsys, shipped_index, assistant):
    _, out, _ = run(capsys, "issues", "--doubts", "--json", "--index", shipped_index)
    rows = [json.loads(line) for line in out.splitlines()]
    text = assistant.documents()[0].report.text
    assert {tuple(row) for row in rows} == {("report", "kind", "issues", "text", "quotes")}
    assert all(
        text[quote["start"] : quote["end"]] == quote["text"]
        for row in rows
        for quote in row["quotes"]
    )
    late = ("--status", "未达序时进度", "--doubts", "--json", "--index", shipped_index)
    _, out, _ = run(capsys, "issues", *late)
    kept = [json.loads(line) for line in out.splitlines()]
    assert kept == [row for row in rows if "二十三" in row["issues"]] != []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_doubts_are_no_table(capsys, shipped_index, tmp_path, form):
    table = tmp_path / f"a.{form}"
    code, _, err = run(capsys, "issues", "--doubts", f"--{form}", table, "--index", shipped_index)
    assert code == 2 and f"--{form}" in err
    assert not table.exists()


def test_status_and_verify(capsys, shipped_index):
    code, out, _ = run(capsys, "status", "--json", "--index", shipped_index)
    assert code == 0 and json.loads(out)["reports"][0]["issues"] == 24
    code, out, _ = run(capsys, "verify", "--index", shipped_index)
    assert code == 0 and "完好" in out


def test_index_and_status_tell_what_was_noted_and_where_there_are_no_issues(capsys, tmp_path):
    letter = tmp_path / "来信.txt"
    text = "关于来信的说明\n\n" + "来信反映的情况属实，已经办结。" * 20
    letter.write_bytes(text.encode().replace("办".encode(), b"\xe5\x8a", 1))
    code, out, _ = run(capsys, "index", letter, "--index", tmp_path / "index")
    assert code == 0 and "说明：来信——有 1 处字符无法识别" in out
    code, out, _ = run(capsys, "status", "--index", tmp_path / "index")
    assert "来信（v1）：没有编号的问题" in out and "说明：有 1 处字符无法识别" in out
    code, out, _ = run(capsys, "issues", "--index", tmp_path / "index")
    assert code == 0 and "没有编号的问题" in out


def test_help_is_chinese(capsys):
    code, out, _ = run(capsys, "-h")
    assert code == 0 and "用法" in out and "usage" not in out


def test_a_closed_pipe_is_no_error(shipped_index):
    command = f'"{sys.executable}" -m retrieval issues --json --index "{shipped_index}" | head -n 1'
    ended = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert "Traceback" not in ended.stderr
