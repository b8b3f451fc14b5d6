"""The one object that the page, the commands and the tests hold."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.answering.answerer import Answerer
from retrieval.answering.examples import example_questions
from retrieval.answering.ledger_rows import Row, rows_of
from retrieval.answering.library import Library
from retrieval.answering.tracing import Trace, trace
from retrieval.contract import answer_json
from retrieval.errors import IndexMissing
from retrieval.evaluation.gate import Ask, gate_over
from retrieval.indexing import earlier_index, reindex
from retrieval.language.aliases import AliasTable, aliases
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.opening import answerer_of
from retrieval.ranking.encoder import load_encoder
from retrieval.receipt import Receipt
from retrieval.records import Answer, Document, Doubt, Evidence, Issue, Scope
from retrieval.search import Searcher
from retrieval.settings import Settings
from retrieval.storage.snapshot import Version, stored_versions
from retrieval.structure.mentions import Mention, mentions

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class State:
    """What is indexed: counts of reports, issues and passages, and the encoder that embedded them."""

    generation: int
    encoder_id: str
    reports: tuple[tuple[str, str, str, int, int, tuple[str, ...]], ...]
    """(report id, title, version, issues, passages, notes of its reader) of each live report."""


class Assistant:
    """Asks and re-indexes one index folder; safe to share between threads."""

    def __init__(self, index_dir: Path, encoder, settings: Settings):
        self.index_dir, self.encoder, self.settings = index_dir, encoder, settings
        self.searcher = Searcher(index_dir, encoder, settings)
        self._lock, self._making = threading.Lock(), threading.Lock()
        self._answerer: tuple[int, Answerer] | None = None
        self._aliases: tuple[Answerer, AliasTable] | None = None
        self._ledger: tuple[Library, tuple[Row, ...]] | None = None
        self._current()

    @classmethod
    def open(
        cls, index_dir: Path, encoder: str | None = None, settings: Settings = Settings()
    ) -> "Assistant":
        """The assistant over an index made earlier.

        Raises IndexMissing, IndexDamaged, IndexMismatch, EncoderError.
        """
        return cls(Path(index_dir), load_encoder(encoder), settings)

    @classmethod
    @contextmanager
    def earlier(
        cls,
        index_dir: Path,
        encoder: str | None = None,
        generation: int | None = None,
        version: tuple[str, str] | None = None,
        settings: Settings = Settings(),
    ) -> Iterator["Assistant"]:
        """An assistant over an earlier snapshot, or over one `version` (report id, version) alone.

        What is live is left alone; the copy it works on is gone afterwards. Raises ScopeError.
        """
        loaded = load_encoder(encoder)
        with (
            earlier_index(Path(index_dir), loaded, settings, generation, version) as folder,
            cls(folder, loaded, settings) as opened,
        ):
            yield opened

    @classmethod
    def prepare(
        cls,
        index_dir: Path,
        encoder: str | None = None,
        progress: Progress | None = None,
        settings: Settings = Settings(),
    ) -> "Assistant":
        """As `open`; where nothing was indexed yet, `corpus/reports/` is indexed first."""
        try:
            return cls.open(index_dir, encoder, settings)
        except IndexMissing:
            build(index_dir, encoder=encoder, progress=progress, settings=settings)
            return cls.open(index_dir, encoder, settings)

    def close(self) -> None:
        self.searcher.close()

    def __enter__(self) -> "Assistant":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def ask(
        self,
        question: str,
        scope: Scope = Scope(),
        top_k: int | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """The answer to one question; `history`: earlier answers of the conversation, oldest first.

        Raises QuestionError (empty, too long) and ScopeError (unknown report or issue).
        """
        return self._current().answer(question, scope, top_k, history)

    def find(self, text: str, scope: Scope = Scope(), k: int = 5) -> tuple[Evidence, ...]:
        """The `k` passages nearest to `text`, best first, none highlighted. Raises as `ask`."""
        return self._current().find(text, scope, k)

    def trace(self, question: str, scope: Scope = Scope()) -> tuple[Trace, ...]:
        """What the legs and the reader saw for each fact that is asked. Raises as `ask`."""
        return trace(self._current(), question, scope)

    def check(self, scope: Scope) -> None:
        """Raises ScopeError where the scope names a report or an issue that is not here."""
        self._current().library.check(scope)

    @property
    def generation(self) -> int:
        """That of the index which answers now: while a newer one is made ready, the one before."""
        self._current()
        return self._answerer[0]

    def catch_up(self) -> None:
        """Waits until the live index is the one that answers; seconds after a large re-index."""
        self._current(wait=True)

    def documents(self) -> tuple[Document, ...]:
        """The live reports with their issues and passages, in order of their ids."""
        return self._current().library.documents

    def document(self, report_id: str, version: str) -> Document:
        """A version of a report, live or not. Raises ScopeError for one that the index lacks."""
        for live in self.documents():
            if (live.report.report_id, live.report.version) == (report_id, version):
                return live
        return self.searcher.database.load_document(report_id, version)

    def versions(self) -> tuple[Version, ...]:
        """Every version that is stored, live or not, report by report, the oldest first."""
        return stored_versions(self.searcher.database)

    def ledger(self, report: str | None = None) -> tuple[Row, ...]:
        """The ledger: a row for every issue of the live reports, or of one. Raises ScopeError."""
        library = self._current().library
        library.check(Scope(report=report))
        with self._lock:
            if self._ledger is None or self._ledger[0] is not library:
                self._ledger = (library, rows_of(library.documents))
            rows = self._ledger[1]
        return tuple(r for r in rows if report in (None, r.report.report_id))

    def mentions(self, issue: Issue) -> tuple[Mention, ...]:
        """Figures, dates, documents, organisations and places of an issue, in report order."""
        library = self._current().library
        library.check(Scope(report=issue.report_id))
        report = next(d.report for d in library.documents if d.report.report_id == issue.report_id)
        return mentions(report, issue, shared_tokenizer())

    def aliases(self) -> AliasTable:
        """Names that the live reports use for one and the same; found on the first call."""
        answerer = self._current()
        with self._lock:
            if self._aliases is None or self._aliases[0] is not answerer:
                texts = [document.report.text for document in answerer.library.documents]
                self._aliases = (answerer, aliases(texts, shared_tokenizer()))
            return self._aliases[1]

    def doubts(self, report: str | None = None) -> dict[str, tuple[Doubt, ...]]:
        """Report id → what does not add up in it, for every live report or one. Raises ScopeError."""
        self._current().library.check(Scope(report=report))
        named = (d for d in self.documents() if report in (None, d.report.report_id))
        return {document.report.report_id: document.doubts for document in named}

    def examples(self, most: int = 6) -> tuple[str, ...]:
        """Questions that the indexed reports answer, for the page to offer; at most `most`."""
        return example_questions(self.documents(), most)

    def state(self) -> State:
        """What is live now."""
        reports = tuple(
            (r.report_id, r.title, r.version, len(d.issues), len(d.passages), r.notes)
            for d in self.documents()
            for r in (d.report,)
        )
        return State(self.generation, self.encoder.encoder_id, reports)

    def _current(self, wait: bool = False) -> Answerer:
        """The answerer of the live generation, made anew when another process re-indexed.

        One caller makes it; the others, unless they `wait`, go on with the one before until then.
        """
        current = self._answerer
        if current and current[0] == self.searcher.database.generation:
            return current[1]
        if not self._making.acquire(blocking=wait or current is None):
            return current[1]
        try:
            current = self._answerer
            if current is None or current[0] != self.searcher.database.generation:
                current = self._answerer = answerer_of(self.searcher, self.settings)
            return current[1]
        finally:
            self._making.release()


def build(
    index_dir: Path,
    paths: Iterable[Path] | None = None,
    encoder: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
    settings: Settings = Settings(),
    gate: Path | None = None,
) -> Receipt:
    """Indexes `paths`, or mirrors `corpus/reports/`; see `indexing.reindex` for what it raises.

    `gate`: a gold question file; GateFailed is raised where it would be answered worse than before.
    """
    chosen, index_dir = None if paths is None else list(paths), Path(index_dir)
    loaded = load_encoder(encoder)

    @contextmanager
    def opened(folder: Path) -> Iterator[Ask]:
        with Assistant(folder, loaded, settings) as own:
            yield lambda q, turns: (answer := own.ask(q, history=turns), answer_json(answer))

    check = gate_over(gate, index_dir, opened) if gate else None
    return reindex(index_dir, chosen, loaded, settings, full, progress, gate=check)
