"""The one object that the page, the commands and the tests hold."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from retrieval.answering.answerer import Answerer
from retrieval.answering.asking import load_asking
from retrieval.answering.examples import example_questions
from retrieval.answering.ledger_rows import Row, rows_of
from retrieval.answering.library import Library
from retrieval.answering.reader import Reader, load_weights
from retrieval.answering.tracing import Trace, trace
from retrieval.errors import IndexMissing
from retrieval.indexing import Receipt, reindex
from retrieval.language.aliases import AliasTable, aliases, stated_aliases
from retrieval.language.spelling import Vocabulary
from retrieval.language.spelling import correct as mend
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.ranking.encoder import load_encoder
from retrieval.records import Answer, Document, Doubt, Issue, Scope
from retrieval.search import Searcher
from retrieval.settings import ASKING_WEIGHTS, READER_WEIGHTS, Settings
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
        self._lock = threading.Lock()
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

    def trace(self, question: str, scope: Scope = Scope()) -> tuple[Trace, ...]:
        """What the legs and the reader saw for each fact that is asked. Raises as `ask`."""
        return trace(self._current(), question, scope)

    def check(self, scope: Scope) -> None:
        """Raises ScopeError where the scope names a report or an issue that is not here."""
        self._current().library.check(scope)

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
        return State(self.searcher.database.generation, self.encoder.encoder_id, reports)

    def _current(self) -> Answerer:
        """The answerer of the live generation, made anew when another process re-indexed."""
        legs = self.searcher.refresh()
        with self._lock:
            if self._answerer is None or self._answerer[0] != legs.generation:
                self._answerer = (legs.generation, self._make())
            return self._answerer[1]

    def _make(self) -> Answerer:
        database = self.searcher.database
        ids = [report.report_id for report in database.reports()]
        library = Library(tuple(database.load_document(report_id) for report_id in ids))
        stated = stated_aliases((d.report.text for d in library.documents), shared_tokenizer())
        tokenizer = shared_tokenizer().knowing(stated.synonyms())
        reader = Reader(
            tokenizer,
            self._idf(len(database.passages())),
            library.issue_of,
            load_asking(ASKING_WEIGHTS),
            self.encoder,
            load_weights(READER_WEIGHTS),
        )
        texts = [passage.text for document in library.documents for passage in document.passages]
        correct = partial(mend, vocabulary=Vocabulary(texts, tokenizer))
        return Answerer(library, self.searcher, reader, tokenizer, correct, self.settings)

    def _idf(self, passages: int) -> Callable[[str], float]:
        """Inverse document frequency of a word over the live passages, as BM25 has it; ≥ 0."""

        @lru_cache(maxsize=4096)
        def idf(word: str) -> float:
            seen = self.searcher.refresh().lexical.document_frequency(word)
            return float(np.log(1 + (passages - seen + 0.5) / (seen + 0.5)))

        return idf


def build(
    index_dir: Path,
    paths: Iterable[Path] | None = None,
    encoder: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
    settings: Settings = Settings(),
) -> Receipt:
    """Indexes `paths`, or mirrors `corpus/reports/`; see `indexing.reindex` for what it raises."""
    chosen = None if paths is None else list(paths)
    return reindex(Path(index_dir), chosen, load_encoder(encoder), settings, full, progress)
