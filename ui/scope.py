"""What the page's choices of scope stand for, and what the live reports offer to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.answering.filters import LedgerFilter
from retrieval.answering.ledger_rows import STATUSES, Row, select
from retrieval.assistant import Assistant
from retrieval.errors import ScopeError
from retrieval.records import Document, Scope
from ui.ledger_overview import UNKNOWN

LONGEST = 200
"""Characters of a choice that are looked at."""

PARTS = {"": "全部", "main": "正文", "annex": "各问题"}
"""Parts of a report as `Scope.part` has them, and what they are called."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices of scope; "" is no limit. `report`: a report id, `issue`: a number as the report
    writes it, `status`: a normal form or 未写明, `unit`: (part of) the name of a responsible
    unit, `version`: a stored one of the report; "" is what is live."""

    report: str = ""
    version: str = ""
    part: str = ""
    issue: str = ""
    status: str = ""
    unit: str = ""

    @classmethod
    def of(cls, asked: Mapping) -> "Chosen":
        """The choices in what a browser sends; what is missing counts as no limit."""
        words = {n: str(asked.get(n) or "").strip()[:LONGEST] for n in cls.__slots__}
        return cls(**words | {"part": words["part"] if words["part"] in PARTS else ""})

    def earlier(self, assistant: Assistant) -> tuple[str, str] | None:
        """The report and its version where one is chosen that is not live. Raises ScopeError where
        it is not told of which report."""
        live = {d.report.report_id: d.report.version for d in assistant.documents()}
        report = self.report or (next(iter(live)) if len(live) == 1 else "")
        if not self.version or live.get(report) == self.version:
            return None
        if not report:
            raise ScopeError("选了版本，没有选报告", "版本要和报告一起选", "先选报告再问")
        return report, self.version

    def scope(self, assistant: Assistant) -> Scope:
        """The Scope over `assistant`, which holds what is asked. Raises ScopeError where no issue
        meets status and unit, or a name is gone."""
        scope = Scope(self.report or None, self.issue or None, self.part or None)
        if not (self.status or self.unit):
            return scope
        forms = assistant.aliases().forms(self.unit) if self.unit else ()
        wanted = LedgerFilter(unit=self.unit or None, unit_forms=forms)
        rows = select(assistant.ledger(self.report or None), wanted)
        ids = tuple(r.issue.issue_id for r in rows if self.status in ("", status_of(r)))
        if not ids:
            said = "、".join(filter(None, (self.status, self.unit)))
            raise ScopeError(f"没有符合“{said}”的问题", "范围里至少要有一个问题", "放宽范围再问")
        return Scope(scope.report, scope.issue, scope.part, ids)


def status_of(row: Row) -> str:
    """What the choice of status calls the row's."""
    return row.status or UNKNOWN


def statuses(rows: tuple[Row, ...]) -> list[str]:
    """The statuses that occur, from done to late."""
    found = {status_of(row) for row in rows}
    return [status or UNKNOWN for status in STATUSES if (status or UNKNOWN) in found]


def parts(documents: list[Document]) -> list[str]:
    """Parts that can be told apart in the reports; fewer than two choices are none."""
    passages = [p for d in documents for p in d.passages]
    main = any(p.issue_id is None for p in passages)
    annex = any(p.issue_id for p in passages)
    return list(PARTS) if main and annex else []
