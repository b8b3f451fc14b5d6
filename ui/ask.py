"""The tab 问答: a question, its answer first, then the passages it rests on."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import RetrievalError
from retrieval.records import Answer, Document, Scope
from ui import cards, scope
from ui.answer_tools import answer_tools
from ui.answers import Answers
from ui.listeners import QUIET

logger = logging.getLogger(__name__)

MAX_TURNS = 10
"""Turns of a conversation that are kept and shown."""


@dataclass(frozen=True, slots=True)
class Tab:
    """The components that the listeners read and fill."""

    question: gr.Textbox
    report: gr.Dropdown
    part: gr.Dropdown
    ask: gr.Button
    examples: list[gr.Button]
    answer: gr.HTML
    evidence: gr.HTML
    earlier: gr.HTML
    restart: gr.Button
    turns: gr.State

    @property
    def result(self) -> list:
        """What a question fills, in the order in which `_respond` returns it."""
        return [self.answer, self.evidence, self.earlier, self.restart, self.turns]


def build(blocks: gr.Blocks, assistant: Assistant, answers: Answers) -> None:
    """Adds the tab's components and listeners to `blocks`, which is open; every answer is noted in
    `answers`."""
    tab = _components(assistant)
    _listen(tab, assistant, answers)
    _keep_up(blocks, tab, assistant)


def _components(assistant: Assistant) -> Tab:
    examples = assistant.examples()
    bar = _question_bar(assistant.documents(), examples)
    with gr.Row(elem_id="examples"):
        buttons = [gr.Button(text, size="sm") for text in examples]
    with gr.Row(elem_id="result"):
        answer = gr.HTML(cards.EMPTY, apply_default_css=False, elem_id="answer")
        evidence = gr.HTML("", apply_default_css=False, elem_id="evidence")
        with gr.Column(elem_id="earlier"):
            earlier = gr.HTML("", apply_default_css=False)
            restart = gr.Button("开始新对话", size="sm", visible=False, elem_id="restart")
    return Tab(*bar, buttons, answer, evidence, earlier, restart, gr.State([]))


def _question_bar(documents: Sequence[Document], examples: Sequence[str]) -> tuple:
    """The box, the choices of scope and the button, in one frame."""
    with gr.Row(elem_id="ask-bar", elem_classes="several" if len(documents) > 1 else None):
        question = gr.Textbox(
            label="问题",
            show_label=False,
            container=False,
            placeholder=f"请输入问题，例如：{examples[0]}" if examples else "请输入问题",
            max_lines=1,
            elem_id="question",
        )
        report = gr.Dropdown(
            scope.report_choices(documents),
            label="报告",
            visible=len(documents) > 1,
            elem_classes="scope",
        )
        part = gr.Dropdown(
            scope.part_choices(documents, scope.ALL), label="范围", elem_classes="scope"
        )
        ask = gr.Button("提问", variant="primary", elem_id="ask", scale=0, min_width=88)
    return question, report, part, ask


def _listen(tab: Tab, assistant: Assistant, answers: Answers) -> None:
    def respond(question: str, report: str, part: str, turns: list[Answer]) -> tuple:
        return _respond(answers, question, scope.to_scope(report, part), turns)

    def answer_on(trigger) -> None:
        # The page shows that it is busy from here until the cards are there. A question sent
        # meanwhile is asked next; Gradio's default would drop it.
        trigger(
            respond,
            [tab.question, tab.report, tab.part, tab.turns],
            tab.result,
            js="(...inputs) => { page.asking(); return inputs; }",
            trigger_mode="always_last",
            **QUIET,
        ).then(None, js="() => page.answered()")

    answer_on(tab.question.submit)
    answer_on(tab.ask.click)
    for example in tab.examples:
        answer_on(example.click(None, example, tab.question, js="text => text").then)
    tab.report.input(
        lambda report: gr.update(
            choices=scope.part_choices(assistant.documents(), report), value=scope.ALL
        ),
        tab.report,
        tab.part,
        **QUIET,
    )
    tab.restart.click(
        lambda: ("", cards.EMPTY, "", "", gr.update(visible=False), []),
        None,
        [tab.question, *tab.result],
        **QUIET,
    ).then(None, js="() => page.answered()")


def _keep_up(blocks: gr.Blocks, tab: Tab, assistant: Assistant) -> None:
    """Offers the scopes of the reports that are live when the page is opened."""
    built_with = assistant.documents()

    def choices() -> tuple:
        documents = assistant.documents()
        if documents is built_with:
            return gr.skip(), gr.skip()
        reports = scope.report_choices(documents)
        parts = scope.part_choices(documents, scope.ALL)
        return (
            gr.update(choices=reports, value=scope.ALL, visible=len(documents) > 1),
            gr.update(choices=parts, value=scope.ALL),
        )

    blocks.load(choices, None, [tab.report, tab.part], **QUIET)


def _respond(answers: Answers, question: str, chosen: Scope, turns: list[Answer]) -> tuple:
    """What `Tab.result` shows after a question, an error included."""
    try:
        answer = answers.ask(question, chosen, turns)
        documents = {d.report.report_id: d for d in answers.assistant.documents()}
        tools = answer_tools(answers.note(answer, chosen, "page"), answers)
        shown = cards.answer_card(answer, documents, tools), cards.evidence_cards(answer, documents)
    except RetrievalError as error:
        return cards.error_card(error), "", cards.turns_card(turns), gr.skip(), turns
    except Exception:
        # A fault of the program: the log gets the traceback, the user a sentence.
        logger.exception("a question could not be answered")
        return cards.FAULT, "", cards.turns_card(turns), gr.skip(), turns
    earlier = cards.turns_card(turns)
    return *shown, earlier, gr.update(visible=bool(turns)), [*turns, answer][-MAX_TURNS:]
