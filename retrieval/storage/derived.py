"""The two legs on disk, derived from the database and never trusted over it.

`legs/<generation>/` holds the tantivy folder, the FAISS files and a manifest with their checksums
and the state of the database that they stand for. They are built in a folder of another name and
renamed when whole, before the database commits the generation: whoever sees the generation finds
its legs. Legs that are missing, damaged or of another state are built again on opening. All
building happens under `lock.writing`.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from retrieval.ranking.lexical import LexicalIndex
from retrieval.ranking.vectors import VectorIndex
from retrieval.storage.building import build_legs
from retrieval.storage.database import Database
from retrieval.storage.lock import writing
from retrieval.storage.manifest import (
    DENSE,
    LEXICAL,
    checksums,
    legs_folder,
    read_manifest,
    state_of,
)
from retrieval.storage.parts import load_parts


@dataclass(frozen=True, slots=True)
class Legs:
    """Both legs of one generation; `places`: passage key → place in report order."""

    generation: int
    lexical: LexicalIndex
    dense: VectorIndex
    places: dict[int, int]


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
    lexical, dense = LexicalIndex(folder / LEXICAL), load_parts(folder / DENSE)
    return Legs(database.generation, lexical, dense, database.places())


def findings(folder: Path, database: Database) -> list[str]:
    """Chinese sentences on why the legs in `folder` cannot serve `database`; none: they can."""
    manifest = read_manifest(folder)
    if manifest is None:
        return [f"{folder.name} 号检索文件缺失或没有写完"]
    encoder_id, passages, lexicon = state_of(database)
    faults = []
    if (manifest.encoder_id, manifest.passages) != (encoder_id, passages):
        faults.append("检索文件与数据库里的段落或编码器不一致")
    if manifest.lexicon != lexicon:
        faults.append("词典改动过，词语索引尚未更新")
    found = checksums(folder)
    names = sorted(manifest.files.keys() | found.keys())
    damaged = [name for name in names if manifest.files.get(name) != found.get(name)]
    return faults + [f"检索文件 {name} 的校验和不符" for name in damaged]


def drop_old_legs(index_dir: Path, generation: int) -> None:
    """Deletes all legs but those of `generation` and the one before, which readers may hold."""
    keep = {str(generation), str(generation - 1)}
    for folder in (index_dir / "legs").iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
