"""What a new version of a report says otherwise than an earlier one, issue by issue."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.language.normalise import fold
from retrieval.language.quantities import quantities
from retrieval.records import Document, Issue

_FIELDS = (("整改目标", "goal"), ("整改措施", "measures"), ("整改进展", "progress"))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of an issue that changed: `what` (整改时限, 整改状态, 数字 …), its words before and
    after; "" where it was or is not there."""

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
    """How `new` differs from `old`; None: there was no earlier version, and all is new."""
    before = old.issues if old else ()
    found: list[IssueChange] = []
    kept, left = 0, list(before)
    for issue, earlier in _paired(before, new.issues):
        if earlier is None:
            found.append(IssueChange("新增", issue.number, issue.title))
            continue
        left.remove(earlier)
        changes = tuple(_changes(old.report.text, earlier, new.report.text, issue))
        if changes:
            found.append(IssueChange("修改", issue.number, issue.title, changes))
        kept += not changes
    found += [IssueChange("删去", issue.number, issue.title) for issue in left]
    same = old is not None and _bare(old.report.text) == _bare(new.report.text)
    return Revision(tuple(found), kept, same)


def _paired(
    before: Sequence[Issue], after: Sequence[Issue]
) -> Iterator[tuple[Issue, Issue | None]]:
    """Each later issue with the earlier one that it goes on from: the same number and title, else
    the same title, which a list that was renumbered keeps, else the same number."""
    pairs: dict[int, Issue] = {}
    left = list(before)
    for alike in (
        lambda a, b: a.number == b.number and _bare(a.title) == _bare(b.title),
        lambda a, b: _bare(a.title) == _bare(b.title),
        lambda a, b: a.number == b.number,
    ):
        for place, issue in enumerate(after):
            found = None if place in pairs else next((b for b in left if alike(issue, b)), None)
            if found is not None:
                pairs[place] = found
                left.remove(found)
    return ((issue, pairs.get(place)) for place, issue in enumerate(after))


def _changes(old_text: str, old: Issue, new_text: str, new: Issue) -> Iterator[Change]:
    """What differs in one issue, blanks aside; 其他内容 where it is none of the things named."""
    rows = [
        ("编号", old.number, new.number),
        ("问题", old.title, new.title),
        ("整改时限", *(i.deadline.text if i.deadline else "" for i in (old, new))),
        ("整改状态", *(i.status.text if i.status else "" for i in (old, new))),
        ("责任单位", *("、".join(i.organisations) for i in (old, new))),
        ("数字", *_figures(old_text[old.start : old.end], new_text[new.start : new.end])),
    ]
    for what, kind in _FIELDS:
        rows.append((what, _field(old_text, old, kind), _field(new_text, new, kind)))
    found = [Change(*row) for row in rows if _bare(row[1]) != _bare(row[2])]
    yield from found
    whole = [_bare(text[i.start : i.end]) for text, i in ((old_text, old), (new_text, new))]
    if not found and whole[0] != whole[1]:
        yield Change(
            "其他内容",
            *_lines_that_differ(old_text[old.start : old.end], new_text[new.start : new.end]),
        )


def _lines_that_differ(before: str, after: str) -> tuple[str, str]:
    """The lines that only the one text has, and those that only the other has, blanks aside."""
    first, second = ([line.strip() for line in text.split("\n")] for text in (before, after))
    own, others = ({_bare(line) for line in lines} for lines in (first, second))
    gone = [line for line in first if _bare(line) not in others]
    come = [line for line in second if _bare(line) not in own]
    return "\n".join(gone), "\n".join(come)


def _figures(before: str, after: str) -> tuple[str, str]:
    """The amounts and quantities that only the one text has, and those that only the other has."""
    first, second = (_amounts(text) for text in (before, after))
    return "、".join((first - second).elements()), "、".join((second - first).elements())


def _amounts(text: str) -> Counter[str]:
    folded = fold(text)
    return Counter(_bare(text[q.start : q.end]) for q in quantities(folded))


def _field(text: str, issue: Issue, kind: str) -> str:
    return "\n".join(text[f.start : f.end].strip() for f in issue.fields if f.kind == kind)


def _bare(text: str) -> str:
    return "".join(text.split())
