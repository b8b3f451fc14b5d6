"""The source of a passage: the whole issue that it stands in, and the whole report."""

from collections.abc import Iterator
from html import escape

from retrieval.records import Document, Issue
from retrieval.sources.notes import recognised
from ui.highlights import highlighted
from ui.places import Place


def source_view(document: Document, place: Place, whole: bool) -> str:
    """The issue (`whole`: the report) round `place`, a paragraph a line of the report; those that
    the place lies in are marked as cited, its highlights as such."""
    issue = issue_at(document, place.start)
    report = document.report
    start, end = (issue.start, issue.end) if issue and not whole else (0, len(report.text))
    heading = f"问题{issue.number}" if issue else "全文"
    page = report.page_of(place.start)
    told = [report.title, f"版本 {report.version}", *([f"第{page}页"] if page else [])]
    source = "".join(f"<span>{escape(t)}</span>" for t in (*told, *recognised(report.notes)))
    return (
        '<article class="card original" aria-label="原文"><header>'
        f'<h2 tabindex="-1">{escape(heading)}</h2>{_choice(issue, whole)}'
        '<button type="button" class="pill" data-close>返回依据</button></header>'
        f'<p class="source">{source}</p>'
        f'<div class="lines" tabindex="0" role="region" aria-label="原文全文">'
        f"{''.join(_lines(document, start, end, place))}</div></article>"
    )


def issue_at(document: Document, offset: int) -> Issue | None:
    """The issue that the character at `offset` lies in; None in main text."""
    return next((i for i in document.issues if i.start <= offset < max(i.end, i.start + 1)), None)


def _choice(issue: Issue | None, whole: bool) -> str:
    if issue is None:
        return ""
    return (
        '<span class="switch" role="group" aria-label="看多少">'
        + "".join(
            f'<button type="button" data-whole="{value}" aria-pressed="{str(chosen).lower()}">'
            f"{name}</button>"
            for value, name, chosen in (("", "本问题", not whole), ("1", "整份报告", whole))
        )
        + "</span>"
    )


def _lines(document: Document, start: int, end: int, place: Place) -> Iterator[str]:
    text = document.report.text
    opens = {issue.start for issue in document.issues}
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = text[at:stop]
        if line.strip():
            cited = at < max(place.end, place.start + 1) and place.start < stop
            kinds = ("cited",) * cited + ("opens",) * any(at <= o < stop for o in opens)
            named = f' class="{" ".join(kinds)}"' if kinds else ""
            marks = [(a - at, b - at) for a, b in place.marks]
            yield f"<p{named}>{highlighted(line, marks)}</p>"
        at = stop + 1
