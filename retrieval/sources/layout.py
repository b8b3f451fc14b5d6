"""Lines of print with their place on the page → paragraphs, as a reader takes them.

Shared by PDF text and recognised scans. Points, counted from the page's top left corner.
"""

import re
from dataclasses import dataclass, field, replace

SAME_PAPER = 20.0
"""Difference in width, in points, up to which pages are on the same paper."""

_TOKEN = re.compile(r"[（《“〔(\[]*([0-9A-Za-z.,%％‰+\-—/]+|.(/..)?)[，。；：、！？）》”〕)\],;:]*")
_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十百]+[）)、.．]|[（(]\d{1,2}[）)]|\d{1,3}([.．](?!\d)|[、）)])"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]+[条项章节部]|[一二三四五六七八九十]+是"
    r"|[^\s，。；：、]{2,10}[：:]"
)
LABEL = re.compile(r"[^\s，。；：:]{2,10}[：:]\s*\S")
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


Gap = tuple[int, float, float]
"""A gap inside a line: the offset in its text behind it, and the x where it begins and ends."""


@dataclass(frozen=True)
class Line:
    """A line of print; `size` is the height of its letters, `strong` its being in bold or Hei;
    `gaps`: wide ones inside it, where a page of two columns may have to be parted."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    strong: bool = False
    gaps: tuple[Gap, ...] = ()


@dataclass
class Sheet:
    """What stands on one page: lines of print, and the cells of each ruled table; in points.

    `recognised`: the lines were read from a picture.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[list[Box]] = field(default_factory=list)
    recognised: bool = False

    @property
    def paper(self) -> int:
        """The width of the paper; equal for pages that may share margins and running heads."""
        return round(self.width / SAME_PAPER)

    @property
    def free(self) -> list[Line]:
        """The lines outside tables."""
        cells = [cell for cells in self.tables for cell in cells]
        return [line for line in self.lines if not any(cell.holds(line) for cell in cells)]


@dataclass(frozen=True)
class Margins:
    """Where print begins and ends, in points; `indented`: paragraphs begin with an indent."""

    left: float
    right: float
    indented: bool = False


def paragraphs(lines: list[Line], within: Margins) -> list[Line]:
    """The lines of one column of print, with those that its width had wrapped joined."""
    out: list[Line] = []
    above = None
    for line in rows_of(lines):
        if above and _goes_on(out[-1], above, line, within):
            out[-1] = replace(out[-1], text=glued(out[-1].text, line.text), bottom=line.bottom)
        else:
            out.append(line)
        above = line
    return out


def glued(first: str, second: str) -> str:
    """Two parts of a sentence; a blank only between two Latin words."""
    if re.search(r"[A-Za-z,.;]$", first) and re.match("[A-Za-z]", second):
        return f"{first} {second}"
    return first + second


def rows_of(lines: list[Line]) -> list[Line]:
    """The lines from top to bottom; pieces on one height become a line, two blanks between.

    Pieces that each have a label (文号：… 日期：…) stay apart.
    """
    rows: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.x0)):
        last = rows[-1] if rows else None
        level = last and min(last.bottom, line.bottom) - max(last.top, line.top) > 0.5 * line.size
        if level and not (LABEL.match(last.text) and LABEL.match(line.text)):
            first, second = sorted((last, line), key=lambda piece: piece.x0)
            text, x1 = f"{first.text}  {second.text}", max(last.x1, line.x1)
            rows[-1] = replace(first, text=text, x1=x1, size=max(last.size, line.size))
        else:
            rows.append(line)
    return rows


def _goes_on(paragraph: Line, above: Line, line: Line, within: Margins) -> bool:
    """Whether `line` continues the paragraph whose last line is `above`."""
    em = min(above.size, line.size)
    short = min(len(above.text), len(line.text)) < 4  # the size of a short scanned line is a guess
    differs = abs(above.size - line.size) > 0.2 * em and not short
    if differs or line.top - above.bottom > 1.5 * em:
        return False
    if not is_full(above, line, within, above is paragraph):
        return False
    ended = above.text.endswith(_ENDS)
    if not ended and line.x0 > above.x0 and abs(line.x0 + line.x1 - above.x0 - above.x1) < 0.5 * em:
        return True  # a title, its lines centred
    deeper = line.x0 - within.left > 1.2 * em
    if deeper and (above is paragraph or abs(line.x0 - above.x0) > 0.5 * em):
        # Lines set deeper than the first one hang under the number of an item.
        flush = within.indented and paragraph.x0 - within.left < 0.5 * em
        hangs = above is paragraph and not flush and _ITEM.match(paragraph.text)
        return bool(hangs) and line.x0 > paragraph.x0 + 0.5 * em
    if within.indented and abs(line.x0 - within.left) < 0.5 * em and line.strong == above.strong:
        return True
    ended = ended or above is paragraph and above.strong and not line.strong
    return not (_ITEM.match(line.text) and (ended or _follows(paragraph.text, line.text)))


def is_full(above: Line, line: Line, within: Margins, first: bool = False) -> bool:
    """Whether `above` had no room for what `line` begins with, so that the width broke it there.

    `first`: it is the first line of its paragraph, whose indent may equal the room by chance.
    """
    em = min(above.size, line.size)
    indent, slack = above.x0 - within.left, within.right - above.x1
    centred = indent > 0.4 * em and abs(indent - slack) < 0.6 * em
    below = abs((line.x0 - within.left) - (within.right - line.x1)) < 0.6 * em
    if first:  # an indent, or a bracket with its blank half, must not pass for room at both sides
        centred &= indent < 1.6 * em and below and not _ITEM.match(above.text)
    if centred:
        slack *= 2  # half of the room lies on the left
    token = _TOKEN.match(line.text)
    width = sum(0.55 if c.isascii() else 1.0 for c in token[0]) if token else 1.0
    return slack <= (width + 0.6) * em or above.text.endswith(("，", "、"))


def _follows(paragraph: str, text: str) -> bool:
    """Whether `text` begins with the number after the one that `paragraph` begins with."""
    first, second = re.match(r"\D?(\d{1,2})\D", paragraph), re.match(r"\D?(\d{1,2})\D", text)
    return bool(first and second) and int(second[1]) == int(first[1]) + 1
