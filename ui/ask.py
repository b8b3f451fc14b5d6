"""The tab 问答: a question, its answer first, then the passages it rests on and their source.

The browser (`ask.js`) holds the conversation and what is chosen and calls the functions below
through Gradio; each answers with HTML that is complete and escaped.
"""

import logging

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import RetrievalError
from retrieval.records import Answer, Scope
from ui import ask_form, cards
from ui.answer_tools import answer_tools
from ui.answers import Answers
from ui.conversation import Conversations, Turn
from ui.places import Place
from ui.scope import Chosen
from ui.source_view import source_view
from ui.told import told
from ui.why import why
from ui.words import reason_words

logger = logging.getLogger(__name__)


def build(blocks: gr.Blocks, assistant: Assistant, answers: Answers) -> None:
    """Adds the tab to `blocks`, which is open; its frame is that of the reports live by now, and
    every answer is noted in `answers`."""
    desk = Desk(answers)
    gr.HTML(
        ask_form.frame(assistant),
        apply_default_css=False,
        elem_id="asking",
        js_on_load="page.ask(element, server)",
        server_functions=[
            told(desk.opened),
            told(desk.limits),
            told(desk.asked),
            told(desk.source),
            told(desk.why),
        ],
    )


class Desk:
    """What the browser calls; each takes what it asks for as a dict and returns JSON."""

    def __init__(self, answers: Answers):
        self.assistant, self.answers = answers.assistant, answers
        self.conversations = Conversations(answers)

    def opened(self, _: dict) -> dict:
        """The frame over the reports that are live now."""
        self.assistant.catch_up()
        return {"frame": ask_form.frame(self.assistant)}

    def limits(self, asked: dict) -> dict:
        """The fields of the scope for the report that `asked` names. Raises ScopeError."""
        chosen = Chosen.of(asked)
        with self.answers.over(chosen) as assistant:
            limits = ask_form.limits(self.assistant, chosen, assistant)
        return {"limits": limits, "generation": self.assistant.searcher.database.generation}

    def asked(self, asked: dict) -> dict:
        """Answer and evidence of the last of `asked["turns"]`, an error in place of the answer."""
        try:
            turns = Turn.all_of(asked.get("turns")) or (Turn(""),)
            chosen = turns[-1].chosen
            with self.answers.over(chosen) as assistant:
                answer = self.conversations.ask(turns)
                return self._shown(answer, chosen.scope(assistant), assistant)
        except RetrievalError as error:
            return {"answer": cards.error_card(error), "failed": True}
        except Exception:
            # A fault of the program: the log gets the traceback, the user a sentence.
            logger.exception("a question could not be answered")
            return {"answer": cards.FAULT, "failed": True}

    def source(self, asked: dict) -> dict:
        """The issue or the report round the place that `asked` names. Raises ScopeError."""
        place = Place.of(asked)
        document = self.assistant.document(place.report, place.version)
        return {"source": source_view(document, place, bool(asked.get("whole")))}

    def why(self, asked: dict) -> dict:
        """Why the passage at `asked`'s place is cited for its question. Raises as `ask`."""
        place = Place.of(asked)
        document = self.assistant.document(place.report, place.version)
        passages = [p for p in document.passages if p.start == place.start and p.end == place.end]
        chosen = Chosen.of(asked.get("chosen") or {})
        with self.answers.over(chosen) as assistant:
            traces = assistant.trace(str(asked.get("question") or ""), chosen.scope(assistant))
        return {"why": why(traces, passages[0].passage_id if passages else "")}

    def _shown(self, answer: Answer, scope: Scope, assistant: Assistant) -> dict:
        tools = answer_tools(self.answers.note(answer, scope, "page", assistant), self.answers)
        documents = {d.report.report_id: d for d in assistant.documents()}
        old = "" if assistant is self.assistant else self._outdated(assistant)
        return {
            "answer": old + cards.answer_card(answer, documents, tools),
            "evidence": cards.evidence_cards(answer, documents),
            "resolved": answer.resolved or answer.question,
            "short": answer.text or reason_words(answer.reason).headline,
            "generation": self.assistant.generation,
        }

    def _outdated(self, assistant: Assistant) -> str:
        """The mark above an answer from a version that is not live."""
        report = assistant.documents()[0].report
        live = {d.report.report_id: d.report.version for d in self.assistant.documents()}
        return cards.outdated(report, live.get(report.report_id))
