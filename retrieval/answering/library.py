"""The live reports at hand while answering: which issue a passage is of, which issue a number names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.answering.question import same_number
from retrieval.errors import ScopeError
from retrieval.records import Document, Evidence, Issue, Passage, Report, Scope


@dataclass(frozen=True)
class Library:
    """The documents of one generation of the index, with look-ups by id."""

    documents: tuple[Document, ...]
    _reports: dict[str, Report] = field(init=False)
    _issues: dict[str, Issue] = field(init=False)

    def __post_init__(self):
        reports = {d.report.report_id: d.report for d in self.documents}
        issues = {i.issue_id: i for d in self.documents for i in d.issues}
        object.__setattr__(self, "_reports", reports)
        object.__setattr__(self, "_issues", issues)

    def report(self, report_id: str) -> Report:
        """The live report of that id. Raises KeyError."""
        return self._reports[report_id]

    def issue_of(self, passage: Passage) -> Issue | None:
        """The issue that the passage lies in; None in main text."""
        return self._issues.get(passage.issue_id) if passage.issue_id else None

    def issues(self, scope: Scope = Scope()) -> list[Issue]:
        """Issues in scope, in report order."""
        return [
            issue
            for document in self.documents
            if scope.report in (None, document.report.report_id)
            for issue in document.issues
            if (scope.issue is None or same_number(scope.issue, issue.number))
            and (scope.among is None or issue.issue_id in scope.among)
        ]

    def passages(self, issue: Issue) -> list[Passage]:
        """The passages of an issue in report order."""
        document = next(d for d in self.documents if d.report.report_id == issue.report_id)
        return [p for p in document.passages if p.issue_id == issue.issue_id]

    def check(self, scope: Scope) -> None:
        """Raises ScopeError where the scope names a report or an issue that is not here."""
        if scope.report is not None and scope.report not in self._reports:
            raise ScopeError(
                f"没有编号为 {scope.report} 的报告",
                f"现有报告：{'、'.join(self._reports) or '无'}",
                "从现有报告里选一个，或先运行 python -m retrieval index 把它加入索引",
            )
        if scope.issue is not None and not self.issues(scope):
            numbers = [issue.number for issue in self.issues(Scope(report=scope.report))]
            span = (
                f"{numbers[0]} 至 {numbers[-1]}，共 {len(numbers)} 个"
                if numbers
                else "没有编号问题"
            )
            raise ScopeError(
                f"没有问题{scope.issue}", f"现有问题：{span}", "换一个问题编号，或去掉范围限制"
            )

    def evidence(
        self, passage: Passage, highlights: Sequence[tuple[int, int]] = (), score: float = 0.0
    ) -> Evidence:
        """`passage` as cited evidence, with its issue, report, version and page."""
        report, issue = self._reports[passage.report_id], self.issue_of(passage)
        return Evidence(
            passage=passage,
            issue=issue.number if issue else None,
            report=report.report_id,
            version=report.version,
            page=report.page_of(passage.start),
            highlights=tuple(sorted(set(highlights))),
            score=score,
        )
