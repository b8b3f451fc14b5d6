"""Scope choices of the page: which report, and which part of it."""

from collections.abc import Sequence

from retrieval.records import Document, Scope

ALL, MAIN, ANNEX = "all", "main", "annex"
ISSUE = "issue:"

TITLE_START = 24
"""Characters of an issue's title beside its number in the list; the page cuts what has no room."""


def report_choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """(label, value) pairs for the reports; value "all" means every report."""
    return [("全部报告", ALL)] + [(d.report.title, d.report.report_id) for d in documents]


def part_choices(documents: Sequence[Document], report: str) -> list[tuple[str, str]]:
    """(label, value) pairs for the parts of `report`: whole, main text, annex, each issue.

    With "all" over several reports issues are left out: their numbers would be ambiguous.
    """
    chosen = [d for d in documents if report in (ALL, d.report.report_id)]
    parts = [("全部内容", ALL)]
    if any(p.issue_id is None for d in chosen for p in d.passages):
        parts.append(("正文", MAIN))
    if any(d.issues for d in chosen):
        parts.append(("各问题", ANNEX))
    if len(chosen) == 1:
        parts += [(_issue_label(i.number, i.title), ISSUE + i.number) for i in chosen[0].issues]
    return parts


def to_scope(report: str, part: str) -> Scope:
    """The Scope that the two choices stand for."""
    return Scope(
        report=None if report == ALL else report,
        issue=part.removeprefix(ISSUE) if part.startswith(ISSUE) else None,
        part=part if part in (MAIN, ANNEX) else None,
    )


def _issue_label(number: str, title: str) -> str:
    start = title if len(title) <= TITLE_START else title[:TITLE_START] + "…"
    return f"问题{number} · {start}"
