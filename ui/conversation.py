"""Conversations that no server has to keep: the browser sends all turns, answers are looked up."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from retrieval.errors import RetrievalError
from retrieval.records import Answer
from ui.answers import Answers
from ui.scope import Chosen

MAX_TURNS = 10
"""Turns of a conversation that are looked back on, the latest."""

MOST_KEPT = 300
"""Conversations whose answers are remembered; another one is answered again from its turns."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as asked, with what it was limited to."""

    question: str
    chosen: Chosen = Chosen()

    @classmethod
    def all_of(cls, asked: object) -> tuple["Turn", ...]:
        """The turns that a browser sends, the latest last; anything else in there is passed over."""
        sent = [turn for turn in asked if isinstance(turn, dict)] if isinstance(asked, list) else []
        turns = (cls(str(t.get("question") or ""), Chosen.of(t)) for t in sent[-MAX_TURNS - 1 :])
        return tuple(turns)


class Conversations:
    """Answers of conversations over one assistant; safe to share between threads.

    The same turns over the same index have the same answers, whoever asks: so they are the key.
    """

    def __init__(self, answers: Answers):
        self.answers, self.assistant = answers, answers.assistant
        self._kept: OrderedDict[tuple, tuple[Answer, ...]] = OrderedDict()
        self._lock = Lock()

    def ask(self, turns: Sequence[Turn]) -> Answer:
        """The answer to the last turn, the others being what was said before. Raises as
        `Answers.ask`."""
        generation = self.assistant.generation
        *earlier, last = turns
        history = self._answers(tuple(earlier))
        with self.answers.over(last.chosen) as assistant:
            scope = last.chosen.scope(assistant)
            answer = self.answers.ask(last.question, scope, history, assistant)
        self._keep((generation, tuple(turns)), (*history, answer))
        return answer

    def _answers(self, turns: tuple[Turn, ...]) -> tuple[Answer, ...]:
        if not turns:
            return ()
        with self._lock:
            kept = self._kept.get((self.assistant.generation, turns))
        if kept is not None:
            return kept
        try:
            self.ask(turns)
        except RetrievalError:
            # A turn that had no answer, or whose report is gone since, is no part of what was said.
            return self._answers(turns[:-1])
        return self._answers(turns)

    def _keep(self, key: tuple[int, tuple[Turn, ...]], answers: tuple[Answer, ...]) -> None:
        with self._lock:
            self._kept[key] = answers
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
