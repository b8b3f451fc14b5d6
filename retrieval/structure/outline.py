"""Numbered paragraphs → the tree of sections, as this document itself nests its numbers.

Officially 一、 holds （一） holds 1. holds （1）, but documents skip, swap and restart levels. So a
style that is new under the open sections opens a level below them, and one that is already open
goes on at its own level. A line with a field label (整改措施：) opens a level for the list below
it, which may use the numbers of the issues once more.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from retrieval.structure.labels import label_at
from retrieval.structure.numbering import Marker
from retrieval.structure.starts import (
    ANNEX_STYLE,
    HEADING_STYLE,
    ITEM_STYLES,
    LABEL_STYLE,
    Start,
    section_starts,
)

_TITLE_STOP = re.compile(r"[。！？]|\n|\{[^{}]*\}$")
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


def outline(text: str, headings: frozenset[int] = frozenset()) -> Section:
    """The section tree of a healed text; `headings`: offsets of lines styled as headings."""
    root = Section(None, "", 0, 0, len(text))
    path = [root]
    for start in section_starts(text, headings):
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


def _level(start: Start, path: list[Section]) -> int:
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
    if levels and (style in ITEM_STYLES or path[levels[-1]].marker.within < start.marker.within):
        return levels[-1]  # issues that begin anew (第25批第1件, 2.1 after 1.9) are no measures
    if labelled and start.listed and style != HEADING_STYLE and (value == 1 or not levels):
        return len(path)  # the list that the label announces, be it in the numbers of the issues
    return levels[-1] if levels else len(path) - labelled


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
