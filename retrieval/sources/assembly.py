"""Sheets of a PDF or a scan → pages of text: tables rebuilt across pages, paragraphs made whole."""

from dataclasses import replace

from retrieval.records import Page
from retrieval.sources.edges import without_edges
from retrieval.sources.footnotes import without_footnotes
from retrieval.sources.grid import Grid, grid, joined, joins
from retrieval.sources.gutter import unfolded
from retrieval.sources.layout import Line, Margins, Sheet, paragraphs, rows_of
from retrieval.sources.margins import body_size, margins
from retrieval.sources.margins import joined as goes_on
from retrieval.sources.table import PlacedRow, placed_lines

HEADING = 60
"""Longest paragraph that its size or weight makes a heading, in characters."""

LARGER = 1.12
"""Size of a heading against the body's: 三号 16 pt over 小四 12 pt … 四号 14 pt over 小四 12 pt."""


class Assembly:
    """The pages under construction; `add` takes the sheets in order, `pages` closes the work."""

    def __init__(self, sheets: list[Sheet]):
        self._lines: dict[int, list[str]] = {sheet.number: [] for sheet in sheets}
        self._headings: dict[int, list[int]] = {sheet.number: [] for sheet in sheets}
        self._size = body_size(sheets)
        self._joined: dict[int, bool | None] = {}
        self._last: tuple[Line, Margins] | None = None
        self._open: Grid | None = None
        self._rows: list[PlacedRow] = []

    def add(self, sheet: Sheet, within: Margins) -> None:
        """Add one page, whose print outside tables lies between the margins."""
        made = (grid(cells, sheet.lines, sheet.number) for cells in sheet.tables)
        grids = sorted((g for g in made if g), key=lambda g: g.top)
        free = [line for line in sheet.lines if not any(g.holds(line) for g in grids)]
        self._join(sheet.number, free, grids, within)
        for i, table in enumerate([*grids, None]):
            bottom = grids[i - 1].bottom if i else -1.0
            top = table.top if table else float("inf")
            between = [line for line in free if bottom <= (line.top + line.bottom) / 2 < top]
            found = paragraphs(between, within)
            if table and self._open and joins(self._open, table) and self._are_sections(found):
                spanned = [PlacedRow([line.text] * table.width, sheet.number) for line in found]
                self._rows = joined(self._rows, [*spanned, *table.rows])
                self._open = table
                continue
            self._add_text(sheet.number, found)
            if table:
                self._close_table()
                self._open, self._rows = table, list(table.rows)

    def pages(self) -> tuple[Page, ...]:
        """The finished pages, from 1; one without text stays as an empty page."""
        self._close_table()
        return tuple(
            Page("\n".join(lines), number, tuple(self._headings[number]), self._joined.get(number))
            for number, lines in self._lines.items()
        )

    def _join(self, page: int, free: list[Line], grids: list[Grid], within: Margins) -> None:
        """Note whether the page goes on with the last paragraph of the page before."""
        rows = rows_of(free)
        begins = rows and not (grids and grids[0].top < rows[0].top)
        if self._last and begins and self._last[1] == within:
            self._joined[page] = goes_on(self._last[0], rows[0], within)
        ends = rows and not (grids and grids[-1].bottom > rows[-1].bottom)
        self._last = (rows[-1], within) if ends else None

    def _add_text(self, page: int, found: list[Line]) -> None:
        if found:
            self._close_table()
        for line in found:
            if self._is_heading(line):
                self._headings[page].append(len(self._lines[page]))
            self._lines[page].append(line.text)

    def _is_heading(self, line: Line) -> bool:
        if len(line.text) > HEADING or line.text.endswith(("：", "；", "，", ":")):
            return False
        return line.strong or line.size > LARGER * self._size

    def _are_sections(self, found: list[Line]) -> bool:
        """Whether text between two pieces of a table can be its section rows: few short lines."""
        return len(found) <= 2 and all(len(line.text) <= HEADING for line in found)

    def _close_table(self) -> None:
        for page, line in placed_lines(self._rows):
            self._lines[page].append(line)
        self._open, self._rows = None, []


def assembled(sheets: list[Sheet]) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The text of the sheets, a page each, footnotes at the end; with what the user is told."""
    without_edges(sheets)
    footnotes = without_footnotes(sheets)
    folded = unfolded(sheets)
    work = Assembly(sheets)
    kinds = {sheet.number: _kind(sheet, folded) for sheet in sheets}
    within = {}
    for kind in set(kinds.values()):
        alike = [sheet for sheet in sheets if kinds[sheet.number] == kind]
        width = max(folded.get(sheet.number, sheet.width) for sheet in alike)
        within[kind] = margins(alike, width)
    for sheet in sheets:
        work.add(sheet, within[kinds[sheet.number]])
    if not footnotes:
        return work.pages(), ()
    *pages, last = work.pages()
    text = "\n".join((last.text, "", *(f"注：{note}" for note in footnotes)))
    return (*pages, replace(last, text=text)), (f"{len(footnotes)} 条脚注列在正文之后",)


def _kind(sheet: Sheet, folded: dict[int, float]) -> tuple[bool, int]:
    """What pages have in common that share their margins: columns, and the width of the paper."""
    return sheet.number in folded, sheet.paper
