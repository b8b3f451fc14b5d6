"""Questions that name an issue and ask for one of its fields: read off, not searched."""

import re
from collections.abc import Sequence

from retrieval.answering.library import Library
from retrieval.answering.question import Asked
from retrieval.records import Answer, Issue

_ABOUT = re.compile(r"(?:是|讲|说|指)的?(?:什么|啥|哪)|什么(?:内容|问题)|内容")
_RESPONSIBLE = re.compile(r"责任单位|牵头单位|谁负责|归谁|哪个单位|哪些单位|谁牵头")
_PERSON = re.compile(r"责任人|责任领导")
_FIELDS = (("responsible", _RESPONSIBLE), ("person", _PERSON))


def field_answer(asked: Asked, issues: Sequence[Issue], library: Library) -> Answer | None:
    """The field that the question asks of the issue it names; None where it asks something else.

    `issues` are those that bear the number, one in each report; the first is taken.
    """
    issue = issues[0]
    place = _place(asked, issue)
    if place is None:
        return None
    start, end = place
    cited = [p for p in library.passages(issue) if p.start < end and start < p.end]
    evidence = tuple(
        library.evidence(p, [(max(start, p.start) - p.start, min(end, p.end) - p.start)], 1.0)
        for p in cited
    )
    text = _text(issue, cited, start, end)
    return Answer(asked.query.text, "fact", text, (issue.number,), evidence, 0.97)


def _place(asked: Asked, issue: Issue) -> tuple[int, int] | None:
    """Where in the report's text the asked field stands; None: no such field, or none asked."""
    for kind, pattern in _FIELDS:
        if pattern.search(asked.text):
            field = next((f for f in issue.fields if f.kind == kind), None)
            return (field.start, field.end) if field else None
    if asked.query.expects == "deadline" and issue.deadline:
        return issue.deadline.start, issue.deadline.end
    if asked.query.expects == "status" and issue.status:
        return issue.status.start, issue.status.end
    if _ABOUT.search(asked.text):
        finding = next((f for f in issue.fields if f.kind == "finding"), None)
        return (finding.start, finding.end) if finding else None
    return None


def _text(issue: Issue, cited, start: int, end: int) -> str:
    """The quoted stretch [start, end), which may run over several passages."""
    return "".join(p.text[max(start - p.start, 0) : max(end - p.start, 0)] for p in cited)
