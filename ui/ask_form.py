"""The frame of the tab 问答: the question, its scope, examples, and the places for the answer."""

from collections.abc import Sequence
from html import escape

from retrieval.answering.ledger_rows import Row
from retrieval.assistant import Assistant
from retrieval.records import Document
from retrieval.storage.snapshot import Version
from ui import cards, scope
from ui.scope import Chosen

TITLE_START = 24
"""Characters of an issue's title beside its number in the list."""


def frame(assistant: Assistant) -> str:
    """The whole tab before the first question, over the live reports."""
    # Read first: a frame that is newer than it says is only made once more.
    generation, examples = assistant.generation, assistant.examples()
    hint = f"例如：{examples[0]}" if examples else "例如：某某企业罚款多少"
    return (
        f'<div class="desk" data-generation="{generation}">'
        '<form id="ask-bar" role="search" aria-label="提问"><div id="question">'
        f'<input type="text" aria-label="问题" placeholder="{escape(f"请输入问题，{hint}")}"'
        ' autocomplete="off" enterkeyhint="search"></div>'
        '<button type="submit" id="ask">提问</button></form>'
        f'<aside class="side" aria-label="范围、例题和今天问过的">{_side(assistant, examples)}</aside>'
        f'<div id="answer" aria-live="polite">{cards.EMPTY}</div>'
        '<div id="earlier"></div>'
        '<div class="right"><div id="evidence"></div><div id="source"></div></div></div>'
    )


def limits(assistant: Assistant, chosen: Chosen, over: Assistant | None = None) -> str:
    """The fields of the scope, filled with what the reports in `chosen.report` offer; `over`: what
    holds the chosen version, where it is not live."""
    documents, over = assistant.documents(), over or assistant
    inside = [d for d in over.documents() if chosen.report in ("", d.report.report_id)]
    rows = over.ledger(chosen.report or None)
    only = inside[0] if len(inside) == 1 else None
    issues = [(i.number, _issue_label(i.number, i.title)) for i in only.issues] if only else []
    statuses = [(status, status) for status in scope.statuses(rows)]
    return "".join(
        (
            _report(documents, chosen) if len(documents) > 1 else "",
            _version(only, assistant.versions()) if only else "",
            _parts(inside, chosen),
            select("ask", "issue", "问题", "全部问题", issues, chosen.issue),
            select("ask", "status", "状态", "全部状态", statuses, chosen.status),
            _units(rows, chosen.unit),
        )
    )


def _side(assistant: Assistant, examples: Sequence[str]) -> str:
    buttons = "".join(f'<li><button type="button">{escape(e)}</button></li>' for e in examples)
    offered = (
        f'<section id="examples"><h2>例题</h2><ul>{buttons}</ul></section>' if examples else ""
    )
    return (
        '<details class="limits" open><summary>范围<span data-part="chosen">全部内容</span></summary>'
        f'<form aria-label="范围"><div data-part="limits">{limits(assistant, Chosen())}</div>'
        '<button type="reset" class="pill" hidden>清除范围</button></form></details>'
        f"{offered}"
        '<details class="today" open hidden><summary>今天问过</summary><ol></ol>'
        '<button type="button" class="pill" data-forget>清空</button></details>'
    )


def _report(documents: Sequence[Document], chosen: Chosen) -> str:
    options = [(d.report.report_id, d.report.title) for d in documents]
    return select("ask", "report", "报告", "全部报告", options, chosen.report)


def _version(document: Document, stored: Sequence[Version]) -> str:
    """Which version is asked: a choice where there are others."""
    report = document.report
    own = [v for v in stored if v.report_id == report.report_id]
    if len(own) < 2:
        return f'<p class="version">版本 {escape(report.version)}（现行）</p>'
    live = next((v.version for v in own if v.live), None)
    every = f"{live}（现行）" if live else "没有现行版本"
    others = [(v.version, f"{v.version}（旧版）") for v in reversed(own) if not v.live]
    return select("ask", "version", "版本", every, others, report.version)


def _parts(documents: Sequence[Document], chosen: Chosen) -> str:
    offered = scope.parts(list(documents))
    radios = "".join(
        f'<label><input type="radio" name="part" value="{part}"'
        f"{' checked' if part == chosen.part else ''}><span>{scope.PARTS[part]}</span></label>"
        for part in offered
    )
    return (
        f'<fieldset class="parts"><legend>内容</legend><div>{radios}</div></fieldset>'
        if radios
        else ""
    )


def _units(rows: Sequence[Row], chosen: str) -> str:
    units = sorted({unit for row in rows for unit in row.issue.organisations})
    if not units:
        return ""
    options = "".join(f'<option value="{escape(unit)}">' for unit in units)
    return (
        '<div class="field"><label for="ask-unit">责任单位</label><input id="ask-unit" name="unit"'
        f' list="ask-units" autocomplete="off" maxlength="{scope.LONGEST}" placeholder="全部单位"'
        f' value="{escape(chosen)}"><datalist id="ask-units">{options}</datalist></div>'
    )


def select(
    tab: str, name: str, label: str, every: str, options: Sequence[tuple[str, str]], chosen: str
) -> str:
    """A labelled choice in a tab, each option a value and its words; "" stands for `every`."""
    if not options:
        return ""
    offered = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}'
        "</option>"
        for value, text in options
    )
    return (
        f'<div class="field"><label for="{tab}-{name}">{label}</label><select id="{tab}-{name}" '
        f'name="{name}"><option value="">{every}</option>{offered}</select></div>'
    )


def _issue_label(number: str, title: str) -> str:
    start = title if len(title) <= TITLE_START else title[:TITLE_START] + "…"
    return f"问题{number} · {start}"
