"""The whole page: a header and the tabs."""

from collections.abc import Sequence
from html import escape

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.records import Document
from ui import ask, compare, evaluation, http_door, inspect, ledger, manage
from ui.answers import Answers
from ui.doors import Doors
from ui.listeners import QUIET

TITLE = "整改问答"

TABS = (
    ("问答", ask.build),
    ("台账", ledger.build),
    ("批量评测", evaluation.build),
    ("报告管理", manage.build),
    ("对比", compare.build),
    ("检索调试", inspect.build),
)
"""Label and builder of every tab, in order."""


def build(assistant: Assistant, answers: Answers) -> gr.Blocks:
    """The page over an open assistant, with the HTTP API, ready to be served; what it answers is
    noted in `answers`."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as blocks:
        with gr.Row(elem_id="header"):
            header = gr.HTML(_header(assistant.documents()), apply_default_css=False)
            night = gr.Button("深色 / 浅色", size="sm", elem_id="night", scale=0)
        # A bar with a single tab would only take room.
        with gr.Tabs(elem_id="tabs", elem_classes="single" if len(TABS) == 1 else None):
            for label, build_tab in TABS:
                with gr.Tab(label):
                    # Only answers are noted; the other tabs show what is there.
                    more = (answers,) if build_tab is ask.build else ()
                    build_tab(blocks, assistant, *more)
        night.click(None, js="() => page.toggleTheme()")
        # Another process may have indexed reports since the server was started.
        blocks.load(lambda: _header_now(assistant), None, header, **QUIET)
        http_door.offer(Doors(assistant, answers, "api"))
    return blocks


def _header_now(assistant: Assistant) -> str:
    assistant.catch_up()
    return _header(assistant.documents())


def _header(documents: Sequence[Document]) -> str:
    issues = sum(len(d.issues) for d in documents)
    if len(documents) == 1:
        report = documents[0].report
        indexed = (
            f"<b>{escape(report.title)}</b><span>{escape(report.version)} · {issues}个问题</span>"
        )
    else:
        indexed = f"<span>{len(documents)}份报告 · {issues}个问题</span>"
    return f'<h1>{TITLE}</h1><p class="indexed">{indexed}</p>'
