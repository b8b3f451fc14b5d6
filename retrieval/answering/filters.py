"""Filters of the ledger that the command and the page offer: status, due date, overdue, unit."""

from dataclasses import dataclass
from datetime import date

from retrieval.answering.unit_names import same_unit_name
from retrieval.errors import ScopeError
from retrieval.language.normalise import fold, squeeze
from retrieval.records import Issue
from retrieval.structure.deadlines import due_date
from retrieval.structure.status import normal_status

FINISHED = ("完成", "长期坚持")
"""Normal forms of a status that no deadline presses any more."""


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What an issue must meet; None: no limit. `due_before`: the last day its deadline allows lies
    before that day. `overdue_on`: it lies before that day, and the issue is not finished.
    `unit_forms`: other names of the unit (`AliasTable.forms`), each of which will do."""

    status: str | None = None
    due_before: date | None = None
    overdue_on: date | None = None
    unit: str | None = None
    unit_forms: tuple[str, ...] = ()

    def holds(self, issue: Issue) -> bool:
        """Does the issue meet every limit?"""
        return (
            (self.status is None or has_status(issue, self.status))
            and (self.due_before is None or is_due_before(issue, self.due_before))
            and (self.overdue_on is None or is_overdue(issue, self.overdue_on))
            and (self.unit is None or is_responsible(issue, self.unit, *self.unit_forms))
        )


def has_status(issue: Issue, words: str) -> bool:
    """Is the issue's status of this normal form, or does it say these words? 完成整改 is not said by
    未按序时进度完成整改任务."""
    status = issue.status
    if status is None:
        return False
    if words == status.normal:
        return True
    turned = normal_status(words) == "完成" and status.normal != "完成"
    return squeeze(words) in squeeze(status.text) and not turned


def is_due_before(issue: Issue, day: date) -> bool:
    """Does the deadline end before `day`? Never where its words give no date (长期坚持)."""
    deadline = issue.deadline
    return deadline is not None and deadline.due is not None and deadline.due < day


def is_overdue(issue: Issue, day: date) -> bool:
    """Is the deadline over on `day`, and the issue not finished nor kept up for good?"""
    finished = issue.status is not None and issue.status.normal in FINISHED
    return is_due_before(issue, day) and not finished


def is_responsible(issue: Issue, *names: str) -> bool:
    """Is a unit of one of these names, of this place or with this in its name responsible for the
    issue?"""
    asked = [squeeze(name) for name in names]
    return any(
        name in squeeze(unit) or same_unit_name(name, fold(unit))
        for unit in issue.organisations
        for name in asked
    )


def parse_day(words: str) -> date:
    """A day as typed: 2018-12-31, 2018年12月底 (its last day). Raises ScopeError for anything else."""
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        day = due_date(words)
    if day is None:
        raise ScopeError(
            f"“{words}”不是日期", "应像 2018-12-31 或 2018年12月31日", "改写日期后再试"
        )
    return day
