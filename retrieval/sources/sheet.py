"""Spreadsheets (.xlsx): each visible sheet as lines, its figures as the sheet shows them."""

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.shown import shown
from retrieval.sources.table import Row, table_lines

MAX_CELLS = 2_000_000
"""Cells between the first and the last used one, in all sheets; each costs some 200 bytes."""

_DEFAULT_TITLE = re.compile(r"(Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_READ = re.compile(r"xl/(worksheets/sheet|drawings/drawing)[^/]*\.xml")
_WITHOUT_VALUE = re.compile(rb"<f[^>]*>[^<]*</f>\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")


def read_sheet(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a .xlsx: one page without number; hidden sheets are noted.

    Raises UnreadableSource where the file is damaged, too large or without text.
    """
    try:
        with path.open("rb") as file:  # openpyxl goes by the ending of a path, which may lie
            book = load_workbook(file, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        found, cure = f"“{path.name}”已损坏或不完整", "请用 Excel 或 WPS 修复后另存为 .xlsx"
        raise UnreadableSource(found, "应能作为 Excel 工作簿打开", cure) from error
    sheets = book.worksheets
    if sum(sheet.max_row * sheet.max_column for sheet in sheets) > MAX_CELLS:
        found, cure = f"“{path.name}”的表格范围过大", "请删除数据以外的空行空列后另存"
        raise UnreadableSource(found, f"不应超过 {MAX_CELLS // 10_000} 万个单元格", cure)
    seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    lines: list[str] = []
    headings: list[int] = []
    for sheet in seen:
        rows = _rows(sheet)
        if not any(map(any, rows)):
            continue
        title = _title(rows) or (sheet.title if _is_named(sheet, seen) else None)
        said = [title] if title and title != _title(rows) else []
        found = [*said, *table_lines(rows), ""]
        if title:
            headings.append(len(lines) + next(i for i, line in enumerate(found) if line))
        lines += found
    return _page(path, lines, headings), _notes(path, sheets)


def _notes(path: Path, sheets: list[Worksheet]) -> tuple[str, ...]:
    """What the user is told of what was not read."""
    notes = []
    hidden = [sheet.title for sheet in sheets if sheet.sheet_state != "visible"]
    if hidden:
        notes.append(f"隐藏的工作表未读取：{'、'.join(hidden)}")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if _READ.match(name)}
    lost = sum(len(_WITHOUT_VALUE.findall(part)) for part in parts.values())
    if lost:
        notes.append(f"{lost} 个公式没有保存计算结果，请用 Excel 或 WPS 打开并保存一次")
    for mark, what in ((rb"<(\w+:)?pic[ >]", "张图片"), (rb"<(\w+:)?txBody[ >]", "个文本框")):
        found = sum(len(re.findall(mark, part)) for part in parts.values())
        if found:
            notes.append(f"表中有 {found} {what}，其中的文字未读取，请把文字录入单元格")
    return tuple(notes)


def _page(path: Path, lines: list[str], headings: list[int]) -> tuple[Page, ...]:
    if not any(lines):
        raise UnreadableSource(f"“{path.name}”里没有内容", "应有整改清单等表格", "请检查文件内容")
    return (Page("\n".join(lines), None, tuple(headings)),)


def _title(rows: list[Row]) -> str | None:
    """The title that stands above a sheet's table; None: the table begins at once."""
    first = next((set(filter(None, row)) for row in rows if any(row)), set())
    title = first.pop() if len(first) == 1 else ""
    return title if title and "\n" not in title else None


def _is_named(sheet: Worksheet, seen: list[Worksheet]) -> bool:
    """Whether the sheet's name says something: one of several, and not the program's own."""
    return len(seen) > 1 and not _DEFAULT_TITLE.fullmatch(sheet.title)


def _rows(sheet: Worksheet) -> list[Row]:
    """The cells as shown; a merged cell's value stands in each place it covers."""
    rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        text = rows[area.min_row - 1][area.min_col - 1]
        for row in rows[area.min_row - 1 : area.max_row]:
            row[area.min_col - 1 : area.max_col] = [text] * (area.max_col - area.min_col + 1)
    return rows


def _cell(cell: Cell) -> str:
    return shown(cell.value, cell.number_format)
