"""What can be done with an answer: copied with its source, and linked to."""

from collections.abc import Sequence
from html import escape

from retrieval.records import Answer, Document, Issue


def card_tools(
    answer: Answer,
    issues: Sequence[tuple[Document, Issue]],
    documents: Sequence[Document],
    more: str = "",
) -> str:
    """The buttons of the answer card, of which `more` is the rest; a refusal has nothing to copy."""
    copied = f'data-copy="{escape(as_text(answer, issues, documents))}"'
    copy = "" if answer.abstained else _button("复制", copied)
    return f'<div class="tools">{copy}{_button("复制链接", "data-link")}{more}</div>'


def as_text(
    answer: Answer, issues: Sequence[tuple[Document, Issue]], documents: Sequence[Document]
) -> str:
    """The answer as text, with what a colleague needs to find it in the report again."""
    titles = {d.report.report_id: d.report.title for d in documents}
    lines = [answer.text or "", f"问：{answer.resolved or answer.question}"]
    if len(issues) == 1:
        lines.append(_issue(issues[0][1]))
    for evidence in answer.evidence[:1]:
        title = titles.get(evidence.report, evidence.report)
        page = f"，第{evidence.page}页" if evidence.page else ""
        lines.append(f"原文：{evidence.passage.text.strip()}")
        lines.append(f"出处：《{title}》版本 {evidence.version}，{evidence.passage.locator}{page}")
    return "\n".join(lines)


def _issue(issue: Issue) -> str:
    told = [part.text for part in (issue.status, issue.deadline) if part]
    return f"问题{issue.number}" + (f"（{'；'.join(told)}）" if told else "")


def _button(name: str, attributes: str) -> str:
    return f'<button type="button" class="pill" {attributes}>{name}</button>'
