"""A question's terms and vector → hits: both legs within a scope, fused."""

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from threading import Lock

from retrieval.errors import IndexDamaged, IndexMismatch, ScopeError
from retrieval.ranking.fusion import Fused, fuse
from retrieval.ranking.lexical import EVERYTHING
from retrieval.records import Hit, Scope
from retrieval.settings import Settings
from retrieval.storage.connection import REBUILD
from retrieval.storage.database import Database
from retrieval.storage.derived import Legs, open_legs

PARTS = ("main", "annex")

_SCOPES_KEPT = 64


class Searcher:
    """Searches the live snapshot; safe to share between threads.

    A snapshot that another process made live is taken up by the next search, whole.
    """

    def __init__(self, index_dir: Path, encoder, settings: Settings):
        """Raises IndexMissing, IndexDamaged, or IndexMismatch for another encoder."""
        self.encoder, self.settings = encoder, settings
        self._index_dir = index_dir
        self._refreshing = Lock()
        self._legs: Legs | None = None
        self._is_pinned = False
        self._scopes: dict[tuple[int, Scope], list[int]] = {}
        self.database = Database.open(index_dir)
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Searcher":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database; the object is of no use afterwards."""
        self.database.close()

    def refresh(self) -> Legs:
        """The legs of the live snapshot, opened anew where it changed. Raises as `__init__`."""
        legs = self._legs
        if legs is not None and self._is_pinned:
            return legs
        if legs is None or legs.generation != self.database.generation:
            with self._refreshing:
                self._check_encoder()
                legs = self._legs
                if legs is None or legs.generation != self.database.generation:
                    legs = open_legs(self._index_dir, self.database, self.settings.lock_seconds)
                    self._legs = legs
        return legs

    @property
    def generation(self) -> int:
        """Number of the snapshot whose legs are searched."""
        return self.refresh().generation

    def pinned(self) -> "Searcher":
        """A searcher over the snapshot that is live now, which stays with it.

        What a re-index takes out stays stored, so that it goes on finding whole passages.
        """
        legs = self.refresh()
        other = copy(self)
        other._legs, other._scopes, other._is_pinned = legs, {}, True
        return other

    def search(
        self, query_text: str, terms: Mapping[str, float], scope: Scope = EVERYTHING, k: int = 5
    ) -> list[Hit]:
        """At most `k` hits in `scope`, best first, ties in report order.

        `query_text` goes to the encoder, `terms` (term → weight) to the lexical leg. A question
        that neither leg knows a word of finds nothing. Raises ScopeError for an unknown report.
        """
        legs = self.refresh()
        fused = self._fused(legs, query_text, terms, scope, k)
        passages = self.database.passages_by_key([found.key for found in fused])
        if len(passages) < len(fused):
            # A re-index in between may have replaced passages that these legs still name.
            if legs.generation == self.database.generation:
                raise IndexDamaged(
                    "检索文件里有数据库没有的段落",
                    "两者应一致",
                    "运行 python -m retrieval index --full",
                )
            if not self._is_pinned:
                return self.search(query_text, terms, scope, k)
            fused = [found for found in fused if found.key in passages]
        return [
            Hit(
                passage=passages[found.key],
                score=found.score,
                rank=rank,
                lexical_rank=found.lexical_rank,
                dense_rank=found.dense_rank,
                lexical=found.lexical,
                dense=found.dense,
            )
            for rank, found in enumerate(fused, start=1)
        ]

    def _fused(
        self, legs: Legs, query_text: str, terms: Mapping[str, float], scope: Scope, k: int
    ) -> list[Fused]:
        self._check(scope)
        allowed = None if scope == EVERYTHING else self._keys_in(scope, legs)
        depth = max(k, self.settings.candidates)
        vector = self.encoder.encode_queries([query_text])[0]
        dense = legs.dense.search(vector, depth, legs.places, allowed)
        heading_weight = self.settings.heading_weight
        # The word index knows no ids of issues: what lies outside `among` is taken out afterwards.
        deep = depth if scope.among is None else max(depth, len(legs.places))
        lexical = legs.lexical.search(terms, deep, legs.places, heading_weight, scope)
        if scope.among is not None:
            inside = set(allowed)
            lexical = [found for found in lexical if found[0] in inside][:depth]
        keys = list(dict(lexical + dense))
        cosines = legs.dense.cosines(vector, keys)
        return fuse(lexical, dense, cosines, self.settings.dense_weight, legs.places, k)

    def _keys_in(self, scope: Scope, legs: Legs) -> list[int]:
        """Passages of `legs` in `scope`; remembered, for a long list takes long to read."""
        keys = self._scopes.get((legs.generation, scope))
        if keys is None:
            keys = [key for key in self.database.keys_in(scope) if key in legs.places]
            if len(self._scopes) >= _SCOPES_KEPT:
                self._scopes.clear()
            self._scopes[legs.generation, scope] = keys
        return keys

    def _check(self, scope: Scope) -> None:
        if scope.report is not None:
            self.database.version_key(scope.report)
        if scope.part not in (None, *PARTS):
            raise ScopeError(
                f"范围“{scope.part}”不存在", "应为 main（正文）或 annex（附件）", "改正范围后重试"
            )

    def _check_encoder(self) -> None:
        made_with = self.database.encoder_id
        if made_with != self.encoder.encoder_id:
            raise IndexMismatch(
                f"索引是用编码器 {made_with} 建的",
                f"现在用的编码器是 {self.encoder.encoder_id}",
                f"用 --encoder 指定 {made_with}，或{REBUILD}",
            )
