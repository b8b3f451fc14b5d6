"""Writing an index: one writer at a time, and every change wholly or not at all."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import IndexDamaged, IndexMismatch
from retrieval.records import Document
from retrieval.storage import documents, embeddings, snapshot
from retrieval.storage.connection import REBUILD
from retrieval.storage.database import FILE_NAME, Database
from retrieval.storage.derived import build_legs, drop_old_legs
from retrieval.storage.lock import writing
from retrieval.storage.salvage import salvage
from retrieval.storage.verify import version_faults

_STAGED, _STALE_SECONDS = ".staged-", 24 * 3600


@contextmanager
def open_for_writing(
    index_dir: Path,
    wait_seconds: float,
    tell: Callable[[str], None] | None = None,
    create: bool = False,
    afresh: bool = False,
) -> Iterator[Database]:
    """The database of an index, with the writer's lock held as `lock.writing` says.

    `create`: it may be new, else IndexMissing is raised. `afresh`: one that cannot be read is set
    aside under another name, and one begun with what of it is sound.
    """
    with writing(index_dir, wait_seconds, tell):
        damaged = _set_damaged_aside(index_dir) if afresh else None
        opening = Database.create if create else Database.open
        with opening(index_dir) as database:
            if damaged:
                salvage(damaged, database)
            yield database


def publish(
    index_dir: Path,
    database: Database,
    live: Mapping[str, str],
    new: Sequence[Document],
    encoder_id: str,
    cause: str,
    full: bool = False,
    by_hand: bool = False,
) -> None:
    """Stores `new`, makes `live` live, and both legs with them, as the next generation.

    `live` maps report ids to versions; `cause`: Chinese, for the history. `full`: the legs are
    built from nothing, and vectors that nothing uses are dropped. `by_hand` as in `make_live`.
    """
    with database.transaction():
        for document in new:
            documents.store(database, document)
        generation = snapshot.make_live(database, live, encoder_id, cause, by_hand)
        if full:
            embeddings.forget_unused(database, encoder_id)
        build_legs(index_dir, database, generation, None if full else generation - 1)
    drop_old_legs(index_dir, generation)


@contextmanager
def staged(
    index_dir: Path,
    database: Database,
    live: Mapping[str, str],
    new: Sequence[Document],
    encoder_id: str,
) -> Iterator[Path]:
    """Folder of an index of its own, gone afterwards, in which `live` and `new` are live.

    For looking at what is not live: before it goes live, or an earlier state.
    """
    for left in index_dir.glob(f"{_STAGED}*"):  # by a process that was killed
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_STAGED, dir=index_dir) as name:
        folder = Path(name)
        database.copy_to(folder / FILE_NAME)
        with writing(folder, 0), Database.create(folder) as copy:
            publish(folder, copy, live, new, encoder_id, "暂存")
        yield folder


def require_encoder(database: Database, encoder_id: str) -> None:
    """Raises IndexMismatch where the index was made by another encoder."""
    if database.encoder_id not in (None, encoder_id):
        raise IndexMismatch(
            f"索引是用编码器 {database.encoder_id} 建的",
            f"现在用的编码器是 {encoder_id}，两者的向量不能混用",
            f"用 --encoder 指定 {database.encoder_id}，或{REBUILD}",
        )


def _set_damaged_aside(index_dir: Path) -> Path | None:
    """Renames a database that cannot be read, or holds what was not stored; its new path, or None
    where it is sound."""
    path = index_dir / FILE_NAME
    try:
        with Database.create(index_dir) as database:
            sound = database.rows("PRAGMA quick_check") == [("ok",)]
            if sound and not version_faults(database):
                return None
    except (IndexDamaged, IndexMismatch):
        pass
    for file in index_dir.glob(f"{FILE_NAME}*"):
        if not file.name.startswith(f"{FILE_NAME}.damaged"):
            file.rename(file.with_name(file.name.replace(path.name, f"{path.name}.damaged", 1)))
    return index_dir / f"{FILE_NAME}.damaged"
