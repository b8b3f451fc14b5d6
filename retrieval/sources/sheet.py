"""Spreadsheets (.xlsx, .csv): each visible sheet as lines, its figures as the sheet shows them."""

import csv
import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.table import Row, table_lines
from retrieval.sources.text import decode

MAX_CELLS = 2_000_000
"""Cells between the first and the last used one, in all sheets; each costs some 200 bytes."""

_DEFAULT_TITLE = re.compile(r"(Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_MASK = re.compile(r"[#0?][#0?,]*(\.[0#?]+)?%?")
_WITHOUT_VALUE = re.compile(rb"<f[^>]*>[^<]*</f>\s*(<v\s*/>|<v>\s*</v>)?\s*</c>")


def read_sheet(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a .xlsx: one page without number; hidden sheets are noted.

    Raises UnreadableSource where the file is damaged, too large or without text.
    """
    try:
        book = load_workbook(path, data_only=True)
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
        title = _title(rows) or (sheet.title if _is_named(sheet, seen) else None)
        if title:
            headings.append(len(lines))
        lines += [title] if title and title != _title(rows) else []
        lines += [*table_lines(rows), ""]
    hidden = [sheet.title for sheet in sheets if sheet not in seen]
    notes = (f"隐藏的工作表未读取：{'、'.join(hidden)}",) if hidden else ()
    lost = _formulas_without_value(path)
    if lost:
        notes += (f"{lost} 个公式没有保存计算结果，请用 Excel 或 WPS 打开并保存一次",)
    return _page(path, lines, headings), notes


def read_csv(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The one page of a .csv in any encoding, its cells parted by comma, semicolon or tab."""
    text, lost = decode(path.read_bytes())
    head = text[:4096]
    delimiter = max(",\t;，", key=head.count)
    csv.field_size_limit(1 << 24)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    notes = (f"有 {lost} 处字符无法识别，以“\ufffd”显示",) if lost else ()
    return _page(path, table_lines(rows), []), notes


def shown(value: object, style: str = "General") -> str:
    """A cell's value as the sheet shows it under the number format `style`.

    5.0 → 5, 0.125 under 0.0% → 12.5%, a date → 2024年11月15日 whatever order its format has.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date, time)):
        return _day(value, style)
    if isinstance(value, (int, float)):
        return _figure(value, style)
    return str(value)


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


def _day(value: datetime | date | time, style: str) -> str:
    """A date or time in Chinese, with the parts that its format shows."""
    codes = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", style.lower())
    clock = f"{value:%H:%M}" if "h" in codes or isinstance(value, time) else ""
    if isinstance(value, time):
        return clock
    parts = [f"{value.year}年" if "y" in codes or "e" in codes else "", f"{value.month}月"]
    if "d" in codes or not parts[0]:
        parts.append(f"{value.day}日")
    return " ".join(filter(None, ("".join(parts), clock)))


def _figure(value: float, style: str) -> str:
    """A number under a number format; formats beyond decimals, commas, % and units are General."""
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", style.split(";")[0])
    literals = re.findall(r'"([^"]*)"|\\(.)', section)
    bare = re.sub(r'"[^"]*"|\\.', "\x00", section)
    masks = _MASK.findall(bare)
    if len(masks) != 1 or re.search("[eE/]", bare):
        return str(value) if isinstance(value, int) else _general(value)
    mask = _MASK.search(bare)
    decimals = len(mask[1] or ".") - 1
    percent = mask[0].endswith("%")
    number = f"{value * 100 if percent else value:{',' if ',' in mask[0] else ''}.{decimals}f}"
    if mask[1] and "#" in mask[1]:
        number = number.rstrip("0").rstrip(".")
    texts = iter(quoted or escaped for quoted, escaped in literals)
    around = [re.sub("\x00", lambda _: next(texts), part) for part in bare.split(mask[0], 1)]
    return f"{around[0]}{number}{'%' if percent else ''}{around[1]}".strip()


def _general(value: float) -> str:
    """A float without the dust of binary arithmetic, and never in exponent form."""
    return f"{round(value, 10):.10f}".rstrip("0").rstrip(".")


def _formulas_without_value(path: Path) -> int:
    """How many formulas were saved without their result, by a program that doesn't calculate."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        return sum(len(_WITHOUT_VALUE.findall(archive.read(name))) for name in names)
