import json

import openpyxl
import pytest

from retrieval.errors import QuestionFileError
from retrieval.evaluation.questions import read_questions


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_excel(tmp_path, encoding):
    path = tmp_path / "问题.csv"
    path.write_bytes("问题,编号,备注\n天业集团罚款多少,q1,急\n".encode(encoding))
    (row,) = read_questions(path)
    assert row.question == "天业集团罚款多少"
    assert row.values["id"] == "q1" and row.values["备注"] == "急"


def test_xlsx_and_jsonl_give_the_same_rows(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "question", "session"])
    book.active.append(["a", "罚款多少", "s1"])
    book.save(tmp_path / "q.xlsx")
    (tmp_path / "q.jsonl").write_text(
        json.dumps({"id": "a", "question": "罚款多少", "session": "s1"}, ensure_ascii=False),
        "utf-8",
    )
    sheet, lines = (read_questions(tmp_path / name)[0] for name in ("q.xlsx", "q.jsonl"))
    assert (sheet.question, sheet.session) == (lines.question, lines.session) == ("罚款多少", "s1")


@pytest.mark.parametrize(
    "name, content, found",
    [
        ("q.csv", b"", "没有问题"),
        ("q.csv", "甲,乙\n1,2\n".encode(), "没有问题列"),
        ("q.jsonl", b"{broken", "第1行不是 JSON"),
        ("q.jsonl", b"[1]", "第1行不是对象"),
        ("q.xlsx", b"no zip at all", "打不开"),
        ("q.docx", b"", "格式不支持"),
    ],
)
def test_a_bad_file_is_named_with_its_cure(tmp_path, name, content, found):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(QuestionFileError, match=found) as error:
        read_questions(path)
    assert error.value.cure


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(QuestionFileError, match="找不到"):
        read_questions(tmp_path / "none.csv")


def test_bad_rows_are_handed_over_and_the_rest_is_read(tmp_path):
    path = tmp_path / "q.csv"
    path.write_text("问题,编号\n罚款,多少,1\n完成了几个,2\n", "utf-8")
    bad = []
    assert [row.question for row in read_questions(path, bad)] == ["完成了几个"]
    assert [row.line for row in bad] == [2]
    with pytest.raises(QuestionFileError, match="第2行"):
        read_questions(path)
