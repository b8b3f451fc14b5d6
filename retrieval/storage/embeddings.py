"""Vectors in the database: reused by encoder and fingerprint, and by nothing else."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from retrieval.errors import EncoderError, IndexDamaged
from retrieval.storage.connection import REBUILD
from retrieval.storage.database import Database

_STORED = np.dtype("<f4")


_AT_ONCE = 500
"""Values in one statement; SQLite takes at most 999 in its older builds."""


def embedded(database: Database, encoder_id: str, fingerprints: Sequence[str]) -> set[str]:
    """Those of `fingerprints` that have a vector of `encoder_id`."""
    found: set[str] = set()
    for first in range(0, len(fingerprints), _AT_ONCE):
        some = fingerprints[first : first + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT fingerprint FROM vectors WHERE encoder_id = ? AND fingerprint IN ({marks})"
        found.update(row[0] for row in database.rows(sql, (encoder_id, *some)))
    return found


def store_vectors(
    database: Database, encoder_id: str, fingerprints: Sequence[str], vectors: np.ndarray
) -> None:
    """Writes `vectors` (n, dim) under `fingerprints` (n); an older vector is replaced."""
    rows = np.asarray(vectors, dtype=_STORED)
    database.write_many(
        "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
        [(encoder_id, f, row.tobytes()) for f, row in zip(fingerprints, rows, strict=True)],
    )


def embed(database: Database, encoder, passages: Mapping[str, tuple[str, str]]) -> None:
    """Computes and stores vectors; `passages` maps a fingerprint to context and text.

    Raises EncoderError where the encoder gives something else than finite vectors (n, dim).
    """
    texts = [f"{context}\n{text}" for context, text in passages.values()]
    vectors = np.asarray(encoder.encode_passages(texts), dtype=np.float32)
    if vectors.shape != (len(texts), encoder.dim) or not np.isfinite(vectors).all():
        raise EncoderError(
            f"编码器 {encoder.encoder_id} 给出的向量不可用（形状 {vectors.shape}）",
            f"应为 {len(texts)} 个 {encoder.dim} 维的有限数向量",
            "换用别的编码器（--encoder）",
        )
    with database.transaction():
        store_vectors(database, encoder.encoder_id, list(passages), vectors)


def load_vectors(
    database: Database, encoder_id: str, only: Sequence[int] = ()
) -> tuple[list[int], np.ndarray]:
    """Keys of all live passages, or of those among `only`, in key order, and their vectors (n, dim).

    Raises IndexDamaged where a live passage has none, or one of another length.
    """
    found = database.rows(
        "SELECT passage_key, vector FROM passages JOIN versions USING (version_key)"
        " LEFT JOIN vectors ON vectors.fingerprint = passages.fingerprint AND encoder_id = ?"
        " WHERE live AND passage_key >= ? ORDER BY passage_key",
        (encoder_id, min(only, default=0)),
    )
    wanted = set(only)
    found = [row for row in found if not wanted or row[0] in wanted]
    lengths = {len(vector) if vector is not None else 0 for _, vector in found}
    if len(lengths) > 1 or 0 in lengths:
        raise IndexDamaged("有段落缺少向量，或向量长短不一", "每个段落应有一个等长的向量", REBUILD)
    joined = b"".join(vector for _, vector in found)
    matrix = np.frombuffer(joined, dtype=_STORED).reshape(len(found), -1 if found else 0)
    return [key for key, _ in found], matrix


def forget_unused(database: Database, encoder_id: str) -> None:
    """Drops the vectors of other encoders, and those of passages that no version holds."""
    database.rows(
        "DELETE FROM vectors WHERE encoder_id <> ? OR fingerprint NOT IN"
        " (SELECT fingerprint FROM passages)",
        (encoder_id,),
    )


def missing(
    database: Database, encoder_id: str, version_keys: Iterable[int]
) -> dict[str, tuple[str, str]]:
    """Fingerprint → (context, text) of passages of these versions that lack a vector."""
    return {
        fingerprint: (context, text)
        for key in version_keys
        for fingerprint, context, text in database.rows(
            "SELECT fingerprint, context, text FROM passages p WHERE version_key = ? AND NOT EXISTS"
            " (SELECT 1 FROM vectors v WHERE v.encoder_id = ? AND v.fingerprint = p.fingerprint)"
            " ORDER BY place",
            (key, encoder_id),
        )
    }
