"""The ledger as rows that the command and the page filter, sort and count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answering.filters import LedgerFilter, is_overdue
from retrieval.language.normalise import squeeze
from retrieval.records import Document, Issue, Report

STATUSES = (
    "完成",
    "基本完成",
    "达到序时进度",
    "长期坚持",
    "持续推进",
    "未达序时进度",
    "未启动",
    None,
)
"""Normal forms of a status from done to late; None: no status read, or wording not known."""

SORTS = ("编号", "时限", "状态", "报告")
"""What the ledger can be sorted by; 编号 is the order in which the reports have their issues."""


@dataclass(frozen=True, slots=True)
class Row:
    """An issue with its report; `words`: number, title and whole text of the issue, squeezed, for
    the free-text filter."""

    issue: Issue
    report: Report
    words: str

    @property
    def status(self) -> str | None:
        """Normal form of the status; None: none read, or wording not known."""
        return self.issue.status.normal if self.issue.status else None

    @property
    def due(self) -> date | None:
        """The last day that the deadline allows; None: no deadline, or its words give no date."""
        return self.issue.deadline.due if self.issue.deadline else None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many issues there are, by normal status in the order of STATUSES (those that occur),
    and how many are overdue."""

    total: int
    by_status: tuple[tuple[str | None, int], ...]
    overdue: int


def rows_of(documents: Iterable[Document]) -> tuple[Row, ...]:
    """A row for every issue, report by report in their order."""
    return tuple(
        Row(i, d.report, squeeze(f"问题{i.number} {i.title} {d.report.text[i.start : i.end]}"))
        for d in documents
        for i in d.issues
    )


def select(rows: Iterable[Row], wanted: LedgerFilter, text: str = "") -> list[Row]:
    """The rows that meet the filter and hold every word of `text` (words are separated by blanks),
    in their order."""
    words = [squeeze(word) for word in text.split()]
    return [r for r in rows if all(w in r.words for w in words) and wanted.holds(r.issue)]


def in_order(rows: Sequence[Row], by: str, reverse: bool = False) -> list[Row]:
    """The rows sorted by one of SORTS; ties and issues without a date keep their order, the latter
    at the end either way. By 状态 the late ones come first."""
    if by == "时限":
        dated = [row for row in rows if row.due]
        undated = [row for row in rows if not row.due]
        return sorted(dated, key=lambda row: row.due, reverse=reverse) + undated
    if by == "状态":
        late_first = {status: -place for place, status in enumerate(STATUSES)} | {None: 1}
        return sorted(rows, key=lambda row: late_first[row.status], reverse=reverse)
    if by == "报告":
        return sorted(rows, key=lambda row: row.report.title, reverse=reverse)
    return list(reversed(rows)) if reverse else list(rows)


def tally(rows: Sequence[Row], day: date) -> Tally:
    """Counts of the rows, with those overdue on `day`."""
    counts = Counter(row.status for row in rows)
    return Tally(
        total=len(rows),
        by_status=tuple((status, counts[status]) for status in STATUSES if counts[status]),
        overdue=sum(is_overdue(row.issue, day) for row in rows),
    )
