"""The frame of the ledger tab: the filters as a form, and the places that the rest is put in."""

from collections.abc import Sequence
from datetime import date
from html import escape

from retrieval.answering.ledger_rows import STATUSES, Row
from retrieval.records import Document
from ui.ledger_overview import UNKNOWN
from ui.ledger_view import LONGEST

WAITING = '<p class="waiting">正在打开台账…</p>'
"""Shown until the frame is there."""

_REST = """
<div data-part="overview"></div>
<div data-part="remarks"></div>
<div class="beside">
  <section aria-label="问题台账">
    <header class="bar"><h2 data-part="count" role="status"></h2>
      <button type="button" class="pill" data-save="xlsx">导出 Excel</button>
      <button type="button" class="pill" data-save="csv">导出 CSV</button></header>
    <div data-part="list"></div>
  </section>
  <div class="whole" data-part="issue" tabindex="0" role="region" aria-label="选中的问题"></div>
</div>
"""


_CALENDAR = (
    '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
    '<path d="M2 4h12v10H2zM2 7.5h12M5.5 1.5V4M10.5 1.5V4"/></svg>'
)


def frame(documents: Sequence[Document], rows: Sequence[Row], today: date) -> str:
    """The filters, filled with what the live reports offer, and the empty places below them."""
    return f"{_form(documents, rows, today)}{_REST}"


def _form(documents: Sequence[Document], rows: Sequence[Row], today: date) -> str:
    found = {row.status for row in rows}
    statuses = [(s or UNKNOWN, s or UNKNOWN) for s in STATUSES if s in found]
    units = sorted({unit for row in rows for unit in row.issue.organisations})
    reports = [(d.report.report_id, d.report.title) for d in documents]
    fields = (
        _input("text", "文字", "search", f'maxlength="{LONGEST}" placeholder="几个词用空格隔开"'),
        _choice("report", "报告", "全部报告", reports) if len(documents) > 1 else "",
        _choice("status", "状态", "全部状态", statuses),
        _units(units) if units else "",
        _day("before", "时限早于"),
        _day("day", "逾期计算日", f'value="{today.isoformat()}"'),
        '<label class="check"><input type="checkbox" name="overdue">只看已逾期</label>',
        '<button type="button" class="pill" data-reset>清除条件</button>',
    )
    return f'<form class="filters" role="search" aria-label="筛选台账">{"".join(fields)}</form>'


def _input(name: str, label: str, kind: str, more: str = "") -> str:
    control = f'<input id="ledger-{name}" type="{kind}" name="{name}" autocomplete="off" {more}>'
    return _field(name, label, control)


def _day(name: str, label: str, more: str = "") -> str:
    """A day as text, which says the same in a browser of any language, beside the browser's
    calendar."""
    return _field(
        f"{name} dated",
        label,
        f'<input id="ledger-{name}" type="text" name="{name}" autocomplete="off"'
        f' placeholder="年-月-日" {more}><input type="date" tabindex="-1" aria-hidden="true">'
        f'<button type="button" data-calendar aria-label="{label}：打开日历">{_CALENDAR}</button>',
    )


def _choice(name: str, label: str, every: str, options: Sequence[tuple[str, str]]) -> str:
    offered = "".join(f'<option value="{escape(v)}">{escape(t)}</option>' for v, t in options)
    return _field(
        name,
        label,
        f'<select id="ledger-{name}" name="{name}"><option value="">{every}</option>{offered}</select>',
    )


def _field(classes: str, label: str, control: str) -> str:
    name = classes.split()[0]
    return f'<div class="field {classes}"><label for="ledger-{name}">{label}</label>{control}</div>'


def _units(units: Sequence[str]) -> str:
    options = "".join(f'<option value="{escape(unit)}">' for unit in units)
    more = f'list="ledger-units" maxlength="{LONGEST}" placeholder="单位名称"'
    return f'{_input("unit", "责任单位", "text", more)}<datalist id="ledger-units">{options}</datalist>'
