"""Brings an index up to its reports: compare, read, embed, then make all of it live at once.

Until the one transaction at the end, nothing that readers see is touched; a process killed
before it leaves the index as it was, and finds the vectors it had computed on the next run.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from retrieval.errors import RetrievalError, UnreadableSource
from retrieval.records import Document
from retrieval.settings import REPORTS, Settings
from retrieval.sources import open_source
from retrieval.storage import documents, embeddings, snapshot
from retrieval.storage.changes import Changes, File, compare, list_files
from retrieval.storage.database import Database
from retrieval.storage.publish import open_for_writing, publish, require_encoder
from retrieval.structure import parse_report

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done, in Chinese."""


def _silent(done: int, total: int, what: str) -> None:
    """Progress for nobody."""


_BATCH = 256
"""Passages embedded and saved in one go."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a re-index did; `failed` pairs a file name with the Chinese reason it was left out,
    `notes` a report id with a Chinese sentence of the reader on what it could not keep."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    issues: int
    passages: int
    embedded: int
    reused: int
    seconds: float
    failed: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def reindex(
    index_dir: Path,
    paths: Sequence[Path] | None,
    encoder,
    settings: Settings,
    full: bool = False,
    progress: Progress | None = None,
    corpus: Path = REPORTS,
) -> Receipt:
    """Brings the index up to the files at `paths`, or mirrors `corpus` for None.

    A file that cannot be read is listed in `Receipt.failed` and stops no other; the version of it
    that was live stays. `full` reads and embeds all of them again, also with another encoder and
    over a damaged database. Raises SourceMissing, IndexMismatch, IndexDamaged, IndexStateError.
    """
    started, tell = time.perf_counter(), progress or _silent
    files = list_files(paths or [corpus])
    waiting = partial(tell, 0, 0)
    with open_for_writing(index_dir, settings.lock_seconds, waiting, True, full) as database:
        if not full:
            require_encoder(database, encoder.encoder_id)
        changes = compare(files, database, mirror=not paths)
        read, failed = _read(changes, full, settings, tell)
        live = _live_after(database, changes, failed)
        new = [d for d in read if documents.digest(d) != database.digest_of(d.report)]
        embedded = _embed(database, live, read, encoder, full, tell)
        if (full and live) or live != snapshot.live_versions(database) or new:
            tell(0, 1, "写入索引")
            cause = "全部重建" if full else _cause(changes)
            publish(index_dir, database, live, new, encoder.encoder_id, cause, full)
            tell(1, 1, "写入索引")
        receipt = _receipt(database, changes, new, failed, embedded, started)
        noted = tuple((d.report.report_id, note) for d in read for note in d.report.notes)
        return replace(receipt, notes=noted)


def remove(index_dir: Path, report_id: str, settings: Settings) -> Receipt:
    """Takes a report out of what is live; its versions stay stored. Raises ScopeError."""
    started = time.perf_counter()
    with open_for_writing(index_dir, settings.lock_seconds) as database:
        database.version_key(report_id)
        live = snapshot.live_versions(database)
        del live[report_id]
        publish(index_dir, database, live, [], database.encoder_id or "", f"移除 {report_id}")
        nothing = Changes((), (), (), (report_id,), (), ())
        return _receipt(database, nothing, [], {}, 0, started)


def rollback(
    index_dir: Path, generation: int | None, encoder, settings: Settings
) -> snapshot.Snapshot:
    """Makes an earlier snapshot live again as a new one, and returns it.

    `generation`: its number; None: the one before the live one. Raises ScopeError.
    """
    with open_for_writing(index_dir, settings.lock_seconds) as database:
        require_encoder(database, encoder.encoder_id)
        wanted = snapshot.find(database, generation)
        _embed(database, wanted.versions, [], encoder, False, _silent)
        cause = f"恢复快照 {wanted.generation}"
        publish(index_dir, database, wanted.versions, [], encoder.encoder_id, cause)
        return snapshot.find(database, database.generation)


def _read(
    changes: Changes, full: bool, settings: Settings, tell: Progress
) -> tuple[list[Document], dict[str, tuple[str, str]]]:
    """Documents of the files that must be read; and of those that cannot, by report id, why."""
    files = [f for f in changes.added + changes.changed if full or not f.stored]
    files += changes.kept if full else ()
    read, failed = [], {}
    for done, file in enumerate(files):
        tell(done, len(files), f"读取 {file.path.name}")
        try:
            read.append(_document(file, settings, tell))
        except RetrievalError as error:
            failed[file.report_id] = (file.path.name, str(error))
        except Exception as error:
            # A reader's library may raise anything over a strange file; the others must go on.
            reason = f"读取时出错（{type(error).__name__}：{error}）"
            failed[file.report_id] = (file.path.name, reason)
    return read, failed


def _document(file: File, settings: Settings, tell: Progress) -> Document:
    def page(done: int, total: int, doing: str) -> None:
        if total > 1:
            tell(done, total, f"{doing} {file.path.name} 各页")

    source = open_source(file.path, progress=page)
    document = parse_report(source, file.report_id, file.version, settings)
    if not document.passages:
        raise UnreadableSource(
            "文件里没有可检索的文字", "应有正文或问题清单", "打开文件确认内容后重试"
        )
    return document


def _live_after(database: Database, changes: Changes, failed: Mapping) -> dict[str, str]:
    """Report id → version that is to be live; what could not be read stays as it was."""
    live = snapshot.live_versions(database)
    for file in changes.added + changes.changed:
        if file.report_id not in failed:
            live[file.report_id] = file.version
    return {i: live[i] for i in sorted(live) if i not in changes.removed}


def _cause(changes: Changes) -> str:
    counts = {"新增": changes.added, "更新": changes.changed, "移除": changes.removed}
    return (
        "，".join(f"{what} {len(some)} 份" for what, some in counts.items() if some) or "补全索引"
    )


def _embed(
    database: Database,
    live: Mapping[str, str],
    read: Sequence[Document],
    encoder,
    full: bool,
    tell: Progress,
) -> int:
    """Gives every passage of `live` and `read` a vector; returns how many were computed."""
    known = set() if full else embeddings.embedded(database, encoder.encoder_id)
    wanted = {
        passage.fingerprint: (passage.context, passage.text)
        for document in read
        for passage in document.passages
        if passage.fingerprint not in known
    }
    fresh = {(d.report.report_id, d.report.version) for d in read}
    stored = [database.version_key(*row) for row in live.items() if row not in fresh]
    wanted |= embeddings.missing(database, encoder.encoder_id, stored)
    fingerprints = list(wanted)
    for first in range(0, len(fingerprints), _BATCH):
        tell(first, len(fingerprints), "计算段落向量")
        some = fingerprints[first : first + _BATCH]
        embeddings.embed(database, encoder, {f: wanted[f] for f in some})
    return len(fingerprints)


def _receipt(
    database: Database,
    changes: Changes,
    new: Sequence[Document],
    failed: Mapping[str, tuple[str, str]],
    embedded: int,
    started: float,
) -> Receipt:
    read_otherwise = {d.report.report_id for d in new} & {f.report_id for f in changes.kept}
    changed = {f.report_id for f in changes.changed} | read_otherwise
    kept = {f.report_id for f in changes.kept} - read_otherwise
    unread = tuple((name, failed[twin][1]) for name, twin in changes.copies if twin in failed)
    issues, passages = database.counts()
    return Receipt(
        added=tuple(sorted({f.report_id for f in changes.added} - failed.keys())),
        changed=tuple(sorted(changed - failed.keys())),
        removed=changes.removed,
        kept=tuple(sorted(kept))
        + tuple(f"{n}（内容同 {twin}）" for n, twin in changes.copies if twin not in failed),
        issues=issues,
        passages=passages,
        embedded=embedded,
        reused=max(passages - embedded, 0),
        seconds=time.perf_counter() - started,
        failed=changes.failed + tuple(failed.values()) + unread,
    )
