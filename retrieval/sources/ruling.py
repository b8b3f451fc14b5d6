"""The ruled tables of a PDF page, told by its drawn lines; pdfplumber makes cells of them."""

from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pdfplumber
from pdfplumber.page import Page

from retrieval.sources.layout import Box

NEAR = 3.0
"""Ends of ruling lines closer than this, in points, are at one place."""

_LINE = {"object_type": "line", "height": 0.0}

DASH = 8.0
"""Longest piece of a dotted line, in points; the rulings beside a row of print are longer."""


class Ruling:
    """The ruled tables of a file; opened at the first page that has ruling lines."""

    def __init__(self, path: Path):
        self._path = path
        self._document: pdfplumber.PDF | None = None
        self._failed: list[int] = []

    def tables(self, number: int, turn: int = 0) -> list[list[Box]]:
        """The cells of each table of a page, counted from 1, that has at least two columns; the
        page turned clockwise by `turn` degrees."""
        try:
            self._document = self._document or pdfplumber.open(self._path)
            with closing(self._document.pages[number - 1]) as page:  # frees what was parsed
                found = [table.cells for table in page.find_tables(_settings(page))]
                size = float(page.width), float(page.height)
        except Exception:  # pdfminer gives up on files that PDFium reads; their text still counts
            self._failed.append(number)
            return []
        tables = [[_turned(tuple(map(float, cell)), size, turn) for cell in c] for c in found]
        return [cells for cells in tables if len({round(cell.x0) for cell in cells}) > 1]

    def notes(self) -> tuple[str, ...]:
        """What the user is told of tables that could not be rebuilt."""
        pages = "、".join(map(str, self._failed))
        return (f"第{pages}页的表格线无法读取，表格按文字行读入",) if pages else ()

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._document:
            self._document.close()


def _settings(page: Page) -> dict[str, object]:
    """What pdfplumber is told beside the drawn lines: where rows end without one."""
    flat = [e for e in page.edges if e["orientation"] == "h"]
    tall = [(e["x0"], e["top"], e["bottom"]) for e in page.edges if e["orientation"] == "v"]
    lines = [(e["x0"], e["x1"], e["top"]) for e in flat if e["x1"] - e["x0"] > DASH]
    ends = [
        {**_LINE, "x0": x0, "x1": x1, "width": x1 - x0, "top": y, "bottom": y}
        for x0, x1, y in open_ends(tall, lines)
    ]
    return {"explicit_horizontal_lines": ends}


def open_ends(
    tall: list[tuple[float, float, float]], flat: list[tuple[float, float, float]]
) -> list[tuple[float, float, float]]:
    """Where all upright rulings (x, top, bottom) of a table end, or break, and no level one
    (x0, x1, y) is drawn: as (x0, x1, y).

    Browsers leave a row open that the end of the page cuts.
    """
    pieces = _without_dots(tall)
    places: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for x, top, bottom in pieces:
        for y in (top, bottom):
            places[round(y)].append((x, y))
    found: list[tuple[float, float, float]] = []
    for level in sorted(places):
        near = [place for y in (level - 1, level, level + 1) for place in places.get(y, ())]
        x0, x1 = min(x for x, _ in near), max(x for x, _ in near)
        y = sum(y for _, y in near) / len(near)
        columns = {round(x / (2 * NEAR)) for x, _ in near}
        crossed = any(x0 <= x <= x1 and top + NEAR < y < low - NEAR for x, top, low in pieces)
        drawn = any(a < x1 and b > x0 and abs(y - at) < 2 * NEAR for a, b, at in [*flat, *found])
        if len(columns) > 2 and not crossed and not drawn:
            found.append((x0, x1, y))
    return found


def _without_dots(tall: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The upright rulings, the pieces of a dotted one joined."""
    joined: list[tuple[float, float, float]] = []
    for x, top, bottom in sorted(tall, key=lambda piece: (round(piece[0]), piece[1])):
        last = joined[-1] if joined else None
        short = last and min(bottom - top, last[2] - last[1]) < DASH
        if short and abs(last[0] - x) < 1 and top - last[2] < DASH:
            joined[-1] = (x, last[1], max(bottom, last[2]))
        else:
            joined.append((x, top, bottom))
    return joined


def _turned(box: tuple[float, ...], size: tuple[float, float], turn: int) -> Box:
    """A box on a page of that width and height, turned clockwise."""
    x0, top, x1, bottom = box
    width, height = size
    return {
        0: Box(x0, top, x1, bottom),
        90: Box(height - bottom, x0, height - top, x1),
        180: Box(width - x1, height - bottom, width - x0, height - top),
        270: Box(top, width - x1, bottom, width - x0),
    }[turn]
