"""The ledger as an Excel sheet or CSV, with nothing in it that a spreadsheet would run."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.errors import QuestionFileError, system_words

# Heading, key of `contract.issue_json`, width in characters.
COLUMNS = (
    ("报告", "report", 18),
    ("问题", "issue", 10),
    ("标题", "title", 46),
    ("整改时限", "deadline", 20),
    ("最后日期", "due", 12),
    ("状态", "status", 22),
    ("责任单位", "responsible", 30),
    ("整改措施", "measures", 60),
)
_LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_RUNS = tuple("=+-@\t\r")
"""First characters that make a spreadsheet take a cell for a formula."""


def xlsx(rows: Sequence[dict]) -> bytes:
    """The ledger's rows, objects of `contract.issue_json`, as an Excel file."""
    return table(rows, COLUMNS, "台账")


def table(rows: Sequence[dict], columns: Sequence[tuple[str, str, int]], title: str) -> bytes:
    """An Excel file of one sheet: a row for each of `rows`, under the headings of `columns`
    (heading, key in a row, width in characters).

    Every text is stored as text: one that begins with = + - @ is no formula.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title
    _header(sheet, columns)
    for index, row in enumerate(rows, 2):
        for column, (_, key, _) in enumerate(columns, 1):
            _fill(sheet.cell(index, column), key, row[key])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_table(rows: Sequence[dict]) -> bytes:
    """The same rows as CSV in UTF-8, with the byte order mark that Excel knows it by.

    A text that a spreadsheet would take for a formula begins with ' instead.
    """
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(heading for heading, _, _ in COLUMNS)
    writer.writerows([harmless(_text(row[key])) for _, key, _ in COLUMNS] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def save(content: bytes, path: Path) -> None:
    """Writes a table to a file. Raises QuestionFileError where that cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise QuestionFileError(
            f"写不了 {path}（{system_words(error)}）",
            "要能写的位置，且文件没有在别处打开",
            "换一个文件夹或文件名",
        ) from error


def _header(sheet: Worksheet, columns: Sequence[tuple[str, str, int]]) -> None:
    for column, (heading, _, width) in enumerate(columns, 1):
        cell = sheet.cell(1, column, heading)
        cell.font, cell.fill = Font(bold=True), _HEADER
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _fill(cell: Cell, key: str, value: str | list[str] | None) -> None:
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if key == "due":
        cell.value = date.fromisoformat(value) if value else None
        cell.number_format = "yyyy-mm-dd"
        return
    write_text(cell, _text(value))


def write_text(cell: Cell, text: str) -> None:
    """Puts a text into a cell as text, cut to what Excel takes and never a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    cell.value = text
    if text:
        cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
        cell.quotePrefix = text.startswith(_RUNS)


def _text(value: str | list[str] | None) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""


def harmless(text: str) -> str:
    """`text` as CSV may hold it: with ' before what a spreadsheet would take for a formula."""
    # Programs that read the cell skip blanks and line ends before they look for a formula.
    return f"'{text}" if text.lstrip(" \n").startswith(_RUNS) else text
