"""The frame of the tab 报告管理, its lists of reports and snapshots, and the receipt, as HTML."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from retrieval.index_command import change_text
from retrieval.receipt import Receipt
from retrieval.records import Document
from retrieval.storage.snapshot import Snapshot

WAITING = '<p class="waiting">正在打开报告管理…</p>'
"""Shown until the frame is there."""

FORMATS = ".txt,.md,.docx,.xlsx,.csv,.html,.htm,.pdf,.png,.jpg,.jpeg,.tif,.tiff,.bmp"

_HISTORY_SHOWN = 30


def frame() -> str:
    """The place to drop files, and the empty places below it."""
    return f"""
<div class="drop" data-drop>
  <p><b>把报告文件拖到这里</b>，或
    <label class="pill">选择文件<input type="file" multiple accept="{FORMATS}" class="unseen"></label></p>
  <p class="hint">Word、Excel、网页、PDF、扫描图片、文本都可以，可以一次放几个。先给您看读到了什么，确认后才生效；同名的是新版本，旧版会留着。</p>
</div>
<div data-part="work" aria-live="polite"></div>
<div data-part="lists"></div>
"""


def counted(documents: Sequence[Document]) -> str:
    """How much is live, for the header of the page."""
    return f"{len(documents)}份报告 · {sum(len(d.issues) for d in documents)}个问题"


def reports_and_history(documents: Sequence[Document], history: Sequence[Snapshot]) -> str:
    """The live reports, each with a button to take it out, and the snapshots before."""
    reports = "".join(_report(document) for document in documents)
    empty = '<p class="hint">现在没有报告。</p>' if not documents else ""
    *earlier, live = history
    shown = [_snapshot(live, live)] + [
        _snapshot(each, live) for each in reversed(earlier[-_HISTORY_SHOWN:])
    ]
    more = (
        f'<p class="hint">更早的 {len(earlier) - _HISTORY_SHOWN} 个快照用命令 '
        "python -m retrieval history 查看。</p>"
        if len(earlier) > _HISTORY_SHOWN
        else ""
    )
    return (
        '<div class="beside-lists"><section aria-label="现有报告"><h2>现有报告</h2>'
        f'<ul class="reports">{reports}</ul>{empty}</section>'
        f'<section aria-label="历史"><h2>历史</h2><ul class="snapshots">{"".join(shown)}</ul>{more}'
        "</section></div>"
    )


def _report(document: Document) -> str:
    report = document.report
    issues = f"{len(document.issues)}个问题" if document.issues else "没有编号的问题"
    named = f"<small>{escape(report.report_id)}</small>" if report.title != report.report_id else ""
    return (
        f'<li data-report="{escape(report.report_id)}"><div><b>{escape(report.title)}</b>{named}'
        f"<span>{escape(report.version)} · {issues} · {escape(report.source_name)}</span></div>"
        f'<button type="button" class="pill" data-remove>移除</button></li>'
    )


def _snapshot(each: Snapshot, live: Snapshot) -> str:
    when = datetime.fromisoformat(each.created).astimezone()
    button = (
        '<span class="live">生效中</span>'
        if each is live
        else '<button type="button" class="pill" data-restore>恢复到这里</button>'
    )
    return (
        f'<li data-generation="{each.generation}"><div><b>{escape(each.cause)}</b>'
        f"<span>快照 {each.generation} · {when:%Y-%m-%d %H:%M} · {len(each.versions)}份报告</span>"
        f"</div>{button}</li>"
    )


def receipt_card(receipt: Receipt, undo: int | None = None) -> str:
    """What was done; `undo`: the snapshot that a button restores."""
    lines = [change_text(change) for change in receipt.reports]
    lines += [f"已移除：{name}" for name in receipt.removed]
    lines += [f"{name}——{remark}" for name, remark in receipt.failed]
    lines += [f"没有重复收入：{name}" for name in receipt.kept if "（内容同" in name]
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    back = (
        f'<button type="button" class="pill" data-undo="{undo}">撤销</button>'
        if undo is not None
        else ""
    )
    headline = "已完成，现在就可以提问" if receipt.reports else "已完成"
    return (
        f'<section class="card receipt" aria-label="回执"><p class="headline">{headline}</p>'
        f'<ul>{told or "<li>没有变化</li>"}</ul><p class="hint">索引现有 {receipt.issues} 个问题、'
        f"{receipt.passages} 段；新算向量 {receipt.embedded}，沿用 {receipt.reused}；"
        f"用时 {receipt.seconds:.1f} 秒</p>{back}</section>"
    )
