"""Question files with gold: what is read from their rows, and what is told of bad ones."""

import json

import pytest

from retrieval.errors import QuestionFileError
from retrieval.evaluation.gold import read_gold


def csv_file(folder, text, encoding="utf-8"):
    path = folder / "问题.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_gold_is_read_in_the_encodings_of_excel(tmp_path, encoding):
    text = "编号,问题,答案,问题编号,原文\n1,罚款多少,12万元|12万,十九,对天业集团处罚12万元\n"
    (question,) = read_gold(csv_file(tmp_path, text, encoding)).questions
    assert (question.kind, question.answers) == ("fact", ("12万元", "12万"))
    assert (question.issues, question.evidence) == (("十九",), ("对天业集团处罚12万元",))


def test_bad_rows_are_listed_with_line_and_reason_and_the_rest_are_kept(tmp_path):
    path = tmp_path / "q.jsonl"
    rows = [
        json.dumps({"id": "a", "question": "一"}),
        "{broken",
        "[1]",
        json.dumps({"id": "b", "question": " "}),
        json.dumps({"id": "a", "question": "二"}),
        json.dumps({"id": "c", "question": "三", "answerable": "no", "answers": "答"}),
        json.dumps({"id": "d", "question": "四", "kind": "count", "issues": "一"}),
        json.dumps({"id": "e", "question": "五"}),
    ]
    path.write_text("\n".join(rows), "utf-8")
    found = read_gold(path)
    assert [q.id for q in found.questions] == ["a", "e"]
    assert [bad.line for bad in found.bad] == [2, 3, 4, 5, 6, 7]
    reasons = "；".join(bad.reason for bad in found.bad)
    for word in ("不是 JSON", "不是对象", "没有写问题", "重复", "不可答", "没有写答案"):
        assert word in reasons


def test_a_comma_that_breaks_a_csv_row_is_told_and_not_cut_off(tmp_path):
    found = read_gold(csv_file(tmp_path, "问题,答案\n罚款,多少,12万元\n完成了几个,11个\n"))
    assert [q.question for q in found.questions] == ["完成了几个"]
    assert found.bad[0].line == 2 and "逗号" in found.bad[0].reason


def test_columns_can_be_named_where_the_headers_differ(tmp_path):
    path = csv_file(tmp_path, "问法,应答\n罚款多少,12万元\n")
    with pytest.raises(QuestionFileError, match="问法、应答"):
        read_gold(path)
    (question,) = read_gold(path, {"问法": "question", "应答": "answers"}).questions
    assert (question.question, question.answers) == ("罚款多少", ("12万元",))


@pytest.mark.parametrize(
    "values, kind",
    [
        ({}, "ask"),
        ({"answerable": "no"}, "refuse"),
        ({"answerable": "否"}, "refuse"),
        ({"kind": "应拒答"}, "refuse"),
        ({"issues": ["一", "二"]}, "list"),
        ({"kind": "计数", "answers": "11个"}, "count"),
        ({"kind": "near", "answers": ["甲", "乙"]}, "fact"),
        ({"kind": "multi", "answers": "甲|乙"}, "multi"),
    ],
)
def test_kinds_come_from_the_columns(tmp_path, values, kind):
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"question": "问", **values}), "utf-8")
    assert read_gold(path).questions[0].kind == kind
