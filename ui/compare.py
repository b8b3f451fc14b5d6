"""The tab 对比: two versions of a report, or two reports, and what differs issue by issue."""

from collections.abc import Sequence
from html import escape

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import ScopeError
from retrieval.records import Document
from retrieval.storage.snapshot import Version
from retrieval.structure.comparison import compare
from ui.comparison_cards import comparison
from ui.told import told

WAITING = '<p class="waiting">正在打开对比…</p>'
"""Shown until the frame is there."""

NOTHING = (
    '<div class="card empty"><p class="headline">还没有可以对比的</p>'
    '<p class="hint">索引里只有一份报告的一个版本。收入同一份报告的新版，或者另一份报告，'
    "就可以在这里逐个问题对比时限、状态、金额和措施。</p></div>"
)


def build(blocks: gr.Blocks, assistant: Assistant) -> None:
    """Adds the tab to `blocks`, which is open; what is stored is read when it is shown."""
    desk = Desk(assistant)
    gr.HTML(
        WAITING,
        apply_default_css=False,
        elem_id="compare",
        elem_classes="tool",
        js_on_load="page.compare(element, server)",
        server_functions=[told(desk.opened), told(desk.compared)],
    )


class Desk:
    """What the browser calls; each takes what it asks for as a dict and returns JSON."""

    def __init__(self, assistant: Assistant):
        self.assistant = assistant

    def opened(self, _: dict) -> dict:
        """The choice of the two sides; the last two versions of a report stand there first."""
        stored = self.assistant.versions()
        if len(stored) < 2:
            return {"frame": NOTHING}
        old, new = _first_choice(stored)
        sides = _side("old", "旧", stored, old) + _side("new", "新", stored, new)
        swap = '<button type="button" class="pill" data-swap>对调</button>'
        return {
            "frame": f'<form class="filters" aria-label="对比哪两份">{sides}{swap}</form>'
            '<div data-part="found" aria-live="polite"></div>'
        }

    def compared(self, asked: dict) -> dict:
        """What differs between `asked["old"]` and `asked["new"]`. Raises ScopeError."""
        old, new = (self._document(str(asked.get(side) or "")) for side in ("old", "new"))
        return {"found": comparison(old, new, compare(old, new))}

    def _document(self, key: str) -> Document:
        for version in self.assistant.versions():
            if key_of(version) == key:
                return self.assistant.document(version.report_id, version.version)
        raise ScopeError("要对比的版本已经不在索引里", "应选现有的版本", "刷新页面后重选")


def key_of(version: Version) -> str:
    """What names a stored version in the page."""
    return f"{version.version}:{version.report_id}"


def _first_choice(stored: Sequence[Version]) -> tuple[Version, Version]:
    pairs = list(zip(stored, stored[1:], strict=False))
    of_one_report = [(a, b) for a, b in pairs if a.report_id == b.report_id]
    return next((p for p in reversed(of_one_report) if p[1].live), (of_one_report or pairs)[0])


def _side(name: str, label: str, stored: Sequence[Version], chosen: Version) -> str:
    options = "".join(
        f'<option value="{escape(key_of(v))}"{" selected" if v == chosen else ""}>'
        f"{escape(v.version)}{'（现行）' if v.live else ''} · {escape(v.title)}</option>"
        for v in stored
    )
    return (
        f'<div class="field side-{name}"><label for="compare-{name}">{label}</label>'
        f'<select id="compare-{name}" name="{name}">{options}</select></div>'
    )
