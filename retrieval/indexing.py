"""Brings an index up to its reports: compare, read, embed, then make all of it live at once.

Until the one transaction at the end, nothing that readers see is touched; a process killed
before it leaves the index as it was, and finds the vectors it had computed on the next run.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from retrieval.intake import NONE_KNOWN, Known, Progress, read_all, set_twins_apart
from retrieval.receipt import Receipt, receipt_of, report_changes
from retrieval.records import Document
from retrieval.settings import REPORTS, Settings
from retrieval.storage import documents, embeddings, snapshot
from retrieval.storage.changes import Changes, compare, list_files, newest_of_each
from retrieval.storage.database import Database
from retrieval.storage.publish import (
    open_for_writing,
    publish,
    require_encoder,
    staged,
)

Gate = Callable[[Path], str]
"""Called with the folder of an index that holds what is to go live; returns a Chinese sentence on
it, or raises to keep it out."""

UPLOADS = "uploads"
"""Folder within the index of the files that came in by the page; mirrored like the corpus."""

_NAMED = 3
"""Reports that a snapshot names; of more it says how many."""

_BATCH = 256
"""Passages embedded and saved in one go."""


def _silent(done: int, total: int, what: str) -> None:
    """Progress for nobody."""


def reindex(
    index_dir: Path,
    paths: Sequence[Path] | None,
    encoder,
    settings: Settings,
    full: bool = False,
    progress: Progress | None = None,
    corpus: Path = REPORTS,
    gate: Gate | None = None,
    known: Known = NONE_KNOWN,
) -> Receipt:
    """Brings the index up to the files at `paths`, or mirrors `corpus` and the uploads for None.

    A file that cannot be read is listed in `Receipt.failed` and stops no other; the version of it
    that was live stays. `full` reads and embeds all of them again, also with another encoder and
    over a damaged database. `gate` sees what is to go live first; what it raises leaves all as it
    was. `known`: files read before. Raises SourceMissing, IndexMismatch, IndexDamaged,
    IndexStateError.
    """
    started, tell = time.perf_counter(), progress or _silent
    files, hidden = (list_files(paths), ()) if paths else _mirrored(index_dir, corpus)
    waiting = partial(tell, 0, 0)
    with open_for_writing(index_dir, settings.lock_seconds, waiting, True, full) as database:
        if not full:
            require_encoder(database, encoder.encoder_id)
        changes = compare(files, database, mirror=not paths)
        to_read = [f for f in changes.added + changes.changed if full or not f.stored]
        to_read += changes.kept if full else ()
        read, failed = read_all(to_read, settings, tell, known)
        live = _live_after(database, changes, failed)
        changes, read, twins = set_twins_apart(database, changes, live, read)
        live = {i: version for i, version in live.items() if not _is_twin(i, changes)}
        new = [d for d in read if _is_new(database, d)]
        embedded = _embed(database, live, read, encoder, full, tell)
        _note_copies(database, twins)
        differing, told = (), ""
        if (full and live) or live != snapshot.live_versions(database) or new:
            differing = report_changes(database, live, new)
            if gate and live:
                tell(0, 1, "用标准问题集核对")
                with staged(index_dir, database, live, new, encoder.encoder_id) as folder:
                    told = gate(folder)
            tell(0, 1, "写入索引")
            cause = "全部重建" if full else _cause(changes)
            publish(index_dir, database, live, new, encoder.encoder_id, cause, full)
            tell(1, 1, "写入索引")
        seconds = time.perf_counter() - started
        receipt = receipt_of(database, changes, new, failed, embedded, seconds)
        noted = tuple((d.report.report_id, note) for d in read for note in d.report.notes)
        return replace(receipt, notes=noted + hidden, reports=differing, gate=told)


def remove(index_dir: Path, report_id: str, settings: Settings) -> Receipt:
    """Takes a report out of what is live; its versions stay stored, and mirroring does not bring
    the same content back. Raises ScopeError."""
    started = time.perf_counter()
    with open_for_writing(index_dir, settings.lock_seconds) as database:
        database.version_key(report_id)
        live = snapshot.live_versions(database)
        del live[report_id]
        cause = f"移除 {report_id}"
        publish(index_dir, database, live, [], database.encoder_id or "", cause, by_hand=True)
        gone = Changes((), (), (), (report_id,), (), ())
        return receipt_of(database, gone, [], {}, 0, time.perf_counter() - started)


def rollback(
    index_dir: Path, generation: int | None, encoder, settings: Settings
) -> snapshot.Snapshot:
    """Makes an earlier snapshot live again as a new one, and returns it.

    `generation`: its number; None: the one before the live one. What leaves stays out when the
    corpus is mirrored, until its file changes. Raises ScopeError.
    """
    with open_for_writing(index_dir, settings.lock_seconds) as database:
        require_encoder(database, encoder.encoder_id)
        wanted = snapshot.find(database, generation)
        _embed(database, wanted.versions, [], encoder, False, _silent)
        cause = f"恢复快照 {wanted.generation}"
        encoder_id = encoder.encoder_id
        publish(index_dir, database, wanted.versions, [], encoder_id, cause, by_hand=True)
        return snapshot.find(database, database.generation)


@contextmanager
def earlier_index(
    index_dir: Path,
    encoder,
    settings: Settings,
    generation: int | None = None,
    version: tuple[str, str] | None = None,
) -> Iterator[Path]:
    """Folder of an index, gone afterwards, in which an earlier snapshot is live, or one `version`
    (report id, version) alone. Raises ScopeError."""
    with Database.open(index_dir) as database:
        require_encoder(database, encoder.encoder_id)
        if version:
            database.version_key(*version)
        versions = dict([version]) if version else snapshot.find(database, generation).versions
    with ExitStack() as kept:
        with open_for_writing(index_dir, settings.lock_seconds) as database:
            _embed(database, versions, [], encoder, False, _silent)
            copy = staged(index_dir, database, versions, [], encoder.encoder_id)
            folder = kept.enter_context(copy)
        yield folder


def _mirrored(index_dir: Path, corpus: Path) -> tuple[list[Path], tuple[tuple[str, str], ...]]:
    """The files that a mirror holds, and a note for each that a newer one of its name hides."""
    uploads = index_dir / UPLOADS
    uploaded = uploads.is_dir() and any(uploads.iterdir())
    if not uploaded:
        return list_files([corpus]), ()
    inside = corpus.is_dir() and any(corpus.iterdir())
    return newest_of_each(list_files([*([corpus] if inside else ()), uploads]), uploads)


def _is_new(database: Database, document: Document) -> bool:
    return documents.digest(document) != database.digest_of(document.report)


def _is_twin(report_id: str, changes: Changes) -> bool:
    return any(Path(name).stem == report_id for name, *_ in changes.copies)


def _note_copies(database: Database, twins: Mapping[str, str]) -> None:
    if twins:
        with database.transaction():
            database.write_many("INSERT OR REPLACE INTO copies VALUES (?, ?)", list(twins.items()))


def _live_after(database: Database, changes: Changes, failed: Mapping) -> dict[str, str]:
    """Report id → version that is to be live; what could not be read stays as it was."""
    live = snapshot.live_versions(database)
    for file in changes.added + changes.changed:
        if file.report_id not in failed:
            live[file.report_id] = file.version
    return {i: live[i] for i in sorted(live) if i not in changes.removed}


def _cause(changes: Changes) -> str:
    counts = {"新增": changes.added, "更新": changes.changed, "移除": changes.removed}
    told = [f"{what} {_names(some)}" for what, some in counts.items() if some]
    return "；".join(told) or "补全索引"


def _names(some: Sequence) -> str:
    """The reports by name where they are few, else how many."""
    names = [each if isinstance(each, str) else each.report_id for each in some]
    return "、".join(names) if len(names) <= _NAMED else f"{len(names)} 份"


def _embed(
    database: Database,
    live: Mapping[str, str],
    read: Sequence[Document],
    encoder,
    full: bool,
    tell: Progress,
) -> int:
    """Gives every passage of `live` and `read` a vector; returns how many were computed."""
    every = {
        passage.fingerprint: (passage.context, passage.text)
        for document in read
        for passage in document.passages
    }
    known = set() if full else embeddings.embedded(database, encoder.encoder_id, list(every))
    wanted = {fingerprint: text for fingerprint, text in every.items() if fingerprint not in known}
    fresh = {(d.report.report_id, d.report.version) for d in read}
    # What is live already has its vectors, unless another encoder made them.
    if database.encoder_id == encoder.encoder_id and not full:
        fresh |= set(snapshot.live_versions(database).items())
    stored = [database.version_key(*row) for row in live.items() if row not in fresh]
    wanted |= embeddings.missing(database, encoder.encoder_id, stored)
    fingerprints = list(wanted)
    for first in range(0, len(fingerprints), _BATCH):
        tell(first, len(fingerprints), "计算段落向量")
        some = fingerprints[first : first + _BATCH]
        embeddings.embed(database, encoder, {f: wanted[f] for f in some})
    return len(fingerprints)
