"""Where print begins and ends on the pages of a report, and how it goes on from page to page."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from retrieval.sources.layout import Line, Margins, Sheet, is_full, rows_of

_MARK = re.compile(r"[，。；：、！？）》”’]$")
_STOP = re.compile(r"[。！？；][”’）]?$")

PROSE = 0.1
"""Share of the text outside tables from which that alone tells the size of the body."""

INDENT = (1.2, 3.2)
"""Least and most indent of a paragraph's first line, in letters; the rule is two."""


def body_size(sheets: Iterable[Sheet]) -> float:
    """The size that most of the text is in, in points; 0.0 where there is no text.

    Tables are set smaller: their print counts only where there is hardly any other.
    """
    sizes: Counter[float] = Counter()
    free: Counter[float] = Counter()
    for sheet in sheets:
        for count, lines in ((sizes, sheet.lines), (free, sheet.free)):
            for line in lines:
                count[round(line.size * 2) / 2] += len(line.text)
    if free.total() > PROSE * sizes.total():
        sizes = free
    return sizes.most_common(1)[0][0] if sizes else 0.0


def joined(above: Line, line: Line, within: Margins) -> bool | None:
    """Whether `line`, first on its page, goes on from `above`, last on the page before; None:
    their places do not tell."""
    indent = (line.x0 - within.left) / max(line.size, 1.0)
    alike = abs(above.size - line.size) < 0.2 * line.size
    if not within.indented or not alike:
        return None
    if INDENT[0] < indent < INDENT[1]:
        return False
    return True if abs(indent) < 0.5 and is_full(above, line, within) else None


def margins(sheets: list[Sheet], width: float) -> Margins:
    """Where print begins and ends on pages (or columns of pages) `width` points wide.

    The right margin is where several lines end; where none do, it is taken to equal the left one.
    A mark that hangs over the margin, as Word and WPS let it by default, does not move it.
    """
    lines = [line for sheet in sheets for line in sheet.lines if line.x1 <= width]
    if not lines:
        return Margins(0.0, width)
    em = body_size(sheets)
    starts = sorted(line.x0 for line in lines)
    left = starts[len(starts) // 20]
    reached = _reached((line.x1 for line in lines), em)
    bare = _reached((line.x1 for line in lines if not _MARK.search(line.text)), em, 3)
    if 0.3 * em < reached - bare < 1.3 * em:
        reached = bare
    if reached <= width / 2:
        reached = max(max(line.x1 for line in lines), width - left)
    return Margins(left, reached, _is_indented(sheets, left, reached))


def _is_indented(sheets: list[Sheet], left: float, right: float) -> bool:
    """Whether paragraphs begin with an indent, told by what follows lines that plainly end one."""
    begun = [
        INDENT[0] < (line.x0 - left) / max(line.size, 1.0) < INDENT[1]
        for sheet in sheets
        for above, line in pairwise(rows_of(sheet.lines))
        if _STOP.search(above.text) and right - above.x1 > 2 * above.size
    ]
    return len(begun) > 2 and sum(begun) >= 0.8 * len(begun)


def _reached(ends: Iterable[float], em: float, least: int = 2) -> float:
    """The farthest place where `least` lines end, give or take a letter; 0.0: there is none."""
    places = sorted(ends, reverse=True)
    return next((x for x in places if sum(abs(x - y) < 1.2 * em for y in places) >= least), 0.0)
