"""Issues that carry no item number: records of labelled lines, or a paragraph each."""

import re
from collections import Counter, defaultdict

from retrieval.structure.labels import Label, unknown_labels
from retrieval.structure.numbering import Marker, undecorated
from retrieval.structure.outline import Section

_NO_TITLE = re.compile(r"[。；：:]")
_LINE = re.compile(r".*")
# A number that only a blank parted from the title; what squeezes blanks has taken it.
_FIRST_NUMBER = re.compile(r"\d{1,3}(?=[^\d\s.,，、%％])")


def records(root: Section, anchors: list[Label], labels: list[Label], text: str) -> list[Section]:
    """Issues each of which begins where the label that opens every record comes again."""
    own = [label for label in labels if not label.inline]
    counts = Counter(label.name for label in own)
    opener = next((label.name for label in own if counts[label.name] > 1), None)
    kinds = Counter(anchor.kind for anchor in anchors)
    if opener is None or sum(count > 1 for count in kinds.values()) < 2:
        return []
    starts = _before_each(text, [label.start for label in own if label.name == opener])
    titles = [_title_line(text, start) for start in starts]
    if all(title is not None for title in titles):
        starts = titles
    return _counted(root, text, list(zip(starts, [*starts[1:], len(text)], strict=True)))


def paragraphs(root: Section, anchors: list[Label], text: str) -> list[Section]:
    """Issues that are a paragraph each, fields run in; one may be no list."""
    lines: dict[int, list[str]] = defaultdict(list)
    for anchor in anchors:
        lines[text.rfind("\n", 0, anchor.start) + 1].append(anchor.kind)
    starts = [start for start, kinds in lines.items() if 2 <= len(kinds) == len(set(kinds))]
    if len(starts) < 2 or len(starts) < len(lines):
        return []
    lines_of = (_LINE.match(text, start) for start in starts)
    return _counted(root, text, [line.span() for line in lines_of])


def _before_each(text: str, starts: list[int]) -> list[int]:
    """The starts of records, moved up to a label of no known kind (受理编号：) that comes once
    before each of them; the first of several such."""
    named: dict[str, list[int]] = defaultdict(list)
    for name, start in unknown_labels(text):
        named[name].append(start)
    for found in named.values():
        both = [edge for pair in zip(found, starts, strict=False) for edge in pair]
        if len(found) == len(starts) and both == sorted(both):
            return found
    return starts


def _title_line(text: str, start: int) -> int | None:
    """Where the line before `start` begins, if it may be the title of what follows."""
    begin = text.rfind("\n", 0, max(start - 1, 0)) + 1
    line = text[begin:start].rstrip("\n")
    return begin if begin and 0 < len(line) < 60 and not _NO_TITLE.search(line) else None


def _counted(root: Section, text: str, spans: list[tuple[int, int]]) -> list[Section]:
    """A section for each span, numbered from 1, its words behind marks such as ■ and behind its
    own number where the spans begin with 1, 2, 3."""
    bodies = [start + undecorated(text[start:end]) for start, end in spans]
    numbers = [_FIRST_NUMBER.match(text, body) for body in bodies]
    if [n and int(n.group()) for n in numbers] == list(range(1, len(spans) + 1)):
        bodies = [number.end() for number in numbers]
    return [
        Section(Marker("record", order, str(order), 0), "", start, body, end, root)
        for order, ((start, end), body) in enumerate(zip(spans, bodies, strict=True), 1)
    ]
