"""The dense leg: exact cosine search over passage vectors, in FAISS."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import faiss
import numpy as np

from retrieval.errors import IndexDamaged
from retrieval.ranking.fusion import Ranked, top


class VectorIndex:
    """Unit vectors of `dim` numbers under the database's passage keys."""

    def __init__(self, dim: int):
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))

    def __len__(self) -> int:
        return self._index.ntotal

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return self._index.d

    def keys(self) -> set[int]:
        """Keys of all vectors held."""
        return set(faiss.vector_to_array(self._index.id_map).tolist())

    def add(self, keys: Sequence[int], vectors: np.ndarray) -> None:
        """Adds `vectors` (n, dim) under new `keys` (n); they are brought to length 1 first."""
        if len(keys):
            self._index.add_with_ids(unit(vectors), np.asarray(keys, dtype=np.int64))

    def extend(self, other: "VectorIndex") -> None:
        """Adds all that `other`, of the same dim, holds under keys of its own, number by number."""
        keys = faiss.vector_to_array(other._index.id_map)
        if len(keys):
            self._index.add_with_ids(other._index.reconstruct_batch(keys), keys)

    def remove(self, keys: Iterable[int]) -> None:
        """Takes out the vectors under those of `keys` that are held."""
        self._index.remove_ids(np.fromiter(keys, dtype=np.int64))

    def search(
        self,
        query: np.ndarray,
        k: int,
        places: Mapping[int, int],
        allowed: Sequence[int] | None = None,
    ) -> Ranked:
        """The best `k` passages for `query` (dim), as (key, cosine), cosine in (0, 1].

        `allowed`: the only keys looked at; None: all. A query of zeros (no word known to the
        encoder) finds nothing, and neither is a passage found whose cosine is 0 or less.
        `places`: report order of keys, for ties.
        """
        if not np.any(query) or (allowed is not None and not len(allowed)):
            return []
        # FAISS hands even the translation of 50 keys to all cores; waking them takes milliseconds
        # on a busy machine. The setting holds for the calling thread.
        faiss.omp_set_num_threads(1)
        limit = None
        if allowed is not None:
            chosen = faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
            limit = faiss.SearchParameters(sel=chosen)

        def fetch(depth: int) -> Ranked:
            depth = min(depth, len(self))
            scores, keys = self._index.search(unit(query), depth, params=limit)
            # FAISS fills up with key -1 where fewer than `depth` are allowed.
            found = zip(keys[0].tolist(), scores[0].tolist(), strict=True)
            return [(key, score) for key, score in found if key >= 0 and score > 0]

        return top(fetch, k, places) if len(self) else []

    def cosines(self, query: np.ndarray, keys: Sequence[int]) -> dict[int, float]:
        """Cosine of `query` (dim) with each of `keys`, in [-1, 1]; 0 for a query of zeros."""
        if not len(keys):
            return {}
        return dict(zip(keys, (self.vectors(keys) @ unit(query)[0]).tolist(), strict=True))

    def vectors(self, keys: Sequence[int]) -> np.ndarray:
        """Vectors (n, dim) under `keys` (n), as they are searched."""
        return self._index.reconstruct_batch(np.asarray(keys, dtype=np.int64))

    def save(self, path: Path) -> None:
        """Writes the index to `path`: the whole of it or, after a crash, what was there before."""
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(faiss.serialize_index(self._index).tobytes())
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """The index that `save` wrote. Raises IndexDamaged where the file is missing or cut."""
        try:
            loaded = faiss.deserialize_index(np.fromfile(path, dtype=np.uint8))
            if not isinstance(loaded, faiss.IndexIDMap2):
                raise RuntimeError(type(loaded).__name__)
        except (OSError, RuntimeError) as error:
            raise IndexDamaged(
                f"向量索引 {path.name} 打不开（{type(error).__name__}）",
                "应为本程序写成的 FAISS 索引",
                "运行 python -m retrieval index --full 重建",
            ) from error
        index = cls(loaded.d)
        index._index = loaded
        return index


def unit(vectors: np.ndarray) -> np.ndarray:
    """`vectors` as (n, dim) float32 rows of length 1; a row of zeros stays as it is."""
    rows = np.atleast_2d(np.asarray(vectors, dtype=np.float32))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.ascontiguousarray(rows / np.where(lengths > 0, lengths, 1))
