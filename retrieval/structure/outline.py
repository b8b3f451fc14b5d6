"""Numbered paragraphs → the tree of sections, as this document itself nests its numbers.

Officially 一、 holds （一） holds 1. holds （1）, but documents skip, swap and restart levels. So a
style that is new under the open sections opens a level below them, and one that is already open
goes on at its own level. A line with a field label (整改措施：) opens a level for the list below
it, which may use the numbers of the issues once more.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from retrieval.structure.labels import find_labels, label_at, starts_like_label
from retrieval.structure.numbering import Marker, marker_of

_ANNEX = re.compile(
    r"(?P<name>附[件表录])\s*(?P<number>[一二三四五六七八九十\d０-９A-Z]*)\s*"
    r"(?:$|[:：]\s*(?P<title>.*)|[（(].*)"
)
_TITLE_STOP = re.compile(r"[。！？]|\n|\{[^{}]*\}$")
_PROSE = re.compile(r"[。：:；]$")
ANNEX_STYLE = "附件"
HEADING_STYLE = "heading"
LABEL_STYLE = "label"
# Forms that say what they count: with fields one of them is an item, whatever its number.
_ITEM_STYLES = frozenset(
    f"{form}/{sort}"
    for form in ("序号:N", "No.N", "问题N", "问题(N)", "第N项", "第N件", "第N号", "第N个问题")
    for sort in ("digit", "chinese")
) | {f"{form}/{depth}" for form in ("序号:N.N", "问题N.N") for depth in (1, 2, 3)}
LONGEST_TITLE = 120
"""Characters of a heading that are worth carrying as context; findings run longer."""


@dataclass(slots=True, eq=False)
class Section:
    """A numbered item, an annex, a labelled field, or the whole document (the root: no marker).

    It spans `start`..`end`, subsections included; its own text begins at `body`, after the number.
    """

    marker: Marker | None
    title: str
    start: int
    body: int
    end: int
    parent: "Section | None" = None
    children: list["Section"] = field(default_factory=list)

    @property
    def style(self) -> str:
        return self.marker.style if self.marker else ""

    def path(self) -> list["Section"]:
        """The sections with a heading, from the outermost to this one."""
        above = self.parent.path() if self.parent else []
        return [*above, self] if self.style not in ("", LABEL_STYLE) else above

    def walk(self) -> list["Section"]:
        """This section and all below it, in reading order."""
        return [self, *(below for child in self.children for below in child.walk())]


@dataclass(frozen=True, slots=True)
class _Start:
    """A line that begins a section; `listed`: it comes right after a line with a field label,
    `fielded`: a field label stands in it or begins the next line."""

    offset: int
    line: str
    marker: Marker
    listed: bool
    fielded: bool


def outline(text: str, headings: frozenset[int] = frozenset()) -> Section:
    """The section tree of a healed text; `headings`: offsets of lines styled as headings."""
    root = Section(None, "", 0, 0, len(text))
    path = [root]
    for start in _section_starts(text, headings):
        del path[_level(start, path) :]
        marker, body = start.marker, start.offset + start.marker.end
        if marker.style == LABEL_STYLE and path[-1].style in ("", ANNEX_STYLE):
            continue
        title = _title(start.line[marker.end :])
        section = Section(marker, title, start.offset, body, len(text), path[-1])
        path[-1].children.append(section)
        path.append(section)
    _close(root)
    return root


def section_at(sections: list[Section], offset: int) -> Section:
    """The innermost of `sections` (as from `walk`) that the offset lies in."""
    section = sections[bisect_right(sections, offset, key=lambda section: section.start) - 1]
    while section.parent and offset >= section.end:
        section = section.parent
    return section


def _level(start: _Start, path: list[Section]) -> int:
    """How many of the open sections stay open above the one that starts here."""
    style, value = start.marker.style, start.marker.value
    levels = [level for level, section in enumerate(path) if section.style == style]
    if style == ANNEX_STYLE:
        return 1
    if style.startswith("第N章") and not levels:
        return 2 if len(path) > 1 and path[1].style == ANNEX_STYLE else 1
    following = [level for level in levels if path[level].marker.value + 1 == value]
    if following:
        return following[-1]
    labelled = path[-1].style == LABEL_STYLE
    if levels and (style in _ITEM_STYLES or path[levels[-1]].marker.within < start.marker.within):
        return levels[-1]  # issues that begin anew (第25批第1件, 2.1 after 1.9) are no measures
    if labelled and start.listed and style != HEADING_STYLE and (value == 1 or not levels):
        return len(path)  # the list that the label announces, be it in the numbers of the issues
    return levels[-1] if levels else len(path) - labelled


def _section_starts(text: str, headings: frozenset[int]) -> list[_Start]:
    lines = [(match.start(), match.group()) for match in re.finditer(r".+", text)]
    annexes = _annex_lines(lines)
    starts: list[_Start] = []
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
            start = _Start(offset, line, marker, after_label, fielded)
            if starts and _numbers_the_same(starts[-1], start):
                start = _as_one(starts.pop(), start)
            starts.append(start)
        after_label = label is not None
        titled = titled or bool(marker or _PROSE.search(line))  # headings before are the title
    plausible = _plausible(starts)
    return [start for start, fits in zip(starts, plausible, strict=True) if fits]


def _numbers_the_same(before: _Start, start: _Start) -> bool:
    """Do two lines number one item (序号：3 and 问题编号：17), the first holding nothing else?"""
    bare = before.marker.end == len(before.line) and before.offset + len(before.line) + 1
    both = before.marker.style.startswith("序号:N") and start.marker.style.startswith("序号:N")
    return both and bare == start.offset


def _as_one(before: _Start, start: _Start) -> _Start:
    """Both lines as the one that begins the item; its 编号 is the number in the whole list, its
    序号 only that in the table."""
    line = f"{before.line}\n{start.line}"
    end = len(before.line) + 1 + start.marker.end
    told = before.marker if "编号" in before.line else start.marker
    return replace(start, offset=before.offset, line=line, marker=replace(told, end=end))


def _is_fielded(line: str, following: str, marker: Marker) -> bool:
    """Does an item with fields begin here? One that says what it counts may begin with columns of
    any name."""
    if marker.style in _ITEM_STYLES and starts_like_label(following):
        return True
    return label_at(following) is not None or any(label.inline for label in find_labels(line))


def _plausible(starts: list[_Start]) -> list[bool]:
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
    fielded = set(_ITEM_STYLES)
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


def _title(text: str) -> str:
    """A heading's words: up to the first full stop or line end, at most LONGEST_TITLE."""
    if label := label_at(text):
        text = text[label.value :] or label.name
    stop = _TITLE_STOP.search(text)
    title = text[: stop.start()] if stop else text
    return title.strip("*】[ ：:")[:LONGEST_TITLE]


def _close(section: Section) -> None:
    """Ends each section where its next sibling begins, or where its parent ends."""
    following = [*(child.start for child in section.children[1:]), section.end]
    for child, end in zip(section.children, following, strict=False):
        child.end = end
        _close(child)
