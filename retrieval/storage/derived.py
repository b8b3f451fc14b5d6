"""The two legs on disk, derived from the database and never trusted over it.

`legs/<generation>/` holds the tantivy folder, the FAISS file and a manifest with their checksums
and the state of the database that they stand for. They are built in a folder of another name and
renamed when whole, before the database commits the generation: whoever sees the generation finds
its legs. Legs that are missing, damaged or of another state are built again on opening. All
building happens under `lock.writing`.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.errors import IndexDamaged
from retrieval.language.tokenizer import index_terms
from retrieval.ranking.lexical import Entry, LexicalIndex, join_terms
from retrieval.ranking.vectors import VectorIndex
from retrieval.settings import LEXICON
from retrieval.storage.database import Database
from retrieval.storage.embeddings import load_vectors
from retrieval.storage.lock import writing

_MANIFEST, _LEXICAL, _DENSE = "manifest.json", "lexical", "dense.faiss"


@dataclass(frozen=True, slots=True)
class Legs:
    """Both legs of one generation; `places`: passage key → place in report order."""

    generation: int
    lexical: LexicalIndex
    dense: VectorIndex
    places: dict[int, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What legs stand for: `passages` digests the live passages, `lexicon` the user's words.

    `files` maps a path within the legs' folder to the SHA-256 of its bytes.
    """

    encoder_id: str
    passages: str
    lexicon: str
    files: dict[str, str]


def open_legs(index_dir: Path, database: Database, wait_seconds: float) -> Legs:
    """The legs of the live generation, built again where they do not fit the database.

    `wait_seconds`: how long a rebuild may wait for another process that is writing. Raises
    IndexDamaged where the database lacks what they are built from, IndexStateError on waiting.
    """
    with database.transaction(write=False):
        generation = database.generation
        folder = legs_folder(index_dir, generation)
        if findings(folder, database):
            with writing(index_dir, wait_seconds):
                if findings(folder, database):
                    build_legs(index_dir, database, generation)
        return load_legs(index_dir, database)


def load_legs(index_dir: Path, database: Database) -> Legs:
    """The legs of the live generation as they lie there, unchecked. Raises IndexDamaged."""
    folder = legs_folder(index_dir, database.generation)
    lexical, dense = LexicalIndex(folder / _LEXICAL), VectorIndex.load(folder / _DENSE)
    return Legs(database.generation, lexical, dense, database.places())


def build_legs(
    index_dir: Path, database: Database, generation: int, previous: int | None = None
) -> None:
    """Writes the legs of what is live in `database` now, as those of `generation`.

    `previous`: a generation whose terms may be used again; None: from nothing.
    """
    folder = legs_folder(index_dir, generation)
    partial = folder.with_name(f"{generation}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    keys, vectors = load_vectors(database, database.encoder_id or "")
    (partial / _LEXICAL).mkdir(parents=True)
    lexical = LexicalIndex(partial / _LEXICAL)
    lexical.write(_entries(database, _known_terms(index_dir, previous)))
    dense = VectorIndex(vectors.shape[1] or 1)
    dense.add(keys, vectors)
    dense.save(partial / _DENSE)
    if not len(lexical) == len(dense) == len(keys):
        raise IndexDamaged(
            f"词语索引有 {len(lexical)} 段、向量索引有 {len(dense)} 段",
            f"应各有 {len(keys)} 段",
            "检查磁盘后重试",
        )
    manifest = Manifest(*_state(database), files=_checksums(partial))
    (partial / _MANIFEST).write_text(json.dumps(asdict(manifest)), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)


def findings(folder: Path, database: Database) -> list[str]:
    """Chinese sentences on why the legs in `folder` cannot serve `database`; none: they can."""
    manifest = _read_manifest(folder)
    if manifest is None:
        return [f"{folder.name} 号检索文件缺失或没有写完"]
    encoder_id, passages, lexicon = _state(database)
    faults = []
    if (manifest.encoder_id, manifest.passages) != (encoder_id, passages):
        faults.append("检索文件与数据库里的段落或编码器不一致")
    if manifest.lexicon != lexicon:
        faults.append("词典改动过，词语索引尚未更新")
    found = _checksums(folder)
    names = sorted(manifest.files.keys() | found.keys())
    damaged = [name for name in names if manifest.files.get(name) != found.get(name)]
    return faults + [f"检索文件 {name} 的校验和不符" for name in damaged]


def legs_folder(index_dir: Path, generation: int) -> Path:
    """Where the legs of `generation` lie."""
    return index_dir / "legs" / str(generation)


def drop_old_legs(index_dir: Path, generation: int) -> None:
    """Deletes all legs but those of `generation` and the one before, which readers may hold."""
    keep = {str(generation), str(generation - 1)}
    for folder in (index_dir / "legs").iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _known_terms(index_dir: Path, generation: int | None) -> dict[int, tuple[str, str]]:
    """Passage key → terms, from whole legs that were cut with the present lexicon; else none."""
    folder = legs_folder(index_dir, generation or 0)
    manifest = _read_manifest(folder)
    if manifest is None or manifest.lexicon != lexicon_digest():
        return {}
    return LexicalIndex(folder / _LEXICAL).terms() if manifest.files == _checksums(folder) else {}


def _entries(database: Database, known: dict[int, tuple[str, str]]) -> Iterator[Entry]:
    """Live passages in report order; only those that are not `known` are cut into terms."""
    for key, text, context, report_id, number in database.rows(
        "SELECT passage_key, p.text, context, v.report_id, number FROM passages p"
        " JOIN versions v USING (version_key) LEFT JOIN issues i"
        " ON i.version_key = p.version_key AND i.issue_id = p.issue_id"
        " WHERE live ORDER BY v.report_id, p.place"
    ):
        terms = known.get(key) or [join_terms(index_terms(part)) for part in (text, context)]
        yield Entry(key, *terms, report_id, number)


def _state(database: Database) -> tuple[str, str, str]:
    """Encoder, digest of the live passages, digest of the lexicon."""
    live = database.rows(
        "SELECT passage_key, fingerprint FROM passages JOIN versions USING (version_key)"
        " WHERE live ORDER BY passage_key"
    )
    passages = hashlib.sha256(repr(live).encode()).hexdigest()
    return database.encoder_id or "", passages, lexicon_digest()


def lexicon_digest() -> str:
    """SHA-256 of the files of the user's lexicon, which decide how text is cut into terms."""
    files = sorted(LEXICON.glob("*.txt"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _checksums(folder: Path) -> dict[str, str]:
    """Checksum of every file of the legs, engines' lock files and the manifest left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _MANIFEST and not path.name.startswith(".")
    }


def _read_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest(**json.loads((folder / _MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
