"""Asking a question set, one after the other: with progress, to be stopped, and to go on."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence

from retrieval.errors import RetrievalError
from retrieval.evaluation.gold import GoldQuestion
from retrieval.evaluation.judging import judge
from retrieval.evaluation.relevance import Relevance
from retrieval.evaluation.runs import Run, RunFolder
from retrieval.records import Answer

Ask = Callable[[str, tuple[Answer, ...]], tuple[Answer, dict]]
"""(question, earlier answers of its conversation) → the answer, and the same as the contract's
JSON. Raises RetrievalError for a question that cannot be asked."""

Progress = Callable[[int, int, float | None], None]
"""(done, all, seconds left; None: not known yet)."""

SAVE_EVERY = 2.0
"""Seconds between two writes of how far the run is."""


def carry_out(
    folder: RunFolder,
    ask: Ask,
    relevance: Relevance,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Run:
    """Asks what the run has not asked yet, and writes each answer with its verdict.

    A question that cannot be asked, or at which the program fails, gets a line with its error and
    the rest go on. Returns the run: done, or cancelled when `cancelled` came true.
    """
    folder.drop_torn_line()
    questions, written = folder.questions(), set(folder.answers())
    spent, started, saved = folder.run.seconds, time.monotonic(), time.monotonic()
    todo = len(questions) - len(written)
    conversations = _conversations(questions, written)
    history: dict[str, list[Answer]] = defaultdict(list)
    state, done = "done", len(written)
    for question in questions:
        again = question.session in conversations and question.id in written
        if question.id in written and not again:
            continue
        if cancelled():
            state = "cancelled"
            break
        row, answer = _asked(question, ask, history)
        if answer and question.session:
            history[question.session].append(answer)
        if again:
            continue
        verdict = judge(question, row, holders := relevance.holders(question))
        evidence = [sorted(keys) for keys in holders]
        folder.append(
            {"id": question.id, "answer": row, "scores": verdict.scores, "cause": verdict.cause}
            | {"holders": evidence}
        )
        done += 1
        now = time.monotonic()
        if progress:
            asked = todo - (len(questions) - done)
            left = (now - started) / asked * (len(questions) - done) if asked > 2 else None
            progress(done, len(questions), left)
        if now - saved > SAVE_EVERY:
            saved = now
            folder.update(done=done, seconds=spent + now - started)
    seconds = spent + time.monotonic() - started
    hits = [r["scores"]["right"] for r in folder.answers().values() if "right" in r["scores"]]
    share = sum(hits) / len(hits) if hits else None
    return folder.update(state=state, done=done, seconds=round(seconds, 2), right=share)


def _conversations(questions: Sequence[GoldQuestion], written: set[str]) -> set[str]:
    """Sessions with turns that were answered and turns that were not: asked again from the start,
    because a turn is understood by those before it."""
    open_turns = {q.session for q in questions if q.session and q.id not in written}
    return {q.session for q in questions if q.session in open_turns and q.id in written}


def _asked(
    question: GoldQuestion, ask: Ask, history: dict[str, list[Answer]]
) -> tuple[dict, Answer | None]:
    turns = tuple(history[question.session]) if question.session else ()
    try:
        answer, row = ask(question.question, turns)
        return row, answer
    except RetrievalError as error:
        return _failed(question, str(error)), None
    except Exception as error:
        # A fault of the program at one question must not end a run of thousands.
        return _failed(question, f"程序出错（{type(error).__name__}：{error}）"), None


def _failed(question: GoldQuestion, error: str) -> dict:
    return {
        "question": question.question,
        "answer": None,
        "abstained": True,
        "reason": None,
        "kind": "abstain",
        "confidence": 0.0,
        "issues": [],
        "passages": [],
        "elapsed_ms": 0.0,
        "error": error,
    }
