"""The lexical leg: BM25 over terms of passages and of their headings, in tantivy.

Terms come in as cut by `language.tokenizer`; nothing here parses a question, so no character of
it can act as query syntax. Nothing is ever deleted from an index: tantivy counts deleted documents in its
BM25 statistics until their segment is merged, so that scores would differ from those of a fresh
index. A corpus that lost passages gets a new index, of the terms that the old one keeps; cutting
text into terms is what takes long (300 µs a passage, against 40 µs to index them).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from retrieval.errors import IndexDamaged
from retrieval.ranking.fusion import Ranked, top
from retrieval.records import Scope

EVERYTHING = Scope()
"""The scope that limits nothing."""

_HEAP = 50_000_000
"""Bytes the writer may hold before it flushes a segment; tantivy takes no less than 15 MB."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the leg indexes it; `issue` is the issue's number, None in main text.

    `body`, `heading`: terms with a blank between them, as `join_terms` makes them.
    """

    key: int
    body: str
    heading: str
    report: str
    issue: str | None


class LexicalIndex:
    """A tantivy index in a folder, or in memory where `folder` is None."""

    def __init__(self, folder: Path | None = None):
        """Opens the index in `folder`, or begins one there. Raises IndexDamaged."""
        self.schema = _schema()
        with _panics_told():
            self._index = tantivy.Index(self.schema, path=str(folder) if folder else None)
            # Otherwise a thread of tantivy's opens the files again whenever meta.json changes, and
            # one that is cut short while it reads ends the process with a bus error.
            self._index.config_reader("Manual")

    def __len__(self) -> int:
        return self._index.searcher().num_docs

    def write(self, entries: Iterable[Entry]) -> None:
        """Adds `entries`, each key once."""
        # One thread: the documents' order, and with it the index, is the same on every build.
        writer = self._index.writer(_HEAP, 1)
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def terms(self) -> "Terms":
        """Body and heading terms of every passage by key, as they were written."""
        searcher = self._index.searcher()
        hits = searcher.search(Query.all_query(), max(len(self), 1), count=False).hits
        addresses = [address for _, address in hits]
        keys = searcher.fast_field_values("key", addresses) if addresses else []
        return Terms(searcher, dict(zip(keys, addresses, strict=True)))

    def search(
        self,
        terms: Mapping[str, float],
        k: int,
        places: Mapping[int, int],
        heading_weight: float,
        scope: Scope = EVERYTHING,
    ) -> Ranked:
        """The best `k` passages in `scope` that hold any of `terms`, as (key, BM25 score > 0).

        `terms` maps a term to its weight; one that no passage holds finds nothing. A term in the
        heading counts `heading_weight` times. `places`: report order of keys, for ties.
        """
        wanted = [
            (Occur.Should, Query.boost_query(self._term(field, _token(term)), weight * share))
            for term, weight in terms.items()
            for field, share in (("body", 1.0), ("heading", heading_weight))
            if weight * share > 0
        ]
        if not wanted:
            return []
        query = Query.boolean_query([(Occur.Must, Query.boolean_query(wanted)), *self._in(scope)])
        searcher = self._index.searcher()

        def fetch(depth: int) -> Ranked:
            hits = searcher.search(query, depth, count=False).hits
            keys = searcher.fast_field_values("key", [address for _, address in hits])
            return [(key, score) for key, (score, _) in zip(keys, hits, strict=True) if score > 0]

        return top(fetch, k, places)

    def document_frequency(self, term: str) -> int:
        """How many passages hold `term` in their text."""
        return self._index.searcher().doc_freq("body", _token(term))

    def _in(self, scope: Scope) -> list[tuple[Occur, Query]]:
        """Clauses that hold a search to `scope` without touching the score."""
        limits = {"report": scope.report, "issue": scope.issue, "part": scope.part}
        return [
            (Occur.Must, Query.const_score_query(self._term(field, value), 0.0))
            for field, value in limits.items()
            if value is not None
        ]

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value)


class Terms:
    """Terms of passages, read from the index as they are asked for: all at once are gigabytes."""

    def __init__(self, searcher: tantivy.Searcher, addresses: Mapping[int, tantivy.DocAddress]):
        self._searcher, self._addresses = searcher, addresses

    def get(self, key: int) -> tuple[str, str] | None:
        """Body and heading of the passage under `key`; None: the index lacks it."""
        address = self._addresses.get(key)
        if address is None:
            return None
        found = self._searcher.doc(address)
        return found.get_first("body"), found.get_first("heading")


@contextmanager
def _panics_told() -> Iterator[None]:
    """What tantivy raises over damaged files, as IndexDamaged; a panic of its Rust code, too."""
    try:
        yield
    except BaseException as error:
        if (
            not isinstance(error, (ValueError, OSError))
            and type(error).__name__ != "PanicException"
        ):
            raise
        raise IndexDamaged(
            f"词语索引打不开（{error}）",
            "应为本程序写成的 tantivy 索引",
            "运行 python -m retrieval index --full 重建",
        ) from error


def join_terms(terms: Iterable[str]) -> str:
    """`terms` as a field of an entry takes them."""
    return " ".join(map(_token, terms))


def part_of(issue: str | None) -> str:
    """Value of `Scope.part` that a passage of `issue` lies in."""
    return "main" if issue is None else "annex"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, fast=True)
    for field in ("body", "heading"):
        builder.add_text_field(field, stored=True, tokenizer_name="whitespace", index_option="freq")
    for field in ("report", "issue", "part"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("key", entry.key)
    document.add_text("body", entry.body)
    document.add_text("heading", entry.heading)
    document.add_text("report", entry.report)
    document.add_text("part", part_of(entry.issue))
    if entry.issue is not None:
        document.add_text("issue", entry.issue)
    return document


def _token(term: str) -> str:
    """`term` without blanks, which would cut it in two on its way into the index."""
    return "".join(term.split())
