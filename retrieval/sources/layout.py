"""Lines of print with their place on the page → paragraphs, as a reader takes them.

Shared by PDF text and recognised scans. Points, counted from the page's top left corner.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

EDGE = 0.12
"""Share of the page's height, at top and bottom, where running heads and page numbers stand."""

REPEATED = 0.25
"""Share of the pages on which a line at the edge recurs that makes it a running head."""

_PAGE_NUMBER = re.compile(
    r"[-–—·•~\s]*(第?\s*\d{1,4}\s*页?|[ivxIVX]{1,5})\s*([/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-–—·•~\s]*"
)
_TOKEN = re.compile(r"[（《“〔(\[]*([0-9A-Za-z.,%％‰+\-—/]+|.)[，。；：、！？）》”〕)\],;:]*")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十百]+[）)、.．]|[（(]\d{1,2}[）)]|\d{1,3}([.．](?!\d)|[、）)])"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]+[条项章节部]|[一二三四五六七八九十]+是"
    r"|[^\s，。；：、]{2,10}[：:]"
)
_LABEL = re.compile(r"[^\s，。；：:]{2,10}[：:]\s*\S")
_ENDS = ("。", "；", "：", "！", "？", ":", ";", "!", "?")


@dataclass(frozen=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, other: "Box | Line") -> bool:
        """Whether the middle of `other` lies inside."""
        x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Line:
    """A line of print; `size` is the height of its letters, `strong` its being in bold or Hei."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    strong: bool = False


@dataclass
class Sheet:
    """What stands on one page: lines of print, and the cells of each ruled table."""

    number: int
    height: float
    lines: list[Line]
    tables: list[list[Box]] = field(default_factory=list)


def without_edges(sheets: list[Sheet]) -> None:
    """Take running heads, running feet and page numbers off the sheets, in place.

    A running head is a line at the page's edge that recurs on other pages, figures aside.
    """
    edges = {sheet.number: _at_edge(sheet) for sheet in sheets}
    counts = Counter(key for edge in edges.values() for key in {_key(line) for line in edge})
    least = max(3, REPEATED * len(sheets)) if len(sheets) > 4 else 2
    for sheet in sheets:
        gone = {line for line in edges[sheet.number] if counts[_key(line)] >= least}
        inner = [line for line in sheet.lines if line not in gone]
        for line in inner[:1] + inner[-1:]:
            if line in edges[sheet.number] and _PAGE_NUMBER.fullmatch(line.text):
                gone.add(line)
        sheet.lines = [line for line in sheet.lines if line not in gone]


def paragraphs(lines: list[Line], left: float, right: float) -> list[Line]:
    """The lines of one column of print, with those that its width had wrapped joined.

    `left`, `right`: where the column's print begins and ends, in points.
    """
    out: list[Line] = []
    above = None
    for line in _rows(lines):
        if above and _goes_on(out[-1], above, line, left, right):
            out[-1] = replace(out[-1], text=glued(out[-1].text, line.text), bottom=line.bottom)
        else:
            out.append(line)
        above = line
    return out


def margins(sheets: list[Sheet], width: float) -> tuple[float, float]:
    """Where print begins and ends on pages `width` points wide.

    The right margin is where several lines end; where none do, it is taken to equal the left one.
    """
    lines = [line for sheet in sheets for line in sheet.lines]
    if not lines:
        return 0.0, width
    starts = sorted(line.x0 for line in lines)
    left = starts[len(starts) // 20]
    ends = sorted((line.x1 for line in lines), reverse=True)
    reached = next((x for x in ends if sum(abs(x - y) < 1.2 * lines[0].size for y in ends) > 1), 0)
    return left, reached if reached > width / 2 else max(ends[0], width - left)


def glued(first: str, second: str) -> str:
    """Two parts of a sentence; a blank only between two Latin words."""
    if re.search(r"[A-Za-z,.;]$", first) and re.match("[A-Za-z]", second):
        return f"{first} {second}"
    return first + second


def body_size(sheets: Iterable[Sheet]) -> float:
    """The size that most of the text is in, in points; 0.0 where there is no text."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _rows(lines: list[Line]) -> list[Line]:
    """The lines from top to bottom; pieces on one height become a line, two blanks between.

    Pieces that each have a label (文号：… 日期：…) stay apart.
    """
    rows: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.x0)):
        last = rows[-1] if rows else None
        level = last and min(last.bottom, line.bottom) - max(last.top, line.top) > 0.5 * line.size
        if level and not (_LABEL.match(last.text) and _LABEL.match(line.text)):
            first, second = sorted((last, line), key=lambda piece: piece.x0)
            text, x1 = f"{first.text}  {second.text}", max(last.x1, line.x1)
            rows[-1] = replace(first, text=text, x1=x1, size=max(last.size, line.size))
        else:
            rows.append(line)
    return rows


def _goes_on(paragraph: Line, above: Line, line: Line, left: float, right: float) -> bool:
    """Whether `line` continues the paragraph whose last line is `above`."""
    em = min(above.size, line.size)
    short = min(len(above.text), len(line.text)) < 4  # the size of a short scanned line is a guess
    differs = abs(above.size - line.size) > 0.2 * em and not short
    if differs or line.top - above.bottom > 1.5 * em:
        return False
    indent, slack = above.x0 - left, right - above.x1
    if indent > 0.4 * em and abs(indent - slack) < 0.6 * em and above is not paragraph:
        slack *= 2  # centred, so half of the room lies on the left
    token = _TOKEN.match(line.text)
    width = sum(0.55 if c.isascii() else 1.0 for c in token[0]) if token else 1.0
    if slack > (width + 0.6) * em and not above.text.endswith(("，", "、")):
        return False
    deeper = line.x0 - left > 1.2 * em
    if deeper and (above is paragraph or abs(line.x0 - above.x0) > 0.5 * em):
        return deeper and above is paragraph and line.x0 > paragraph.x0 + 0.5 * em
    ended = above.text.endswith(_ENDS)
    return not (_ITEM.match(line.text) and (ended or _follows(paragraph.text, line.text)))


def _follows(paragraph: str, text: str) -> bool:
    """Whether `text` begins with the number after the one that `paragraph` begins with."""
    first, second = re.match(r"\D?(\d{1,2})\D", paragraph), re.match(r"\D?(\d{1,2})\D", text)
    return bool(first and second) and int(second[1]) == int(first[1]) + 1


def _at_edge(sheet: Sheet) -> list[Line]:
    """The lines at the page's edge; those in a table are none: its header recurs, and is needed."""
    return [
        line
        for line in sheet.lines
        if line.bottom < EDGE * sheet.height or line.top > (1 - EDGE) * sheet.height
        if not any(cell.holds(line) for cells in sheet.tables for cell in cells)
    ]


def _key(line: Line) -> tuple[str, int]:
    """What makes two lines at the edge the same: text without figures, and height on the page."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text)), round(line.top / 20)
