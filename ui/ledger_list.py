"""The ledger as a table; on a phone the style sheet makes each of its rows a card."""

from collections.abc import Sequence
from datetime import date
from html import escape

from retrieval.answering.ledger_rows import Row
from ui.issue_card import late_mark, status_words
from ui.ledger_overview import key_of

COLUMNS = (("编号", "编号"), ("", "问题"), ("时限", "时限"), ("状态", "状态"), ("报告", "报告"))
"""What a column sorts by ("" for nothing) and its heading; the last where there are reports."""

DIRECTIONS = {False: ("ascending", "▲"), True: ("descending", "▼")}

NO_MATCH = (
    '<div class="card empty"><p class="headline">没有符合条件的问题</p>'
    '<p class="hint">可以去掉一些条件再看。</p>'
    '<button type="button" class="pill" data-reset>清除全部条件</button></div>'
)

NO_ISSUES = (
    '<div class="card empty"><p class="headline">报告里没有编号的问题，所以没有台账</p>'
    '<p class="hint">台账列的是报告里逐个编号的问题（一、二、三……或问题清单的各行）。'
    "这里的报告不是这样写的，仍可以在“问答”里提问。</p></div>"
)


def ledger_list(
    rows: Sequence[Row], day: date, by: str, reverse: bool, most: int, several: bool
) -> str:
    """The first `most` rows as a table sorted `by`; `several`: with a column of the reports."""
    columns = COLUMNS if several else COLUMNS[:-1]
    heads = "".join(_head(key, name, key == by, reverse) for key, name in columns)
    body = "".join(_row(row, day, several) for row in rows[:most])
    more = (
        f'<p class="more">已列出前{most}个，共{len(rows)}个'
        '<button type="button" class="pill" data-more>再列一些</button></p>'
        if len(rows) > most
        else ""
    )
    return (
        f'<table class="{"several" if several else "one"}"><caption>问题台账，共{len(rows)}个，'
        f"按{by}排列。点一行看全文。</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>{more}"
    )


def _head(key: str, name: str, sorted_by: bool, reverse: bool) -> str:
    if not key:
        return f'<th scope="col">{name}</th>'
    direction, arrow = DIRECTIONS[reverse] if sorted_by else ("none", "")
    return (
        f'<th scope="col" aria-sort="{direction}"><button type="button" data-sort="{key}">{name}'
        f'<span aria-hidden="true">{arrow}</span></button></th>'
    )


def _row(row: Row, day: date, several: bool) -> str:
    issue = row.issue
    units = "、".join(issue.organisations)
    deadline = escape(issue.deadline.text) if issue.deadline else "—"
    report = f'<td class="report"><div>{escape(row.report.title)}</div></td>' if several else ""
    return (
        f'<tr data-key="{escape(key_of(row.issue))}"><th scope="row">{escape(issue.number)}</th>'
        f'<td class="title"><button type="button">{escape(issue.title)}</button>'
        + (f"<small>{escape(units)}</small>" if units else "")
        + f'</td><td class="deadline"><div>{deadline}{late_mark(row, day)}</div></td>'
        f'<td class="status">{status_words(row)}</td>{report}</tr>'
    )
