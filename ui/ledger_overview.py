"""What stands above the ledger: how many issues, by status, when they are due, what is doubtful."""

from collections.abc import Sequence
from datetime import date
from html import escape

from retrieval.answering.filters import FINISHED, is_overdue
from retrieval.answering.ledger_rows import Row, tally
from retrieval.records import Document, Doubt, Issue, Report
from retrieval.wording import DOUBT_KINDS
from ui import plots

STATUS_CLASSES = {
    "完成": "done",
    "基本完成": "most",
    "达到序时进度": "pace",
    "长期坚持": "kept",
    "持续推进": "going",
    "未达序时进度": "behind",
    "未启动": "idle",
    None: "none",
}
"""Class of each normal form of a status; its colour is the token status-<class>."""

UNKNOWN = "未写明"
NO_DATES = '<p class="no-dates">没有写明日期的时限</p>'
MOST_DOUBTS = 30
"""Doubts listed over several reports; one report's are listed all."""


def key_of(issue: Issue) -> str:
    """What names an issue among all live ones in the page."""
    return f"{issue.ordinal}:{issue.report_id}"


def day_words(day: date) -> str:
    """A day as the page writes it."""
    return f"{day.year}年{day.month}月{day.day}日"


def overview(rows: Sequence[Row], day: date) -> str:
    """Counts, the shares by status and the due dates of the rows; overdue counts on `day`."""
    counts = tally(rows, day)
    by_status = [(s or UNKNOWN, STATUS_CLASSES[s], n) for s, n in counts.by_status]
    legend = "".join(
        f'<li><i class="dot-{kind}"></i>{name}<b>{number}</b>'
        f"<span>{100 * number / counts.total:.0f}%</span></li>"
        for name, kind, number in by_status
    )
    return (
        '<section class="card overview" aria-label="概况"><div class="figures">'
        f'<p class="figure-of"><b>{counts.total}</b>个问题</p>'
        f'<p class="figure-of{" late" if counts.overdue else ""}"><b>{counts.overdue}</b>个已逾期</p>'
        f"<p>到{day_words(day)}为止，按报告所写的状态计</p></div>"
        f'<div class="by-status"><h2>整改状态</h2>{plots.status_bar(by_status)}'
        f'<ul class="legend">{legend}</ul></div>{_deadlines(rows, day)}</section>'
    )


def _deadlines(rows: Sequence[Row], day: date) -> str:
    dues = [
        plots.Due(row.due, key_of(row.issue), f"问题{row.issue.number}", _state(row, day))
        for row in rows
        if row.due
    ]
    shown = {due.state for due in dues}
    legend = "".join(
        f'<li><i class="{state}"></i>{name}</li>'
        for state, name in plots.STATES.items()
        if state in shown
    )
    undated = len(rows) - len(dues)
    if undated:
        legend += f"<li>另有{undated}个没有写明日期</li>"
    return (
        f'<div class="deadlines"><h2>整改时限</h2>{plots.timeline(dues, day) or NO_DATES}'
        f'<ul class="legend">{legend}</ul></div>'
    )


def _state(row: Row, day: date) -> str:
    if row.status in FINISHED:
        return "done"
    return "late" if is_overdue(row.issue, day) else "open"


def remarks(documents: Sequence[Document]) -> str:
    """What must be known of the reports themselves: notes of reading, no issues, doubts."""
    several = len(documents) > 1
    notes = [
        f"<li>{_named(d.report, several)}{escape(note)}</li>"
        for d in documents
        for note in d.report.notes
    ]
    notes += [
        f"<li>{_named(d.report, several)}没有编号的问题，所以不在台账里；仍可以在“问答”里提问</li>"
        for d in documents
        if several and not d.issues
    ]
    told = f'<ul class="notes" aria-label="读取说明">{"".join(notes)}</ul>' if notes else ""
    return told + _doubts(documents, several)


def _doubts(documents: Sequence[Document], several: bool) -> str:
    pairs = [(d, doubt) for d in documents for doubt in d.doubts]
    if not pairs:
        return ""
    most = MOST_DOUBTS if several else len(pairs)
    cards = "".join(doubt_card(d, doubt, several) for d, doubt in pairs[:most])
    if len(pairs) > most:
        cards += f"<p>另有{len(pairs) - most}处：选一份报告，可以看到它的全部疑点。</p>"
    return (
        f'<details class="doubts"><summary>疑点 <b>{len(pairs)}</b> 处'
        f"<span>报告有缺漏或前后不一的地方，未作改动，请核对</span></summary>"
        f'<div class="doubt-list">{cards}</div></details>'
    )


def doubt_card(document: Document, doubt: Doubt, named: bool = False, within: str = "") -> str:
    """A doubt: its sentence, the issues concerned, and what the report says, side by side.
    `named`: with the report's title. `within`: number of the issue whose card it stands in."""
    report = document.report
    quotes = "".join(_quote(document, start, end) for start, end in doubt.quotes)
    quotes = f'<div class="quotes">{quotes}</div>' if quotes else ""
    issues = "".join(
        f'<button type="button" class="badge" data-key="{escape(key_of(issue))}">'
        f"问题{escape(issue.number)}</button>"
        for issue in document.issues
        if issue.number in doubt.issues and issue.number != within
    )
    sentence = f"{_named(report, named)}{escape(doubt.text)}"
    return f'<div class="doubt"><p><b>{DOUBT_KINDS[doubt.kind]}</b>{sentence}{issues}</p>{quotes}</div>'


def _quote(document: Document, start: int, end: int) -> str:
    """The words of the report, and where they stand: the issue or 正文, the page if there are."""
    report = document.report
    within = next((i.number for i in document.issues if i.start <= start < i.end), None)
    where = f"问题{escape(within)}" if within else "正文"
    page = report.page_of(start)
    where += f" · 第{page}页" if page else ""
    words = escape(report.text[start:end].strip())
    return f"<blockquote>{words}<footer>{where}</footer></blockquote>"


def _named(report: Report, several: bool) -> str:
    return f"《{escape(report.title)}》：" if several else ""
