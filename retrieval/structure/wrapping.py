"""Does a line go on with the paragraph before it? Told from what both look like.

A paragraph goes on where it cannot have ended (no full stop, and neither heading nor field) and
the next line is no beginning (no number, label, title, table row). Text that is wrapped throughout
gives more away: there a line that is not full has ended.
"""

import re
from collections import Counter
from dataclasses import dataclass

from retrieval.structure.labels import ATOMIC, find_labels, label_at, starts_like_label
from retrieval.structure.numbering import marker_of
from retrieval.structure.rows import row_opener
from retrieval.structure.spacing import COLUMN_GAP, width
from retrieval.structure.status import is_status_phrase

_SENTENCE_END = re.compile(r"[。！？：；:;!?…][”’）)」』》】\"]*$")
_BETWEEN_CLAUSES = re.compile(r"[，、,（(《〔“‘—\-]$")
_NO_HEADING = re.compile(r"。|[！？：；:;，、,]$")
_CANNOT_BEGIN = re.compile(r"[，。、；：！？）)》〕”’%％]")
_PARENTHESISED = re.compile(r"[（(].*[）)]$")
_ANNEX = re.compile(
    r"附[件表录]\s*[一二三四五六七八九十\d０-９A-Z]*\s*(?:[:：]|$|[（(])|表\s?[一二三四五六七八九十\d０-９]{1,2}(?![所中显可的和、，。；\d])"
)
_DEADLINE_REST = re.compile(r"[\d年月日底前末内并期长坚持完成推进，、]{1,12}。?")
_CLAUSES = re.compile(r"[，。；、？！,;]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OPENERS, _CLOSERS = "（(《〔“", "）)》〕”"

SHORTEST_CUT = 20.0
"""No page is set narrower than this many Chinese characters: a shorter line was not cut."""
UNEVEN = 3.0
"""A wrapped line may fall short of the full width by this much, for a figure is not broken."""
LONGEST_HEADING = 45.0
"""A numbered line that is longer, in Chinese characters, is a paragraph rather than a heading."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without typographic blanks; `page` counts from 0, `styled`: marked as a heading."""

    text: str
    page: int
    styled: bool


@dataclass(slots=True)
class Paragraph:
    """What was joined so far, and the last line of it."""

    text: str
    last: str
    styled: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is set. `full`: the width at which all of it is wrapped, in Chinese characters;
    None: a line holds a whole paragraph unless a page break cuts it. `bare`: indexes of the
    numbered headings that end without a full stop."""

    lines: list[Line]
    whole: str
    full: float | None
    bare: frozenset[int]

    @classmethod
    def of(cls, lines: list[Line]) -> "Layout":
        """The layout as the lines show it."""
        full = _wrapping_width(lines)
        whole = "\n".join(line.text for line in lines)
        return cls(lines, whole, full, _bare_headings(lines, full))

    def continues(self, before: Paragraph, index: int) -> bool:
        """Is the line at `index` the rest of the paragraph before it?"""
        line = self.lines[index]
        if before.styled or line.styled or index - 1 in self.bare:
            return False
        filled = self.full is not None and width(before.last) >= self.full - UNEVEN
        if filled and _label_is_cut(before.text, line.text):
            return True
        if _SENTENCE_END.search(before.text) or _begins(line.text):
            return False
        if _cannot_part(before.text, line.text):
            return True
        if _is_complete(before.text):
            return False
        return filled if self.full is not None else self._is_cut_by_page(before.text, line.text)

    def _is_cut_by_page(self, before: str, line: str) -> bool:
        if width(before) < SHORTEST_CUT or starts_like_label(line) or row_opener(before):
            return False
        # A title has no full stop either, but one that was cut may stand whole elsewhere.
        return not _may_stand_alone(before) or before[-6:] + line[:5] in self.whole


def _wrapping_width(lines: list[Line]) -> float | None:
    """The width at which most lines end; None: the text is not wrapped."""
    running = [w for line in lines if (w := round(width(line.text))) >= SHORTEST_CUT]
    if len(running) < 8:
        return None
    common = Counter(running).most_common(1)[0][0]
    full = [w for w in running if common - UNEVEN <= w <= common + 2]
    longer = [w for w in running if w > common + 2]
    return common if len(full) > 0.5 * len(running) and len(longer) < 0.1 * len(running) else None


def _bare_headings(lines: list[Line], full: float | None) -> frozenset[int]:
    """Numbered lines that are whole headings though they end with no full stop.

    One such line may be a paragraph that a page break cuts; two neighbours in one list are not.
    """
    longest = LONGEST_HEADING if full is None else full - UNEVEN
    bare: set[int] = set()
    last: dict[str, tuple[int, int]] = {}
    for index, line in enumerate(lines):
        marker = marker_of(line.text)
        if marker is None:
            continue
        if width(line.text) > longest or _NO_HEADING.search(line.text):
            last.pop(marker.style, None)
            continue
        before, value = last.get(marker.style, (index, marker.value))
        if value + 1 == marker.value:
            bare |= {before, index}
        last[marker.style] = (index, marker.value)
    return frozenset(bare)


def _begins(line: str) -> bool:
    """Is the line the beginning of a paragraph, whatever stands before it?"""
    return bool(
        marker_of(line)
        or label_at(line)
        or _ANNEX.match(line)
        or _PARENTHESISED.match(line)
        or line.startswith(("#", "——"))
        or _is_row(line)
    )


def _cannot_part(before: str, line: str) -> bool:
    """Do the two belong together by their punctuation, or by a value cut in a narrow cell?"""
    if _BETWEEN_CLAUSES.search(before) or _CANNOT_BEGIN.match(line):
        return bool(_CHINESE.search(before))
    label = label_at(before)
    if label and label.kind == "deadline" and _DEADLINE_REST.fullmatch(line):
        return True
    return _bracket_is_open(before)


def _is_complete(text: str) -> bool:
    """Is it complete without a full stop: a table row, a line in brackets, a field that says a
    status?"""
    if _is_row(text) or _PARENTHESISED.match(text):
        return True
    label = label_at(text)
    return label is not None and is_status_phrase(text[label.value :])


def _may_stand_alone(text: str) -> bool:
    """May it be complete without a full stop: a title, a signature, a field of one line?"""
    if marker_of(text):  # numbered headings were told by their neighbours
        return False
    label = label_at(text)
    return not _CLAUSES.search(text) or label is not None and label.kind in ATOMIC


def _label_is_cut(before: str, line: str) -> bool:
    """Does a field label begin before the line and end in it (`…；整改` / `时限：2025年`)?"""
    cut = len(before[-8:])
    labels = find_labels(before[-8:] + line[:12])
    return any(label.start < cut < label.value - 1 for label in labels)


def _is_row(text: str) -> bool:
    return "\t" in text or text.count(COLUMN_GAP) > 1


def _bracket_is_open(text: str) -> bool:
    """Does the end of the text stand inside brackets or quotation marks that never close?"""
    depth = 0
    for character in reversed(text[-60:]):
        if character in _CLOSERS:
            depth += 1
        elif character in _OPENERS:
            depth -= 1
            if depth < 0:
                return True
    return False
