"""The fields of an issue, and what they say: deadline, status, responsible units."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from retrieval.records import Deadline, Status
from retrieval.structure.deadlines import due_date
from retrieval.structure.labels import ATOMIC, PERSONS, UNITS, Label, starts_like_label
from retrieval.structure.numbering import marker_of
from retrieval.structure.organisations import organisations
from retrieval.structure.status import (
    closing_status,
    is_status_phrase,
    normal_status,
    opening_status,
    stated_status,
    ticked_status,
    whole_status,
)

_TO_END = re.compile(r"[。\n]|[；;](?=[ \t]*[\u4e00-\u9fff]{2,8}[：:])|$")
_PUNCTUATION = " \t\n。；;，,、"
_BALANCED = re.compile(r"[（(][^（()）]*[）)]$")
_OPENED = re.compile(r"[（(]")
_AFTERWARDS = re.compile(r"[。；;，,、）)】\s]*")
_UNIT_LINE = re.compile(r"(?:[^。：:\n（()）]|[（(][^。\n（()）]*[）)]){2,30}(?:\n|$)")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]{2,30})[）)]\s*$", re.MULTILINE)

LONGEST_STATUS = 30
"""Characters of a status that is a phrase of its own."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A field with its label: the chunks of an issue follow each other without gaps.

    It spans `start`..`end`, of which `value`..`stop` is the value. `kind`, `label`: as in `Field`;
    kind "other": a column that is none of a field's kinds (备注).
    """

    kind: str
    label: str
    start: int
    value: int
    stop: int
    end: int


def chunks_of(text: str, body: int, start: int, end: int, labels: list[Label]) -> list[Chunk]:
    """The chunks of an issue that spans `start`..`end`; its words begin at `body`. `labels`: all
    of the report, in order.

    What stands before the first label is the finding; what follows a one-line field and has no
    label is progress, or goes on with the list of measures that the field stood in.
    """
    first, last = (bisect_left(labels, edge, key=_start_of) for edge in (start, end))
    inside = labels[first:last]
    first = inside[0].start if inside else end
    chunks = []
    if text[body:first].strip(" \n。：:（("):
        chunks.append(_chunk(text, "finding", "", start, body, first))
        start = first
    for label, following in zip(inside, [*inside[1:], None], strict=False):
        stop = following.start if following else end
        cut = _one_line_end(text, label, stop) if label.kind in ATOMIC else stop
        chunks.append(_chunk(text, label.kind, label.name, start, label.value, cut))
        if cut < stop:
            kind = _unlabelled_kind(text[cut:stop], chunks)
            chunks.append(_chunk(text, kind, "", cut, cut, stop))
        start = stop
    return chunks


def _unlabelled_kind(rest: str, before: list[Chunk]) -> str:
    """What that is which follows a field of one line."""
    if starts_like_label(rest):
        return "other"
    listing = [chunk.kind for chunk in before if chunk.kind not in ATOMIC]
    return "measures" if listing[-1:] == ["measures"] and marker_of(rest) else "progress"


def _start_of(label: Label) -> int:
    return label.start


def _one_line_end(text: str, label: Label, stop: int) -> int:
    """Where a field of one line or sentence ends; units may be listed a line each."""
    begin = label.value + len(text[label.value : stop]) - len(text[label.value : stop].lstrip())
    end = _TO_END.search(text, begin, stop).start()
    while label.kind in UNITS and end < stop and text[end] == "\n":
        line = _UNIT_LINE.match(text, end + 1, stop)
        if not line or marker_of(line.group()) or is_status_phrase(line.group()):
            break
        end = line.end() - line.group().endswith("\n")
    return _AFTERWARDS.match(text, end, stop).end()


def _chunk(text: str, kind: str, label: str, start: int, value: int, end: int) -> Chunk:
    content = text[value:end]
    value += len(content) - len(content.lstrip())
    stop = max(value, value + len(_trimmed(text[value:end], kind)))
    return Chunk(kind, label, start, value, stop, end)


def _trimmed(content: str, kind: str) -> str:
    """Without trailing blanks; a one-line value without its end punctuation and the bracket that
    encloses the whole field."""
    content = content.rstrip(" \t\n（(")
    if kind not in ATOMIC:
        alone = content.endswith(("）", ")")) and not _OPENED.search(content)
        return content[:-1] if alone else content
    content = content.rstrip(_PUNCTUATION)
    while content.endswith(("）", ")")) and not _BALANCED.search(content):
        content = content[:-1].rstrip(_PUNCTUATION)
    return content


def deadline_of(text: str, chunks: list[Chunk]) -> Deadline | None:
    """The first deadline that the chunks state; of several under one name, as the measures of an
    issue have them, the latest. None: they state none."""
    stated = [chunk for chunk in chunks if chunk.kind == "deadline" and chunk.value < chunk.stop]
    if not stated:
        return None
    first = stated[0]
    alike = [c for c in stated if c.label == first.label and c.start >= first.start]
    deadlines = [_deadline(text, chunk) for chunk in alike]
    return max(deadlines, key=lambda deadline: deadline.due or date.min)


def _deadline(text: str, chunk: Chunk) -> Deadline:
    words = text[chunk.value : chunk.stop]
    return Deadline(words, due_date(words), chunk.value, chunk.stop)


def status_of(text: str, chunks: list[Chunk]) -> Status | None:
    """The status: its own field, else the phrase that progress opens with or, failing that, a
    sentence of it or its last clause, else a phrase in brackets at the end of the finding; None:
    there is none.

    Where the finding is all that there is, it tells what was done as well, and a sentence of it
    may say the status.
    """
    unlabelled = all(chunk.kind == "finding" and not chunk.label for chunk in chunks)
    for kind, find in _PROSE_PLACES if unlabelled else _STATUS_PLACES:
        for chunk in chunks:
            span = find(text[chunk.value : chunk.stop]) if chunk.kind == kind else None
            if span and span[0] < span[1]:
                return _status(text, chunk.value + span[0], chunk.value + span[1])
    return None


def _whole(value: str) -> tuple[int, int]:
    """A field of its own, all of it unless it goes on to tell what was done."""
    opening = opening_status(value) if len(value) > LONGEST_STATUS else None
    return opening or (0, len(value))


def _in_brackets(value: str) -> tuple[int, int] | None:
    """`…问题突出（已完成整改）`."""
    brackets = _IN_BRACKETS.finditer(value)
    return next((match.span(1) for match in brackets if is_status_phrase(match[1])), None)


_STATUS_PLACES = (
    ("status", ticked_status),
    ("status", _whole),
    ("progress", ticked_status),
    ("progress", opening_status),
    ("progress", stated_status),
    ("progress", closing_status),
    ("progress", whole_status),
    ("finding", _in_brackets),
)
_PROSE_PLACES = (("finding", _in_brackets), ("finding", stated_status))


def _status(text: str, start: int, end: int) -> Status:
    return Status(text[start:end], normal_status(text[start:end]), start, end)


def responsible_of(text: str, chunks: list[Chunk]) -> tuple[str, ...]:
    """The responsible units that the chunks name, lead units first where they come first."""
    own = [chunk for chunk in chunks if chunk.kind == "responsible"]
    named = (
        organisations(text[chunk.value : chunk.stop], bool(PERSONS.search(chunk.label)))
        for chunk in own
    )
    return tuple(dict.fromkeys(name for names in named for name in names))
