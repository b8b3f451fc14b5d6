"""Writes the legs: what came in is added to those before, or all is written anew.

Passages that are added leave scores as a fresh build has them. Passages that leave do not: tantivy
counts deleted documents until their segment is merged. So a removal, or a version that takes an
older one's place, writes the word index anew, from the terms that the old one keeps.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from retrieval.errors import IndexDamaged
from retrieval.language.tokenizer import index_terms
from retrieval.ranking.lexical import Entry, LexicalIndex, Terms, join_terms
from retrieval.storage.connection import no_space
from retrieval.storage.database import Database
from retrieval.storage.embeddings import load_vectors
from retrieval.storage.manifest import (
    DENSE,
    KEYS,
    LEXICAL,
    Manifest,
    checksum,
    checksums,
    legs_folder,
    lexicon_digest,
    read_manifest,
    write_manifest,
)
from retrieval.storage.parts import add_part, prune_parts

_AT_ONCE = 500
"""Passages read at once; SQLite takes at most 999 values in its older builds."""


def build_legs(
    index_dir: Path, database: Database, generation: int, previous: int | None = None
) -> None:
    """Writes the legs of what is live in `database` now, as those of `generation`.

    `previous`: a generation whose legs may be used again; None: from nothing.
    """
    try:
        _build(index_dir, database, generation, previous)
    except (OSError, ValueError) as error:  # tantivy tells of a full disk by a ValueError
        partial = legs_folder(index_dir, generation).with_name(f"{generation}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        raise no_space(index_dir, error) from error


def _build(index_dir: Path, database: Database, generation: int, previous: int | None) -> None:
    folder = legs_folder(index_dir, generation)
    partial = folder.with_name(f"{generation}.partial")
    before = legs_folder(index_dir, previous) if previous else None
    keys = _live_keys(database)
    if not (before and _grown(before, partial, database, keys)):
        _written_anew(before, partial, database)
    np.save(partial / KEYS, np.array(keys, dtype=np.int64))
    if len(LexicalIndex(partial / LEXICAL)) != len(keys):
        raise IndexDamaged(
            "词语索引没有写完整", f"应有 {len(keys)} 段", "检查磁盘是否有空间，然后重试"
        )
    write_manifest(partial, database, checksums(partial, _taken_over(before, partial)))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)


def _grown(before: Path, partial: Path, database: Database, keys: list[int]) -> bool:
    """Whether `partial` became the legs `before` and what came in; False: it must be written."""
    manifest, known = read_manifest(before), _keys_of(before)
    if manifest is None or known is None or not len(known):
        return False
    fits = manifest.lexicon == lexicon_digest() and manifest.encoder_id == database.encoder_id
    if not fits or not known <= set(keys) or not _sizes_hold(before, manifest):
        return False
    _linked(before, partial)
    added = sorted(set(keys) - known)
    if not added:
        return True
    try:
        LexicalIndex(partial / LEXICAL).write(_entries(database, None, added))
    except IndexDamaged:
        return False
    # A merge has read old segments: one that was damaged would live on under a new checksum.
    merged = [n for n in manifest.files if n.startswith(LEXICAL) and not (partial / n).exists()]
    if not all(checksum(before / name) == manifest.files[name] for name in merged):
        return False

    def is_sound(path: Path) -> bool:
        return checksum(path) == manifest.files.get(path.relative_to(partial).as_posix())

    new_keys, vectors = load_vectors(database, database.encoder_id or "", added)
    return add_part(partial / DENSE, new_keys, vectors, is_sound)


def _written_anew(before: Path | None, partial: Path, database: Database) -> None:
    """Writes the word index of all that is live; vectors are taken over where they can be."""
    keys = _live_keys(database)
    taken = before is not None and _vectors_taken(before, partial, database, set(keys))
    if not taken:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(partial / LEXICAL, ignore_errors=True)
    (partial / LEXICAL).mkdir(parents=True)
    (partial / DENSE).mkdir(exist_ok=True)
    LexicalIndex(partial / LEXICAL).write(_entries(database, _known_terms(before)))
    if not taken:
        keys, vectors = load_vectors(database, database.encoder_id or "")
        add_part(partial / DENSE, keys, vectors, lambda path: True)


def _vectors_taken(before: Path, partial: Path, database: Database, keys: set[int]) -> bool:
    """Whether `partial` has the vectors of `before` that are live, and those that came in."""
    manifest, known = read_manifest(before), _keys_of(before)
    if manifest is None or not known or not known & keys:
        return False
    if manifest.encoder_id != database.encoder_id or not _sizes_hold(before, manifest):
        return False
    _linked(before, partial)

    def is_sound(path: Path) -> bool:
        return checksum(path) == manifest.files.get(path.relative_to(partial).as_posix())

    if not prune_parts(partial / DENSE, known - keys, is_sound):
        return False
    added = sorted(keys - known)
    if not added:
        return True
    pruned = {p for p in (partial / DENSE).iterdir() if not _is_shared(p, before / DENSE / p.name)}
    new_keys, vectors = load_vectors(database, database.encoder_id or "", added)
    return add_part(
        partial / DENSE, new_keys, vectors, lambda path: path in pruned or is_sound(path)
    )


def _is_shared(path: Path, other: Path) -> bool:
    return other.exists() and os.path.samefile(path, other)


def _linked(before: Path, partial: Path) -> None:
    """`partial` as a copy of `before` that shares its files, which no engine writes to twice."""
    shutil.rmtree(partial, ignore_errors=True)
    for path in sorted(before.rglob("*")):
        target = partial / path.relative_to(before)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif path.parent == before or path.suffix == ".lock":
            continue  # the manifest and the keys are written anew, locks are not taken over
        elif path.suffix == ".json":
            shutil.copyfile(path, target)  # tantivy's own lists, the only files that it rewrites
        else:
            _share(path, target)


def _share(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # a file system without links
        shutil.copyfile(path, target)


def _taken_over(before: Path | None, partial: Path) -> dict[str, str]:
    """Checksums of the files of `partial` that are those of `before`, by the manifest there."""
    manifest = read_manifest(before) if before else None
    if manifest is None or before is None:
        return {}
    return {
        name: known
        for name, known in manifest.files.items()
        if (partial / name).exists() and os.path.samefile(partial / name, before / name)
    }


def _sizes_hold(folder: Path, manifest: Manifest) -> bool:
    """Whether all files are there and none was cut: tantivy ends the process on one that was.

    Its own lists are read whole: what they say goes into what is written next.
    """
    for name, known in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != int(known.partition(":")[0]):
            return False
        if path.suffix in (".json", ".npy") and checksum(path) != known:
            return False
    return True


def _keys_of(folder: Path) -> set[int] | None:
    """Keys of the passages that legs hold; None where that cannot be read."""
    try:
        return set(np.load(folder / KEYS, allow_pickle=False).tolist())
    except (OSError, ValueError, EOFError):
        return None


def _live_keys(database: Database) -> list[int]:
    found = database.rows(
        "SELECT passage_key FROM passages JOIN versions USING (version_key) WHERE live"
        " ORDER BY passage_key"
    )
    return [key for (key,) in found]


def _known_terms(folder: Path | None) -> Terms | None:
    """Terms of whole legs that were cut with the present lexicon; else None."""
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None or manifest.lexicon != lexicon_digest():
        return None
    words = {name: known for name, known in manifest.files.items() if name.startswith(LEXICAL)}
    found = {f"{LEXICAL}/{name}": each for name, each in checksums(folder / LEXICAL).items()}
    return LexicalIndex(folder / LEXICAL).terms() if words == found else None


def _entries(database: Database, known: Terms | None, only: Sequence[int] = ()) -> Iterator[Entry]:
    """Live passages in report order, or those with keys from `only`; those alone that are not
    `known` are read and cut into terms."""
    wanted = set(only)
    rows = database.rows(
        "SELECT passage_key, v.report_id, number FROM passages p"
        " JOIN versions v USING (version_key) LEFT JOIN issues i"
        " ON i.version_key = p.version_key AND i.issue_id = p.issue_id"
        " WHERE live AND passage_key >= ? ORDER BY v.report_id, p.place",
        (min(only, default=0),),
    )
    rows = [row for row in rows if not wanted or row[0] in wanted]
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        terms = {key: known.get(key) if known else None for key, *_ in some}
        terms |= _cut_anew(database, [key for key, found in terms.items() if found is None])
        for key, report_id, number in some:
            yield Entry(key, *terms[key], report_id, number)


def _cut_anew(database: Database, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT passage_key, text, context FROM passages WHERE passage_key IN ({marks})"
    return {
        key: (join_terms(index_terms(text)), join_terms(index_terms(context)))
        for key, text, context in database.rows(sql, keys)
    }
