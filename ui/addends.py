"""What a list, a count, a sum or a comparison rests on: a row an issue, each addend a link."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from retrieval.records import Answer, Document, Evidence, Issue
from ui.highlights import clause_round, highlighted
from ui.ledger_overview import STATUS_CLASSES
from ui.places import of_evidence, of_issue

KINDS = ("list", "count", "sum", "compare")

_TITLED = re.compile(r"《([^《》]+)》问题([^《；]+)")


def addends(answer: Answer, documents: Mapping[str, Document]) -> str:
    """The table of an answer over issues; "" for another answer, and where it names none."""
    if answer.kind not in KINDS:
        return ""
    found = list(issues_of(answer, documents))
    if not found:
        return ""
    several = len({document.report.report_id for document, _ in found}) > 1
    rows = "".join(_row(answer, document, issue, several) for document, issue in found)
    return (
        '<div class="addends"><table><caption>逐条列出，共'
        f"{len(found)}个问题。点编号看原文。</caption><thead><tr>"
        '<th scope="col">问题</th><th scope="col">报告所写</th><th scope="col">状态 · 时限</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def issues_of(
    answer: Answer, documents: Mapping[str, Document]
) -> Iterator[tuple[Document, Issue]]:
    """The issues that the answer names, each in its own report.

    Numbers are told apart by the reports that the answer cites; of those that it cites none for, by
    the titles that it tells them under.
    """
    cited = dict.fromkeys((e.report, e.issue) for e in answer.evidence if e.issue and e.highlights)
    titled = {
        title: set(numbers.split("、")) for title, numbers in _TITLED.findall(answer.text or "")
    }
    of_title = [r for r, document in documents.items() if document.report.title in titled]
    named = dict.fromkeys([report for report, _ in cited] + of_title)
    reports = [report for report in named if report in documents]
    for report in reports if reports else documents:
        document = documents[report]
        told = titled.get(document.report.title, set())
        for issue in document.issues:
            number = issue.number
            inside = len(reports) < 2 or (report, number) in cited or number in told
            if number in answer.issues and inside:
                yield document, issue


def _row(answer: Answer, document: Document, issue: Issue, several: bool) -> str:
    report = document.report
    own = [e for e in answer.evidence if (e.report, e.issue) == (report.report_id, issue.number)]
    marks = [mark for e in own for mark in of_evidence(e).marks]
    title = issue.title if len(issue.title) <= 40 else issue.title[:40] + "…"
    named = f"<small>{escape(report.title)}</small>" if several else ""
    status = issue.status
    kind = STATUS_CLASSES[status.normal if status else None]
    state = f'<i class="dot-{kind}"></i>{escape(status.text) if status else "—"}'
    deadline = f"<small>{escape(issue.deadline.text)}</small>" if issue.deadline else ""
    return (
        '<tr><th scope="row"><button type="button" class="badge" data-place '
        f"{of_issue(issue, report, marks).attributes()}>问题{escape(issue.number)}</button></th>"
        f'<td><span class="title">{escape(title)}</span>{named}{_links(own, issue)}</td>'
        f'<td><span class="state">{state}</span>{deadline}</td></tr>'
    )


def _links(own: Sequence[Evidence], issue: Issue) -> str:
    """A link to each highlighted stretch, in its clause. A passage cited whole shows nothing, and
    status and deadline have their own column."""
    told = {part.text for part in (issue.status, issue.deadline) if part}
    found = [(e, a, b) for e in own for a, b in e.highlights if _tells(e.passage.text, a, b, told)]
    links = "".join(_link(*place) for place in found)
    return f'<span class="links">{links}</span>' if links else ""


def _tells(text: str, start: int, end: int, told: set[str]) -> bool:
    return end - start < len(text.strip("。 \n")) and text[start:end] not in told


def _link(evidence: Evidence, start: int, end: int) -> str:
    left, right = clause_round(evidence.passage.text, start, end, 24)
    words = highlighted(evidence.passage.text[left:right], [(start - left, end - left)])
    return (
        f'<button type="button" class="addend" data-place {of_evidence(evidence).attributes()}>'
        f"{words}</button>"
    )
