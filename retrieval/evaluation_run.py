"""Evaluating the assistant: a question set asked of it, and the run kept under its index."""

from collections.abc import Callable
from dataclasses import asdict

from retrieval.assistant import Assistant
from retrieval.contract import answer_json
from retrieval.evaluation.gold import QuestionSet
from retrieval.evaluation.judging import MOST
from retrieval.evaluation.relevance import Relevance
from retrieval.evaluation.running import Progress, carry_out
from retrieval.evaluation.runs import Run, RunFolder, RunStore
from retrieval.records import Answer, Scope


def begin(assistant: Assistant, asked: QuestionSet, report: str | None = None) -> RunFolder:
    """A new run of the question set, with nothing asked yet. `report`: ask only this one.

    Raises ScopeError for an unknown report.
    """
    assistant.check(Scope(report=report))
    state = assistant.state()
    about = {
        "encoder": state.encoder_id,
        "generation": state.generation,
        "reports": {report_id: version for report_id, _, version, *_ in state.reports},
        "settings": asdict(assistant.settings),
        "report": report,
    }
    return RunStore(assistant.index_dir).start(asked, about)


def proceed(
    assistant: Assistant,
    folder: RunFolder,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Run:
    """Asks what the run has not asked yet, whether new or stopped before."""
    scope = Scope(report=folder.run.report)

    def ask(question: str, turns: tuple[Answer, ...]) -> tuple[Answer, dict]:
        answer = assistant.ask(question, scope, MOST, turns)
        return answer, answer_json(answer)

    live = [
        document
        for document in assistant.documents()
        if scope.report in (None, document.report.report_id)
    ]
    return carry_out(folder, ask, Relevance(live), progress, cancelled)
