"""The edges of pages: running heads, running feet and page numbers, which are no text."""

import re
from itertools import pairwise
from statistics import median

from retrieval.sources.layout import LABEL, Line, Sheet

EDGE = 0.12
"""Share of the page's height, at top and bottom, where running heads and page numbers stand."""

REPEATED = 0.25
"""Share of the pages on which a line at the edge recurs that makes it a running head."""

LEVEL = 20.0
"""Difference in height, in points, up to which lines at the edge of two pages are level: a page
scanned askew, or printed from the left and from the right."""

_COUNT = r"(\d{1,4}|[一二三四五六七八九十百]{1,5}(?=\s*页))"
_PAGE_NUMBER = re.compile(
    rf"[-–—·•~\s]*((page|p\.?)?\s*第?\s*{_COUNT}\s*页?|[ivx]{{1,5}})"
    rf"\s*((of|[/／,，])?\s*共?\s*{_COUNT}\s*页?)?[-–—·•~\s]*",
    re.IGNORECASE,
)

# What counts things of the report, though one may stand on each page: 问题3, 附件2, 第5项.
_COUNTED = re.compile(
    r"(问题|事项|任务|案例|清单|附件|附表|序号|编号|项目|单元|表|图)\s*\d|第\s*\d+\s*[项条章节部件个]"
)


def without_edges(sheets: list[Sheet]) -> None:
    """Take running heads, running feet and page numbers off the sheets, in place.

    A running head is a line at the page's edge that recurs on other pages at about the same height,
    but for a figure that counts the pages.
    """
    edges = {sheet.number: _at_edge(sheet) for sheet in sheets}
    seen: dict[str, list[tuple[int, Line]]] = {}
    for number, edge in edges.items():
        for line in edge:
            seen.setdefault(_key(line), []).append((number, line))
    papers = [sheet.paper for sheet in sheets]
    for sheet in sheets:
        alike = papers.count(sheet.paper)
        least = max(3, REPEATED * alike) if alike > 4 else 2
        gone = {
            line for line in edges[sheet.number] if _recurs(sheet, line, seen[_key(line)], least)
        }
        inner = [line for line in sheet.lines if line not in gone]
        for line in inner[:1] + inner[-1:]:
            if line in edges[sheet.number] and _PAGE_NUMBER.fullmatch(line.text):
                gone.add(line)
        sheet.lines = [line for line in sheet.lines if line not in gone]


def _recurs(sheet: Sheet, line: Line, seen: list[tuple[int, Line]], least: float) -> bool:
    """Whether the line stands on enough pages, `least`, to be no part of the report's text."""
    level = [(number, x) for number, x in seen if abs(x.top - line.top) < LEVEL]
    same = {n for n, x in level if _figures(x) == _figures(line)}
    counting = {n for n, x in level if _counts(line, x, sheet.number - n)}
    if len(same) >= least:
        told = LABEL.match(line.text) or line.text.endswith(("。", "；"))
        return not (told and _is_attached(line, sheet))
    return len(same | counting) >= least and not _COUNTED.search(line.text)


def _counts(line: Line, other: Line, pages: int) -> bool:
    """Whether the two lines differ in one figure alone, by the number of pages between them."""
    pairs = zip(_figures(line), _figures(other), strict=True)
    unlike = [(int(a[-9:]), int(b[-9:])) for a, b in pairs if a != b]
    return len(unlike) == 1 and unlike[0][0] - unlike[0][1] == pages


def _is_attached(line: Line, sheet: Sheet) -> bool:
    """Whether the line stands no farther from the text than the lines of the text themselves."""
    rows = sorted({x.top for x in sheet.lines})
    steps = [b - a for a, b in pairwise(rows)]
    nearest = min((abs(top - line.top) for top in rows if top != line.top), default=LEVEL)
    return bool(steps) and nearest < 1.2 * median(steps)


def _at_edge(sheet: Sheet) -> list[Line]:
    """The lines at the page's edge; those in a table are none: its header recurs, and is needed."""
    return [
        line
        for line in sheet.lines
        if line.bottom < EDGE * sheet.height or line.top > (1 - EDGE) * sheet.height
        if not any(cell.holds(line) for cells in sheet.tables for cell in cells)
    ]


def _figures(line: Line) -> list[str]:
    return re.findall(r"\d+", line.text)


def _key(line: Line) -> str:
    """What makes two lines at the edge the same: their text without figures and blanks."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))
