"""The answers lately given, by an id that nobody can guess: to be proven, and marked as wrong."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock

from retrieval.assistant import Assistant
from retrieval.contract import answer_json
from retrieval.earlier import EarlierVersions
from retrieval.errors import LogError, QuestionError
from retrieval.proof import Proof, proof_of
from retrieval.records import Answer, Document, Scope
from retrieval.storage.question_log import Entry, Mark, QuestionLog
from ui.rights import require
from ui.scope import Chosen

AT_ONCE = 2
"""Questions answered at the same time, the others first come, first served: many threads at once
under Python's one lock make each other late."""

MOST = 500
"""Answers kept, both for their proof and for who asks the same; an older one is asked again."""

LONGEST_COMMENT = 2000
"""Characters of a comment, and of a correction."""


@dataclass(frozen=True, slots=True)
class _Given:
    answer: Answer
    documents: tuple[Document, ...]
    generation: int
    at: datetime


class Answers:
    """Asks, and notes every answer: in memory for its proof, and in `log` if there is one."""

    def __init__(self, assistant: Assistant, log: QuestionLog | None = None):
        self.assistant, self.log = assistant, log
        self._earlier = EarlierVersions(assistant)
        self._given: OrderedDict[str, _Given] = OrderedDict()
        self._known: OrderedDict[tuple, Answer] = OrderedDict()
        self._lock = Lock()
        self._turns = ThreadPoolExecutor(AT_ONCE, "answering")

    @contextmanager
    def over(self, chosen: Chosen) -> Iterator[Assistant]:
        """What answers over the chosen version, to be used inside the block; mostly what is live.

        Raises NotAllowed, ScopeError, and IndexStateError where another process writes for long.
        """
        require("ask")
        earlier = chosen.earlier(self.assistant)
        if earlier is None:
            yield self.assistant
            return
        with self._earlier.over(*earlier) as assistant:
            yield assistant

    def close(self) -> None:
        """Gives back what the versions that are not live take on disk."""
        self._earlier.close()

    def ask(
        self,
        question: str,
        scope: Scope = Scope(),
        history: Sequence[Answer] = (),
        over: Assistant | None = None,
    ) -> Answer:
        """As `Assistant.ask`, in turn with what others ask. Raises NotAllowed, too.

        What was asked before over the same index is answered at once.
        """
        require("ask")
        asked, started = over or self.assistant, time.perf_counter()
        key = (asked.generation, question, scope)
        plain = asked is self.assistant and not history
        with self._lock:
            known = self._known.get(key) if plain else None
        if known:
            return replace(known, elapsed_ms=(time.perf_counter() - started) * 1000)
        answer = self._turns.submit(asked.ask, question, scope, None, history).result()
        if plain and asked.generation == key[0]:
            with self._lock:
                _keep(self._known, key, answer)
        return answer

    def note(self, answer: Answer, scope: Scope, door: str, over: Assistant | None = None) -> str:
        """Keeps an answer just given through `door` (page, api, mcp); returns its id."""
        generation, documents = self.assistant.generation, (over or self.assistant).documents()
        answer_id, at = secrets.token_urlsafe(16), datetime.now(UTC)
        with self._lock:
            _keep(self._given, answer_id, _Given(answer, documents, generation, at))
        if self.log:
            limits = _limits(scope, documents)
            if over not in (None, self.assistant):
                limits["version"] = documents[0].report.version
            who = require("ask").name
            entry = Entry(answer_id, at, who, door, limits, generation, answer_json(answer))
            self.log.record(entry)
        return answer_id

    def proof(self, answer_id: str) -> Proof:
        """What proves an answer. Raises QuestionError where it is no longer kept."""
        with self._lock:
            given = self._given.get(answer_id)
        if given is None:
            raise QuestionError(
                "这个回答已经不在内存里", f"只保留最近 {MOST} 个回答", "再问一次，然后导出"
            )
        encoder_id = self.assistant.encoder.encoder_id
        return proof_of(given.answer, given.documents, given.generation, encoder_id, given.at)

    def mark(self, answer_id: str, comment: str, correction: str = "") -> None:
        """Marks an answer as wrong, for who is asking. Raises LogError, also without a log."""
        if self.log is None:
            raise LogError("提问记录没有打开", "标记有误要写进记录", "请告诉管理员")
        for text in (comment, correction):
            if len(text) > LONGEST_COMMENT:
                raise LogError(
                    f"说明有 {len(text)} 个字", f"最多 {LONGEST_COMMENT} 个字", "写短一些"
                )
        mark = Mark(datetime.now(UTC), require("ask").name, comment.strip(), correction.strip())
        self.log.mark(answer_id, mark)


def _keep(kept: OrderedDict, key: object, value: object) -> None:
    kept[key] = value
    while len(kept) > MOST:
        kept.popitem(last=False)


def _limits(scope: Scope, documents: Sequence[Document]) -> dict[str, str]:
    """The limits that were set, by their names; the issues looked at by their numbers."""
    among = set(scope.among or ())
    numbers = [i.number for d in documents for i in d.issues if i.issue_id in among]
    told = {
        "report": scope.report,
        "issue": scope.issue,
        "part": scope.part,
        "among": f"只看问题{'、'.join(numbers)}" if scope.among is not None else None,
    }
    return {name: value for name, value in told.items() if value}
