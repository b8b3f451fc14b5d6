"""The ledger as questions over all issues look at it: an issue with its passages, folded."""

import re
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answering.library import Library
from retrieval.language.normalise import fold
from retrieval.records import Issue, Passage, Scope

Place = tuple[Passage, int, int]
"""A stretch of a passage; offsets half-open, in its text."""

_SENTENCE = re.compile(r"[^。！？\n]+")
_HEADLINE = re.compile(r"[^。；;\n]*")


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """`fold(text)`, kept for the passages that every question over the ledger reads again."""
    return fold(text)


@lru_cache(maxsize=4096)
def standing(word: str) -> re.Pattern[str]:
    """Finds the folded word; one that begins with a figure not inside a longer figure (二师 is not
    in 十二师)."""
    numeral = "[一二三四五六七八九十百千]" if word[0] in "一二三四五六七八九十" else ""
    inside = r"[\d.]" if word[0].isdigit() else numeral
    return re.compile((f"(?<!{inside})" if inside else "") + re.escape(word))


@dataclass(frozen=True, slots=True)
class Entry:
    """An issue and its passages in report order."""

    issue: Issue
    passages: tuple[Passage, ...]

    def places(self, start: int, end: int) -> list[Place]:
        """The stretch `start`..`end` of the report's text, in the passages that it runs over."""
        return [
            (p, max(start, p.start) - p.start, min(end, p.end) - p.start)
            for p in self.passages
            if p.start < end and start < p.end
        ]

    def find(self, word: str) -> list[Place]:
        """Every place where the folded word stands."""
        return [
            (p, m.start(), m.end())
            for p in self.passages
            if word in folded(p.text)
            for m in standing(word).finditer(folded(p.text))
        ]

    def sentences(self) -> Iterable[tuple[Passage, int, str]]:
        """`sentences` of the issue's passages."""
        return sentences(self.passages)

    @property
    def headline(self) -> str:
        """The first sentence of the title, folded: what the issue is called."""
        return _HEADLINE.match(folded(self.issue.title)).group()

    @property
    def finding(self) -> str:
        """What was found wrong, folded, before anything that was done about it."""
        return " ".join(folded(p.text) for p in self.passages if p.field == "finding")

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the parts that the issue lies in, folded, widest first."""
        steps = self.passages[0].context.split(" › ") if self.passages else []
        title = self.issue.title
        return tuple(folded(s) for s in steps[: steps.index(title) if title in steps else None])


def sentences(passages: Iterable[Passage]) -> Iterable[tuple[Passage, int, str]]:
    """Each sentence: its passage, its offset there, its folded text."""
    for passage in passages:
        for match in _SENTENCE.finditer(folded(passage.text)):
            yield passage, match.start(), match.group()


Condition = Callable[[Entry], list[Place] | None]
"""What a question asks of an issue: the places that show it, None where it does not hold."""


def main_text(library: Library, scope: Scope) -> list[Passage]:
    """The passages in scope that lie in no issue."""
    return [
        p
        for document in library.documents
        if scope.report in (None, document.report.report_id) and scope.among is None
        for p in document.passages
        if p.issue_id is None
    ]


_KEPT: dict[tuple[int, str | None], tuple[weakref.ref[Library], list[Entry]]] = {}
_MOST_KEPT = 16


def entries(library: Library, scope: Scope) -> list[Entry]:
    """The issues in scope with their passages, in report order; made once a library and report."""
    found = _kept_entries(library, scope)
    return found if scope.among is None else [e for e in found if e.issue.issue_id in scope.among]


def _kept_entries(library: Library, scope: Scope) -> list[Entry]:
    key = (id(library), scope.report)
    kept, found = _KEPT.get(key, (None, []))
    if kept is not None and kept() is library:
        return found
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[key] = (weakref.ref(library), found := _entries(library, scope))
    return found


def _entries(library: Library, scope: Scope) -> list[Entry]:
    found = []
    for document in library.documents:
        if scope.report not in (None, document.report.report_id):
            continue
        own: dict[str | None, list[Passage]] = defaultdict(list)
        for passage in document.passages:
            own[passage.issue_id].append(passage)
        found += [Entry(issue, tuple(own[issue.issue_id])) for issue in document.issues]
    return found
