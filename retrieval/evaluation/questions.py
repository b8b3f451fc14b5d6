"""Question files: JSON Lines, CSV and XLSX with a header row, as rows of plain values."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from retrieval.errors import QuestionFileError

_ALSO = {
    "问题": "question",
    "答案": "answers",
    "问题编号": "issues",
    "原文": "evidence",
    "编号": "id",
    "会话": "session",
    "类型": "kind",
    "可答": "answerable",
}
_ENDINGS = (".jsonl", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A row of a question file, or a turn of one with `turns`. `line` counts from 1 in the file;
    `values` has every column."""

    line: int
    question: str
    session: str | None
    values: dict


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be asked. `line` counts from 1 in the file; `reason` is a Chinese sentence."""

    line: int
    reason: str


def read_questions(path: Path, bad: list[BadRow] | None = None) -> list[QuestionRow]:
    """The rows of a question file in file order; rows without a question are kept with "".

    `bad`: takes the rows that cannot be read; without it the first of them raises. Raises
    QuestionFileError where the file is missing, of another format, unreadable, without a question
    column, or without rows.
    """
    rows, unread = read_table(path)
    if unread and (bad is None or not rows):
        first = unread[0]
        raise _bad(
            f"{path.name} 第{first.line}行{first.reason}",
            "每行应为一个完整的问题",
            f"检查第{first.line}行",
        )
    if bad is not None:
        bad.extend(unread)
    if all("question" not in row.values for row in rows):
        found = "、".join(str(name) for name in rows[0].values) or "空"
        raise _bad(
            f"{path.name} 没有问题列（现有列：{found}）",
            "表头要有 question 或 问题",
            "改好表头再试",
        )
    return rows


def read_table(
    path: Path, columns: Mapping[str, str] | None = None
) -> tuple[list[QuestionRow], list[BadRow]]:
    """The rows that could be read and those that could not, in file order.

    `columns`: header of the file → the contract's name of that column (问法 → question); it goes
    before the names that are known. Raises QuestionFileError as `read_questions`, but for a
    missing question column.
    """
    if not path.is_file():
        raise _bad(f"找不到问题文件 {path.name}", "文件要存在", "核对路径")
    if path.suffix.lower() not in _ENDINGS:
        raise _bad(f"{path.name} 的格式不支持", "应为 .jsonl、.csv 或 .xlsx", "另存为其中一种再试")
    reader = {".jsonl": _json_rows, ".csv": _csv_rows, ".xlsx": _sheet_rows}[path.suffix.lower()]
    bad: list[BadRow] = []
    rows = [
        _row(line, each, columns or {})
        for line, values in reader(path, bad)
        for each in _turns(line, values)
    ]
    if not rows and not bad:
        raise _bad(f"{path.name} 里没有问题", "至少要有一行问题", "在表头下面填上问题")
    return rows, bad


def _bad(found: str, expected: str, cure: str) -> QuestionFileError:
    return QuestionFileError(found, expected, cure)


def _row(line: int, values: dict, columns: Mapping[str, str]) -> QuestionRow:
    headers = {str(key).strip(): value for key, value in values.items()}
    named = {columns.get(key) or _ALSO.get(key, key): value for key, value in headers.items()}
    session = named.get("session")
    return QuestionRow(
        line, str(named.get("question") or "").strip(), str(session) if session else None, named
    )


def _turns(line: int, values: dict) -> list[dict]:
    """A whole conversation in one object, as `turns`, is a row a turn of one session."""
    turns = values.get("turns")
    if not (isinstance(turns, list) and turns and all(isinstance(turn, dict) for turn in turns)):
        return [values]
    session = str(values.get("id") or f"第{line}行")
    shared = {name: value for name, value in values.items() if name != "turns"}
    return [
        shared | {"session": session} | turn | {"id": f"{session}-{place}"}
        for place, turn in enumerate(turns, 1)
    ]


def _json_rows(path: Path, bad: list[BadRow]) -> list[tuple[int, dict]]:
    rows = []
    for line, text in enumerate(_decode(path).splitlines(), 1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
        except json.JSONDecodeError as error:
            bad.append(BadRow(line, f"不是 JSON（第{error.colno}个字符处）"))
            continue
        if not isinstance(values, dict):
            bad.append(BadRow(line, "不是对象"))
            continue
        rows.append((line, values))
    return rows


def _csv_rows(path: Path, bad: list[BadRow]) -> list[tuple[int, dict]]:
    reader = csv.DictReader(io.StringIO(_decode(path), newline=""))
    rows = []
    try:
        for values in reader:
            if None in values:
                # More cells than headers: a comma in a question without quotation marks.
                bad.append(BadRow(reader.line_num, "列数比表头多，可能是句子里的逗号没有加引号"))
            else:
                rows.append((reader.line_num, values))
        return rows
    except csv.Error as error:
        raise _bad(
            f"{path.name} 不是完好的 CSV", "应为逗号分隔的表格", "用 Excel 另存为 CSV UTF-8"
        ) from error


def _sheet_rows(path: Path, bad: list[BadRow]) -> list[tuple[int, dict]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        table = [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception as error:  # openpyxl raises whatever its parts raise on a damaged file
        raise _bad(
            f"{path.name} 打不开（{error.__class__.__name__}）",
            "应为完好、未加密的 .xlsx",
            "用 Excel 打开后另存为 .xlsx",
        ) from error
    if not table:
        return []
    header = [str(cell).strip() if cell is not None else "" for cell in table[0]]
    return [
        (
            line,
            {
                name: cell
                for name, cell in zip(header, row, strict=False)
                if name and cell is not None
            },
        )
        for line, row in enumerate(table[1:], 2)
        if any(cell is not None for cell in row)
    ]


def _decode(path: Path) -> str:
    """Text of a file in UTF-8 (with or without BOM) or GB18030."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad(f"{path.name} 的编码认不出", "应为 UTF-8 或 GB18030", "另存为 UTF-8 编码再试")
