"""What the browser asks of the ledger: filters, order and how much of it, checked and applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from retrieval.answering.filters import LedgerFilter, parse_day
from retrieval.answering.ledger_rows import SORTS, Row, in_order, select
from retrieval.assistant import Assistant
from ui.ledger_overview import UNKNOWN

PAGE = 100
"""Rows listed at first, and more with each press of 再列一些."""

LONGEST = 200
"""Characters of a filter that are looked at."""


@dataclass(frozen=True, slots=True)
class View:
    """Filters ("" or None: no limit), the day that overdue counts on, and the order."""

    report: str
    status: str
    text: str
    unit: str
    before: date | None
    day: date
    overdue: bool
    by: str
    reverse: bool
    most: int

    @classmethod
    def of(cls, asked: Mapping) -> "View":
        """The view that a browser asks for; what is missing or of another type counts as unset.

        Raises ScopeError for a day that is none.
        """
        words = {name: str(asked.get(name) or "").strip()[:LONGEST] for name in _WORDS}
        most = asked.get("most")
        return cls(
            report=words["report"],
            status=words["status"],
            text=words["text"],
            unit=words["unit"],
            before=parse_day(words["before"]) if words["before"] else None,
            day=parse_day(words["day"]) if words["day"] else date.today(),
            overdue=bool(asked.get("overdue")),
            by=words["by"] if words["by"] in SORTS else SORTS[0],
            reverse=bool(asked.get("reverse")),
            most=max(most, PAGE) if isinstance(most, int) else PAGE,
        )

    def rows(self, assistant: Assistant) -> list[Row]:
        """The rows of the live reports that meet the filters, in order.

        Raises ScopeError where the report is no longer there.
        """
        wanted = LedgerFilter(
            due_before=self.before,
            overdue_on=self.day if self.overdue else None,
            unit=self.unit or None,
        )
        every = self._of_status(assistant.ledger(self.report or None))
        return in_order(select(every, wanted, self.text), self.by, self.reverse)

    def _of_status(self, rows: Iterable[Row]) -> Iterable[Row]:
        # By the normal form alone: 持续推进 is said within 达到序时进度，持续推进 as well, and the
        # plot beside the choice counts that once.
        if not self.status:
            return rows
        normal = None if self.status == UNKNOWN else self.status
        return (row for row in rows if row.status == normal)


_WORDS = ("report", "status", "text", "unit", "before", "day", "by")
