"""Wrong use and bad input on the command line: exit codes, the cure on standard error, nothing lost."""

import json
import sqlite3
from contextlib import closing

import pytest
from test_cli import run


@pytest.mark.parametrize(
    "arguments, found",
    [
        (["ask", ""], "空"),
        (["ask"], "没有写问题"),
        (["ask", "问" * 10_000], "10000个字"),
        (["ask", "罚款", "--issue", "九十九"], "九十九"),
        (["ask", "罚款", "--top-k", "0"], "top-k"),
        (["ask", "--batch", "none.csv", "--output", "a"], "找不到"),
        (["ask", "罚款", "--encoder", "no/such/model"], "no/such/model"),
        (["ask", "\udcff罚款"], "读不出的字"),
        (["ask", "罚款", "--batch", "none.csv", "--output", "a"], "只能要一样"),
        (["history", "--diff", "a"], "三个值"),
        (["index", "--poll"], "--watch"),
        (["users", "list", "--index", "no/such/folder"], "no/such/folder"),
        (["log", "--index", "no/such/folder"], "no/such/folder"),
        (["nonsense"], "用法不对"),
        (["ask", "罚款", "--top-k", "x"], "整数"),
    ],
)
def test_wrong_use_is_exit_code_2_with_a_cure(capsys, shipped_index, arguments, found):
    if arguments[0] == "ask":
        arguments = [*arguments, "--index", shipped_index]
    code, out, err = run(capsys, *arguments)
    assert code == 2 and out == "" and found in err


def test_a_batch_never_overwrites_its_own_questions(capsys, shipped_index, tmp_path):
    questions = tmp_path / "问题.csv"
    questions.write_text("问题\n罚款多少\n", encoding="utf-8")
    before = questions.read_bytes()
    code, _, err = run(
        capsys, "ask", "--batch", questions, "--output", questions, "--index", shipped_index
    )
    assert code == 2 and "问题文件" in err and questions.read_bytes() == before


def test_a_broken_letter_in_a_batch_costs_its_line_alone(capsys, shipped_index, tmp_path):
    questions, output = tmp_path / "问题.jsonl", tmp_path / "回答.jsonl"
    lines = ['{"question": "\\ud800罚款"}', '{"question": "天业集团罚款多少"}']
    questions.write_text("\n".join(lines), encoding="utf-8")
    code, _, _ = run(
        capsys, "ask", "--batch", questions, "--output", output, "--index", shipped_index
    )
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert code == 0 and "读不出" in answers[0]["error"] and answers[1]["answer"] == "12万元"


def test_asking_before_indexing_tells_what_to_run(capsys, tmp_path):
    code, _, err = run(capsys, "ask", "罚款多少", "--index", tmp_path / "empty")
    assert code == 2 and "python -m retrieval index" in err


def test_a_missing_report_is_named(capsys, tmp_path):
    code, _, err = run(capsys, "index", tmp_path / "none.txt", "--index", tmp_path / "ix")
    assert code == 2 and "none.txt" in err


def test_where_no_file_can_be_read_the_reasons_are_on_standard_error(capsys, tmp_path):
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 and no more")
    code, out, err = run(capsys, "index", tmp_path / "坏.pdf", "--index", tmp_path / "ix")
    assert code == 2 and out == "" and "坏.pdf" in err


def test_a_status_that_no_issue_has_names_those_there_are(capsys, shipped_index):
    code, out, _ = run(capsys, "issues", "--status", "乱写", "--index", shipped_index)
    assert code == 0 and "乱写" in out and "未达序时进度" in out


def test_what_the_system_refuses_is_told_in_chinese(capsys, tmp_path, shipped_index):
    questions, output = tmp_path / "问题.csv", tmp_path / "文件夹"
    questions.write_text("问题\n罚款多少\n", encoding="utf-8")
    output.mkdir()
    code, _, err = run(
        capsys, "ask", "--batch", questions, "--output", output, "--index", shipped_index
    )
    assert code == 2 and "这是文件夹" in err and "directory" not in err


def test_an_empty_folder_is_told(capsys, tmp_path):
    (tmp_path / "reports").mkdir()
    code, _, err = run(capsys, "index", tmp_path / "reports", "--index", tmp_path / "ix")
    assert code == 2 and err


def test_a_damaged_database_is_told_with_its_cure(capsys, tmp_path):
    (tmp_path / "reports.db").write_bytes(b"not a database" * 100)
    code, _, err = run(capsys, "ask", "罚款多少", "--index", tmp_path)
    assert code == 2 and "index --full" in err


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_the_database_of_another_program_is_left_alone(capsys, tmp_path, options):
    index, report = tmp_path / "ix", tmp_path / "报告.txt"
    index.mkdir()
    report.write_text("一、砂石厂扬尘。\n整改情况：罚款8万元。", encoding="utf-8")
    with closing(sqlite3.connect(index / "reports.db")) as other:
        other.execute("CREATE TABLE meta (theirs)")
    before = (index / "reports.db").read_bytes()
    code, _, err = run(capsys, "index", report, *options, "--index", index)
    assert code == 2 and "别的程序" in err
    assert (index / "reports.db").read_bytes() == before
