"""Two documents → what differs between their issues, field by field."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from retrieval.language.normalise import fold, squeeze
from retrieval.language.quantities import quantities
from retrieval.records import Document, Issue

ALIKE = 0.55
"""Least likeness of two titles, 0–1, from which they are taken for the same issue. Of 1 653 pairs of
issues of three reports, different findings came to 0.47 at most, but for three pairs of near twins
(the same finding in two cities), which their numbers tell apart."""

WHOLE = ("deadline", "status", "responsible")
"""Kinds of field that are told whole; the others as the stretches in which they differ."""

_WORD = re.compile(r"[^\W_]")
_CLAUSE = re.compile(r"[^，。；;\n]+[，。；;\n]*")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs. `kind` as in `Field`, "amounts": figures that only one side has, or
    "rest": what stands in no field.

    `pieces`: ("equal" | "delete" | "insert", words of the report), which joined without the inserts
    are the old text, without the deletes the new one.
    """

    kind: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IssueChange:
    """An issue with what changed in it; `old` None: it is new, `new` None: it is gone."""

    old: Issue | None
    new: Issue | None
    changes: tuple[Change, ...] = ()


def compare(old: Document, new: Document, renumbered: bool = False) -> tuple[IssueChange, ...]:
    """The issues that differ, in the order of `new`, then those that are gone; () where none does.

    Issues belong together by number and a title that is alike, else by their titles alone.
    `renumbered`: another number alone makes an issue differ, too.
    """
    partners = _partners(old, new)
    found = []
    for issue in new.issues:
        before = partners.get(issue.issue_id)
        changes = tuple(_changes(old, before, new, issue)) if before else ()
        moved = renumbered and before is not None and before.number != issue.number
        if changes or moved or before is None:
            found.append(IssueChange(before, issue, changes))
    kept = {issue.issue_id for issue in partners.values()}
    return (*found, *(IssueChange(i, None) for i in old.issues if i.issue_id not in kept))


def _partners(old: Document, new: Document) -> dict[str, Issue]:
    """Id of a new issue → the old one that it continues."""
    left = {issue.issue_id: issue for issue in old.issues}
    numbered = {issue.number: issue for issue in reversed(old.issues)}
    partners = {}
    for issue in new.issues:
        same = numbered.get(issue.number)
        if same and same.issue_id in left and _likeness(same, issue) >= ALIKE:
            partners[issue.issue_id] = left.pop(same.issue_id)
    for issue in new.issues:
        if issue.issue_id not in partners and left:
            best = max(left.values(), key=lambda candidate: _likeness(candidate, issue))
            if _likeness(best, issue) >= ALIKE:
                partners[issue.issue_id] = left.pop(best.issue_id)
    return partners


def _likeness(one: Issue, other: Issue) -> float:
    return SequenceMatcher(None, squeeze(one.title), squeeze(other.title), False).ratio()


def _changes(old: Document, before: Issue, new: Document, after: Issue) -> Iterator[Change]:
    was, now = _values(old, before), _values(new, after)
    for kind in dict.fromkeys([*was, *now]):
        one, other = was.get(kind, ""), now.get(kind, "")
        if squeeze(one) != squeeze(other):
            split = (lambda text: [text] if text else []) if kind in WHOLE else _CLAUSE.findall
            yield Change(kind, tuple(_pieces(split(one), split(other))))
    lost, gained = _figures(was) - _figures(now), _figures(now) - _figures(was)
    if lost or gained:
        told = (("delete", lost), ("insert", gained))
        yield Change(
            "amounts", tuple((tag, figure) for tag, some in told for figure in some.elements())
        )


def _values(document: Document, issue: Issue) -> dict[str, str]:
    """Kind of field → its words; what every issue has first, what stands in no field last."""
    written: dict[str, str] = {}
    for field in issue.fields:
        text = document.report.text[field.start : field.end].strip()
        if text:
            written[field.kind] = (
                f"{written[field.kind]}\n{text}" if field.kind in written else text
            )
    found = {
        "deadline": issue.deadline.text if issue.deadline else "",
        "status": issue.status.text if issue.status else "",
        "responsible": "、".join(issue.organisations),
    }
    # A deadline with more words to it than the date that was read from it is told with them.
    first = {kind: written.pop(kind, "") or words for kind, words in found.items()}
    return first | written | {"rest": _outside_fields(document, issue)}


def _outside_fields(document: Document, issue: Issue) -> str:
    """The words of an issue that stand in no field, its number and the fields' labels left out."""
    text, at, kept = document.report.text, issue.start, []
    for field in sorted(issue.fields, key=lambda field: field.start):
        between = text[at : max(at, field.start)]
        kept.append("".join(between.rsplit(field.label, 1)) if field.label else between)
        at = max(at, field.end)
    kept.append(text[at : issue.end])
    kept[0] = kept[0].replace(issue.number, "", 1)
    # Marks between a number or a label and its words are no words.
    return "\n".join(words for part in kept if _WORD.search(words := part.strip()))


def _figures(values: dict[str, str]) -> Counter[str]:
    texts = [fold(text) for kind, text in values.items() if kind not in WHOLE]
    return Counter(squeeze(text[f.start : f.end]) for text in texts for f in quantities(text))


def _pieces(was: list[str], now: list[str]) -> Iterator[tuple[str, str]]:
    # Blanks and widths of characters are no change, as everywhere.
    matcher = SequenceMatcher(None, [*map(squeeze, was)], [*map(squeeze, now)], False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield "equal", "".join(now[c:d])
            continue
        if a < b:
            yield "delete", "".join(was[a:b])
        if c < d:
            yield "insert", "".join(now[c:d])
