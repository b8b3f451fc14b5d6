"""One issue, whole: its facts, its text field by field as the report has it, and its doubts."""

import re
from collections.abc import Iterator
from datetime import date
from html import escape

from retrieval.answering.filters import is_overdue
from retrieval.answering.ledger_rows import Row
from retrieval.records import Document, Field
from retrieval.sources.notes import recognised
from retrieval.structure.labels import HEADINGS
from ui.ledger_overview import STATUS_CLASSES, day_words, doubt_card

FACTS = ("deadline", "status", "responsible", "cooperating", "person")
"""Kinds of field that stand above the text, a line each."""

_LETTERS = re.compile(r"[^\W\d_]")
OF_A_NUMBER = 2
"""Most letters before the first field, its number left out, that only number the issue (序号)."""


def issue_card(row: Row, document: Document, day: date, named: bool) -> str:
    """The card of an issue of `document`, with its doubts; `named`: with the report's title."""
    issue, report = row.issue, row.report
    doubts = [doubt for doubt in document.doubts if issue.number in doubt.issues]
    page = report.page_of(issue.start)
    source = [escape(report.title)] if named else []
    source += [f"第{page}页"] if page else []
    source += [escape(note) for note in recognised(report.notes)]
    return (
        '<article class="card issue" aria-label="问题全文"><header>'
        f'<span class="badge">问题{escape(issue.number)}</span>{status_words(row)}'
        f"{late_mark(row, day)}"
        '<button type="button" class="close">返回台账</button></header>'
        f'<h2 tabindex="-1">{escape(issue.title)}</h2>'
        + (
            f'<p class="source">{"".join(f"<span>{s}</span>" for s in source)}</p>'
            if source
            else ""
        )
        + f'<dl class="facts">{"".join(_facts(row))}</dl>'
        + "".join(
            f'<div class="warned">{doubt_card(document, d, within=issue.number)}</div>'
            for d in doubts
        )
        + "".join(_text(row))
        + "</article>"
    )


def status_words(row: Row) -> str:
    """The status in the report's words, with the dot of its normal form; a dash for none."""
    status = row.issue.status
    words = escape(status.text) if status else "—"
    return f'<span class="state"><i class="dot-{STATUS_CLASSES[row.status]}"></i>{words}</span>'


def late_mark(row: Row, day: date) -> str:
    """已逾期 where the issue is overdue on `day`, else ""."""
    return '<span class="late-mark">已逾期</span>' if is_overdue(row.issue, day) else ""


def _facts(row: Row) -> Iterator[str]:
    """The fields that are facts, in the report's words; what the issue has from elsewhere (its
    part, its progress) where it has no field of the kind."""
    issue, text = row.issue, row.report.text
    deadline, status = issue.deadline, issue.status
    elsewhere = {
        "deadline": deadline.text if deadline else "",
        "status": status.text if status else "",
        "responsible": "、".join(issue.organisations),
    }
    for kind in FACTS:
        own = [f for f in issue.fields if f.kind == kind]
        values = [(_heading(f), text[f.start : f.end].strip()) for f in own]
        if not own and elsewhere.get(kind):
            values = [(HEADINGS[kind], elsewhere[kind])]
        last = f"<small>最晚{day_words(row.due)}</small>" if kind == "deadline" and row.due else ""
        for heading, value in values:
            yield f"<div><dt>{escape(heading)}</dt><dd>{escape(value)}{last}</dd></div>"
            last = ""


def _text(row: Row) -> Iterator[str]:
    """The fields in the order of the report, and what stands between them."""
    issue, text = row.issue, row.report.text
    at, marks = issue.start, OF_A_NUMBER
    for field in sorted(issue.fields, key=lambda f: f.start):
        between = text[at : field.start]
        between = between.replace(issue.number, "", 1) if at == issue.start else between
        between = "".join(between.rsplit(field.label, 1)) if field.label else between
        if len(_LETTERS.findall(between)) > marks:
            yield _section("", between)
        if field.kind not in FACTS:
            value = text[field.start : field.end]
            if field.kind == "finding":
                # The title above is how the finding begins: that is not told twice.
                value = value.removeprefix(issue.title)
            yield _section(_heading(field), value)
        at, marks = max(at, field.end), 0
    rest = text[at : issue.end]
    if _LETTERS.search(rest):
        yield _section("", rest)


def _heading(field: Field) -> str:
    return field.label or HEADINGS.get(field.kind, field.kind)


def _section(heading: str, text: str) -> str:
    paragraphs = "".join(f"<p>{escape(p.strip())}</p>" for p in text.split("\n") if p.strip("。 "))
    if not paragraphs:
        return ""
    return f"<section>{f'<h3>{escape(heading)}</h3>' if heading else ''}{paragraphs}</section>"
