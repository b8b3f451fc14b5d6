"""Lines that begin a section: numbers that fit a sequence, field labels, annexes, headings."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import zip_longest

from retrieval.structure.cards import tops
from retrieval.structure.labels import find_labels, label_at, starts_like_label
from retrieval.structure.numbering import Marker, marker_of

_ANNEX = re.compile(
    r"(?P<name>附[件表录])\s*(?P<number>[一二三四五六七八九十\d０-９A-Z]*)\s*"
    r"(?:$|[:：]\s*(?P<title>.*)|[（(].*)"
)
_PROSE = re.compile(r"[。：:；]$")
ANNEX_STYLE = "附件"
HEADING_STYLE = "heading"
LABEL_STYLE = "label"
# Forms that say what they count: with fields one of them is an item, whatever its number.
ITEM_STYLES = frozenset(
    f"{form}/{sort}"
    for form in ("序号:N", "No.N", "问题N", "问题(N)", "第N项", "第N件", "第N号", "第N个问题")
    for sort in ("digit", "chinese")
) | {f"{form}/{depth}" for form in ("序号:N.N", "问题N.N") for depth in (1, 2, 3)}


@dataclass(frozen=True, slots=True)
class Start:
    """A line that begins a section; `listed`: it comes right after a line with a field label,
    `fielded`: a field label stands in it or begins the next line."""

    offset: int
    line: str
    marker: Marker
    listed: bool
    fielded: bool


def section_starts(text: str, headings: frozenset[int]) -> list[Start]:
    """The lines of a healed text that begin sections, in order; `headings`: offsets of lines styled
    as headings."""
    lines = [(match.start(), match.group()) for match in re.finditer(r".+", text)]
    annexes = _annex_lines(lines)
    starts: list[Start] = []
    after_label, titled = False, False
    nexts = [line for _, line in lines[1:]]
    for (offset, line), following in zip_longest(lines, nexts, fillvalue=""):
        marker = annexes.get(offset) or marker_of(line)
        label = label_at(line)
        if marker is None and label:
            marker = Marker(LABEL_STYLE, 1, "", min(label.value, len(line)))
        elif marker is None and titled and (offset in headings or line.startswith("#")):
            marker = Marker(HEADING_STYLE, 1, "", len(line) - len(line.lstrip("# ")))
        if marker:
            fielded = marker.style != LABEL_STYLE and _is_fielded(line, following, marker)
            start = Start(offset, line, marker, after_label, fielded)
            if starts and _numbers_the_same(starts[-1], start):
                start = _as_one(starts.pop(), start)
            starts.append(start)
        after_label = label is not None
        titled = titled or bool(marker or _PROSE.search(line))  # headings before are the title
    starts = _with_tops(starts, lines)
    plausible = _plausible(starts)
    return [start for start, fits in zip(starts, plausible, strict=True) if fits]


def _with_tops(starts: list[Start], lines: list[tuple[int, str]]) -> list[Start]:
    """The starts, those of cards where the card begins; the fields above a number open no section
    of the card before."""
    numbers = [start for start in starts if start.marker.style.startswith("序号:N")]
    found = tops(lines, [start.offset for start in numbers])
    if not found:
        return starts
    offsets = [offset for offset, _ in lines]
    spans = {
        offset: slice(bisect_left(offsets, top), bisect_left(offsets, offset))
        for offset, top in found.items()
    }
    above = {offset for span in spans.values() for offset in offsets[span]}
    kept = [start for start in starts if start.offset not in above]
    return [_from(lines[spans[s.offset]], s) if s.offset in spans else s for s in kept]


def _from(above: list[tuple[int, str]], start: Start) -> Start:
    """The start moved up to the lines above it."""
    text = "".join(f"{line}\n" for _, line in above)
    marker = replace(start.marker, end=start.marker.end + len(text))
    return replace(start, offset=above[0][0], line=text + start.line, marker=marker, fielded=True)


def _numbers_the_same(before: Start, start: Start) -> bool:
    """Do two lines number one item (序号：3 and 问题编号：17), the first holding nothing else?"""
    bare = before.marker.end == len(before.line) and before.offset + len(before.line) + 1
    both = before.marker.style.startswith("序号:N") and start.marker.style.startswith("序号:N")
    return both and bare == start.offset


def _as_one(before: Start, start: Start) -> Start:
    """Both lines as the one that begins the item; its 编号 is the number in the whole list, its
    序号 only that in the table."""
    line = f"{before.line}\n{start.line}"
    end = len(before.line) + 1 + start.marker.end
    told = before.marker if "编号" in before.line else start.marker
    return replace(start, offset=before.offset, line=line, marker=replace(told, end=end))


def _is_fielded(line: str, following: str, marker: Marker) -> bool:
    """Does an item with fields begin here? One that says what it counts may begin with columns of
    any name."""
    if marker.style in ITEM_STYLES and starts_like_label(following):
        return True
    return label_at(following) is not None or any(label.inline for label in find_labels(line))


def _plausible(starts: list[Start]) -> list[bool]:
    """Which starts fit a sequence: a first item, one whose neighbour in its style is there, or one
    with fields where others of its style have them (the 5 after a 2, where numbers are missing).

    It keeps a figure at a line's start, or a lone `三、` of a quotation, from opening a section.
    """
    following: dict[str, int] = {}
    goes_on = []
    for start in reversed(starts):
        style, value = start.marker.style, start.marker.value
        goes_on.append(following.get(style) == value + 1)
        following[style] = value
    seen: dict[str, set[int]] = {}
    fielded = set(ITEM_STYLES)
    fits = []
    for start, next_fits in zip(starts, reversed(goes_on), strict=True):
        style, value = start.marker.style, start.marker.value
        values = seen.setdefault(style, {0})
        fits.append(
            next_fits
            or not values.isdisjoint((value - 1, value - 2))
            or (start.fielded and style in fielded)
        )
        values.add(value)
        if start.fielded and fits[-1]:
            fielded.add(style)
    return fits


def _annex_lines(lines: list[tuple[int, str]]) -> dict[int, Marker]:
    """Where annexes begin: of the lines that name one (`附件1：…清单` is announced at the end of
    the main text, then stands above the annex), the last."""
    last: dict[str, tuple[int, Marker]] = {}
    for offset, line in lines:
        if match := _ANNEX.match(line):
            end = match.start("title") if match["title"] else len(line)
            name = match["name"] + match["number"]
            last[name] = (offset, Marker(ANNEX_STYLE, 1, name, end))
    return dict(last.values())
