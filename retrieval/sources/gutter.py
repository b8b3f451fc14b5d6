"""Pages of two columns, as gazettes are set: the right column is put below the left one."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from retrieval.sources.layout import Line, Sheet
from retrieval.sources.margins import body_size

MIDDLE = (0.35, 0.65)
"""Where a gutter may lie, as shares of the page's width."""

LEAST = 6
"""Fewest lines that each column of a page has."""

FILLED = 0.8
"""Share of its column from which a line counts as full."""

PROSE = 0.3
"""Least share of full lines in a column: prose has more, the columns of a table without rules less."""

EQUAL = 0.8
"""Least ratio of the widths of two columns of print; in a table labels are narrower than values."""


def unfolded(sheets: list[Sheet]) -> dict[int, float]:
    """Put the columns of sheets that have two below each other, in place.

    The number of each such sheet, with the x of its gutter in points."""
    em = body_size(sheets)
    gutters = [_gutter(sheet, em) for sheet in sheets]
    folded = [(sheet, at) for sheet, at in zip(sheets, gutters, strict=True) if at]
    if not folded:
        return {}
    usual = sorted(at for _, at in folded)[len(folded) // 2]
    # The last page of a chapter may fill its left column only in part.
    short = [s for s, at in zip(sheets, gutters, strict=True) if not at and _lies_left(s, usual)]
    if 2 * len(folded) > len(sheets) - len(short):
        folded += [(sheet, usual) for sheet in short]
    for sheet, at in folded:
        sheet.lines = _unfolded(sheet.lines, at)
    return {sheet.number: at for sheet, at in folded}


def _gutter(sheet: Sheet, em: float) -> float | None:
    """The x of the middle of the gutter; None: the page has one column, or a table that may look
    like two."""
    if sheet.tables:
        return None
    left, right = (share * sheet.width for share in MIDDLE)
    places = [left + i * em / 4 for i in range(int(4 * (right - left) / em) + 1)] if em else []
    free = [
        (sum(_crosses(line, x, em) for line in sheet.lines), abs(x - sheet.width / 2), x)
        for x in places
    ]
    crossed, _, at = min(free, default=(0, 0.0, 0.0))
    sides = [[x for x in sheet.lines if x.x1 <= at], [x for x in sheet.lines if x.x0 >= at]]
    if crossed > len(sheet.lines) / 4 or not all(_is_column(lines) for lines in sides):
        return None
    rooms = sorted(_room(lines) for lines in sides)
    if rooms[0] < EQUAL * rooms[1]:
        return None
    (a, b), (c, d) = ((min(x.top for x in s), max(x.bottom for x in s)) for s in sides)
    return at if min(b, d) - max(a, c) > 0.5 * min(b - a, d - c) else None


def _crosses(line: Line, x: float, em: float) -> bool:
    """Whether print stands on the line at `x`, or nearer to it than a gutter's edge."""
    return line.x0 < x + em / 3 and line.x1 > x - em / 3


def _is_column(lines: list[Line]) -> bool:
    if len(lines) < LEAST:
        return False
    full = sum(x.x1 - x.x0 > FILLED * _room(lines) for x in lines)
    return full >= PROSE * len(lines)


def _room(lines: list[Line]) -> float:
    """Width of a column, in points."""
    return max(x.x1 for x in lines) - min(x.x0 for x in lines)


def _lies_left(sheet: Sheet, at: float) -> bool:
    return bool(sheet.lines) and not sheet.tables and all(x.x1 <= at for x in sheet.lines)


def _unfolded(lines: list[Line], at: float) -> list[Line]:
    """The lines in one column: between two lines that cross the gutter, left ones before right."""
    lines = [part for line in lines for part in _parted(line, at)]
    sides = [x for x in lines if x.x1 <= at], [x for x in lines if x.x0 >= at]
    across = _start(sides[1]) - _start(sides[0])
    out: list[Line] = []
    grown = 0.0
    ordered = sorted(lines, key=lambda line: line.top)
    for crosses, group in groupby(ordered, key=lambda line: line.x0 < at < line.x1):
        zone = list(group)
        left = [line for line in zone if crosses or line.x1 <= at]
        right = [line for line in zone if not crosses and line.x0 >= at]
        out += [_moved(line, 0.0, grown) for line in left]
        if right:
            foot = max((line.bottom for line in left), default=min(line.top for line in right))
            # Half a letter below: less than any gap that ends a paragraph.
            down = foot + 0.5 * right[0].size - min(line.top for line in right) if left else 0.0
            out += [_moved(line, across, grown + down) for line in right]
            grown += max(0.0, max(x.bottom for x in right) + down - max(x.bottom for x in zone))
    return out


def _parted(line: Line, at: float) -> list[Line]:
    """The line, or the two of it that stand beside each other where one reaches into the gutter."""
    for offset, end, start in line.gaps:
        if end - line.size < at < start + line.size:
            left, right = line.text[:offset], line.text[offset:].lstrip()
            return [
                replace(line, text=left, x1=min(end, at), gaps=()),
                replace(line, text=right, x0=max(start, at), gaps=()),
            ]
    return [line]


def _moved(line: Line, left: float, down: float) -> Line:
    return replace(
        line, x0=line.x0 - left, x1=line.x1 - left, top=line.top + down, bottom=line.bottom + down
    )


def _start(lines: Iterable[Line]) -> float:
    """Where most lines of a column begin."""
    starts = sorted(line.x0 for line in lines)
    return starts[len(starts) // 4] if starts else 0.0
