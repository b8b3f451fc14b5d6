"""Ruled tables on a page: cell rectangles and the lines of print in them → rows of cell texts."""

from dataclasses import dataclass
from statistics import median

from retrieval.sources.layout import Box, Line, Margins, paragraphs
from retrieval.sources.table import PlacedRow, continued

NEAR = 3.0
"""Edges closer than this, in points, are one ruling line."""

_ENDS = ("。", "；", "：", "！", "？", ":", ";")


@dataclass
class Grid:
    """A table of one page: rows of cell texts, the x of its column edges, and its extent."""

    rows: list[PlacedRow]
    edges: list[float]
    top: float
    bottom: float

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.edges) - 1

    def holds(self, line: Line) -> bool:
        """Whether the middle of `line` lies in the table."""
        extent = Box(self.edges[0], self.top, self.edges[-1], self.bottom)
        return extent.holds(line)


def grid(cells: list[Box], lines: list[Line], page: int) -> Grid | None:
    """The table that the rectangles `cells` make, filled from `lines`; its rows placed on `page`.

    None: they make no table, as a frame round the text or a single column of boxes does.
    """
    xs = _edges([x for c in cells for x in (c.x0, c.x1)])
    ys = _edges([y for c in cells for y in (c.top, c.bottom)])
    if len(xs) < 3 or len(ys) < 2:
        return None
    texts = {c: [line for line in lines if c.holds(line)] for c in cells}
    gaps = sorted(line.x0 - c.x0 for c, inside in texts.items() for line in inside)
    padding = gaps[len(gaps) // 4] if gaps else 0.0  # not the least: recognised boxes run over
    rows = [PlacedRow([""] * (len(xs) - 1), page) for _ in ys[1:]]
    for cell, inside in texts.items():
        column = Margins(cell.x0 + padding, cell.x1 - padding)
        text = "\n".join(line.text for line in paragraphs(inside, column))
        left, right = _nearest(xs, cell.x0), _nearest(xs, cell.x1)
        for row in rows[_nearest(ys, cell.top) : _nearest(ys, cell.bottom)]:
            row[left:right] = [text] * (right - left)
    return Grid(rows, xs, ys[0], ys[-1])


def joins(above: Grid, below: Grid) -> bool:
    """Whether `below`, next in the report, goes on from `above`: its columns are as wide, and it
    has no header of its own."""
    if above.width != below.width:
        return False
    shift = above.edges[0] - below.edges[0]
    near = (abs(a - b - shift) < 4 * NEAR for a, b in zip(above.edges, below.edges, strict=True))
    return all(near) and continued(above.rows, below.rows)


def joined(above: list[PlacedRow], below: list[PlacedRow]) -> list[PlacedRow]:
    """The rows of a table that crosses a page: header said once, a row cut in two made whole."""
    rest = [row for row in below if row not in above[:3]]
    if not rest or not above or not _is_cut(above, rest[0]):
        return above + rest
    whole = [_rejoined(a, b) for a, b in zip(above[-1], rest[0], strict=True)]
    return [*above[:-1], PlacedRow(whole, above[-1].place), *rest[1:]]


def _is_cut(above: list[PlacedRow], first: PlacedRow) -> bool:
    """Whether `first` is the lower half of the last row: only one of the two has a first cell.

    A row that lacks its first cell and has all the others is a further row of the same record.
    """
    last = above[-1]
    if len(set(last)) == 1 or len(set(first)) == 1:
        return False
    if first[0] or not any(first):
        return not last[0] and bool(last[1]) and bool(first[0])
    return True


def _rejoined(upper: str, lower: str) -> str:
    """Two halves of a cell; a sentence that the page cut goes on in the same line."""
    if not upper or not lower or upper == lower:
        return upper or lower
    return upper + ("\n" if upper.endswith(_ENDS) else "") + lower


def _edges(values: list[float]) -> list[float]:
    """The distinct ruling lines among `values`, in order, near ones taken as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [median(group) for group in groups]


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))
