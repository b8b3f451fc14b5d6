"""Tables kept as text (.csv, .tsv): cells parted by comma, semicolon, tab or bar."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.table import Row, table_lines
from retrieval.sources.text import INVISIBLE, decode

DELIMITERS = ",\t;|，"
"""What may part cells, the usual ones first."""

SAMPLE = 50
"""Rows from which the delimiter is told."""


def read_csv(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The one page of a .csv in any encoding, and its notes.

    Raises UnreadableSource where it holds nothing.
    """
    text, lost = decode(path.read_bytes())
    text = INVISIBLE.sub("", text)
    csv.field_size_limit(1 << 24)
    named = re.match(r"sep=(.)\r?\n", text)  # how Excel is told the delimiter
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else max(DELIMITERS, key=lambda mark: _fit(text, mark))
    notes = (f"有 {lost} 处字符无法识别，以“\ufffd”显示",) if lost else ()
    rows = _rows(text, delimiter)
    if rows is None:
        notes += ("引号不成对，已把每一行当作一条记录读取，请核对",)
        rows = _rows(text, delimiter, csv.QUOTE_NONE) or []
    lines = table_lines(rows)
    if not any(lines):
        raise UnreadableSource(f"“{path.name}”里没有内容", "应有整改清单等表格", "请检查文件内容")
    return (Page("\n".join(lines)),), notes


def _fit(text: str, delimiter: str) -> float:
    """Share of the first rows that have the same number of cells, more than one.

    Commas inside sentences part rows unevenly; the one that parts cells does so alike.
    """
    lines = text[: 1 << 16].splitlines(keepends=True)[: 4 * SAMPLE]
    rows = _rows("".join(lines), delimiter) or _rows("".join(lines), delimiter, csv.QUOTE_NONE)
    widths = [len(row) for row in rows or () if any(row)][:SAMPLE]
    width, count = max(Counter(widths).items(), key=lambda pair: pair[1], default=(0, 0))
    return count / len(widths) if width > 1 else 0.0


def _rows(text: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> list[Row] | None:
    """The cells of each row; None: a quotation mark opens a cell that nothing closes."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    rows = list(reader)
    if quoting == csv.QUOTE_NONE:
        return [[cell.strip('"') for cell in row] for row in rows]
    return None if _is_open(text, delimiter) else rows


def _is_open(text: str, delimiter: str) -> bool:
    """Whether the last cell is still inside quotation marks at the end of the text."""
    probe = list(csv.reader(io.StringIO(f"{text}\n\x01", newline=""), delimiter=delimiter))
    return not probe or probe[-1][0] != "\x01"
