"""What a new version of a report says otherwise than an earlier one, in words to be printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.records import Document
from retrieval.structure import comparison
from retrieval.structure.labels import HEADINGS

NAMES = HEADINGS | {"amounts": "金额与数量", "other": "其他内容", "rest": "其他内容"}
"""What the kinds of `comparison.Change` are called."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of an issue that changed: `what` (编号, 整改时限, 金额与数量 …), the clauses
    before and after that differ, with …… between them; "" where nothing was or is there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class IssueChange:
    """An issue that is `kind` 新增, 删去 or 修改; `number` and `title` as the later version has
    them, for 删去 the earlier. `changes`: of 修改 alone."""

    kind: str
    number: str
    title: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """The issues that differ, in report order, those left out last; `kept`: how many are the
    same; `blanks_only`: the whole texts differ in blanks and page breaks at most."""

    issues: tuple[IssueChange, ...]
    kept: int
    blanks_only: bool

    def count(self, kind: str) -> int:
        """How many issues are 新增, 删去 or 修改."""
        return sum(issue.kind == kind for issue in self.issues)


def revision(old: Document | None, new: Document) -> Revision:
    """How `new` differs from `old`; None: there was no earlier version, and all is new.

    An issue that only got another number counts as changed: whoever cites it by number must know.
    """
    if old is None:
        added = tuple(IssueChange("新增", issue.number, issue.title) for issue in new.issues)
        return Revision(added, 0, False)
    compared = comparison.compare(old, new, renumbered=True)
    found = tuple(_told(each) for each in compared)
    kept = len(new.issues) - sum(each.new is not None for each in compared)
    return Revision(found, kept, _bare(old) == _bare(new))


def _told(found: comparison.IssueChange) -> IssueChange:
    issue = found.new or found.old
    kind = "新增" if found.old is None else "删去" if found.new is None else "修改"
    return IssueChange(kind, issue.number, issue.title, tuple(_changes(found)))


def _changes(found: comparison.IssueChange) -> Iterator[Change]:
    if found.old and found.new and found.old.number != found.new.number:
        yield Change("编号", found.old.number, found.new.number)
    for change in found.changes:
        between = "、" if change.kind == "amounts" else "……"
        sides = (
            between.join(text.strip() for tag, text in change.pieces if tag == side)
            for side in ("delete", "insert")
        )
        yield Change(NAMES.get(change.kind, change.kind), *sides)


def _bare(document: Document) -> str:
    return "".join(document.report.text.split())
