"""The tab 检索调试: one question, and what each leg of the search and the reader made of it."""

from collections.abc import Sequence
from html import escape

import gradio as gr

from retrieval.answering.tracing import Trace
from retrieval.assistant import Assistant
from retrieval.records import Hit, Scope
from ui.ask_form import select
from ui.told import told

MOST = 8
"""Passages shown of each leg."""

MOST_WORDS = 14

FRAME = (
    '<form class="filters" role="search" aria-label="检索调试"><div class="field text">'
    '<label for="inspect-question">问题</label><input id="inspect-question" type="text"'
    ' name="question" autocomplete="off" placeholder="看一个问题是怎么检索的"></div>'
    '<div data-part="scope"></div>'
    '<button type="submit" class="pill primary">检索</button></form>'
    '<div data-part="found" aria-live="polite"><div class="card empty">'
    '<p class="headline">看一个问题是怎么检索的</p><p class="hint">并排列出字词检索、语义检索、'
    "两者合并和摘取答案各自的前几段和分数，供查找漏检、错检的原因。</p></div></div>"
)

NOTHING = '<p class="hint">没有找到</p>'


def build(blocks: gr.Blocks, assistant: Assistant) -> None:
    """Adds the tab to `blocks`, which is open."""
    desk = Desk(assistant)
    gr.HTML(
        FRAME,
        apply_default_css=False,
        elem_id="inspect",
        elem_classes="tool",
        js_on_load="page.inspect(element, server)",
        server_functions=[told(desk.scope), told(desk.inspected)],
    )


class Desk:
    """What the browser calls."""

    def __init__(self, assistant: Assistant):
        self.assistant = assistant

    def scope(self, asked: dict) -> dict:
        """The choice of the report that is searched, where there are several; "" for one alone."""
        self.assistant.catch_up()
        documents = self.assistant.documents()
        options = [(d.report.report_id, d.report.title) for d in documents]
        chosen = str(asked.get("report") or "")
        several = len(options) > 1
        choice = select("inspect", "report", "报告", "全部报告", options, chosen) if several else ""
        return {"scope": choice}

    def inspected(self, asked: dict) -> dict:
        """The legs side by side for each fact that the question asks for. Raises as `ask`."""
        scope = Scope(report=str(asked.get("report") or "") or None)
        traces = self.assistant.trace(str(asked.get("question") or ""), scope)
        return {"found": "".join(_trace(trace, len(traces) > 1) for trace in traces)}


def _trace(trace: Trace, several: bool) -> str:
    words = "".join(
        f"<li>{escape(word)} <small>{weight:.1f}</small></li>"
        for word, weight in trace.words[:MOST_WORDS]
    )
    heading = f"<h2>{escape(trace.question)}</h2>" if several else ""
    legs = (
        _leg("字词", "同样的词越多、越少见，分数越高", _found(trace.hits, "lexical")),
        _leg("语义", "意思相近，最高 1", _found(trace.hits, "dense")),
        _leg(
            "合并",
            "前两项合起来，最高 1",
            [_row(h.rank, h, h.score, h.passage.text, 2) for h in trace.hits[:MOST]],
        ),
        _leg("摘取", f"像答案的文字；第一个的把握 {trace.confidence:.2f}", _spans(trace)),
    )
    return (
        f'{heading}<ul class="words" aria-label="检索用的词和权重">{words}</ul>'
        f'<div class="legs">{"".join(legs)}</div>'
    )


def _found(hits: Sequence[Hit], leg: str) -> list[str]:
    """The best hits of a leg ("lexical", "dense") among those that were fused."""
    ranked = [(rank, hit) for hit in hits if (rank := getattr(hit, f"{leg}_rank"))]
    best = sorted(ranked, key=lambda pair: pair[0])[:MOST]
    digits = 1 if leg == "lexical" else 2
    return [_row(rank, hit, getattr(hit, leg), hit.passage.text, digits) for rank, hit in best]


def _spans(trace: Trace) -> list[str]:
    ranks = {hit.passage.passage_id: hit for hit in trace.hits}
    return [
        _row(rank, ranks[span.passage.passage_id], span.score, span.text, 1)
        for rank, span in enumerate(trace.spans[:MOST], 1)
    ]


def _leg(name: str, said: str, rows: Sequence[str]) -> str:
    body = f"<ol>{''.join(rows)}</ol>" if rows else NOTHING
    return f'<section class="card leg"><h3>{name}</h3><p class="hint">{said}</p>{body}</section>'


def _row(rank: int, hit: Hit, score: float, text: str, digits: int) -> str:
    return (
        f'<li data-fused="{hit.rank}"><span class="rank">{rank}</span>'
        f'<span class="what"><small>{escape(hit.passage.locator)}</small>{escape(text.strip()[:60])}</span>'
        f'<span class="score">{score:.{digits}f}<small>合并{hit.rank}</small></span></li>'
    )
