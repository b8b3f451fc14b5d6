"""What a re-index did, for whoever asked for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.records import Document
from retrieval.storage import snapshot
from retrieval.storage.changes import Changes
from retrieval.storage.database import Database
from retrieval.structure.revision import Revision, revision

_TOLD = ("numbering", "count")
"""Kinds of doubt that may mean the report was not read whole."""


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One report that came in: its version, the one live before (None: it is new), how its issues
    differ, and Chinese sentences on what the check before going live found."""

    report_id: str
    version: str
    before: str | None
    issues: int
    revision: Revision
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a re-index did; `failed` pairs a file name with the Chinese reason it was left out,
    `notes` a report id with a Chinese sentence of the reader on what it could not keep.
    `withheld`: reports left out because a person took them out. `reports`: those that came in.
    `generation`: number of the live snapshot. `gate`: a sentence on the gold questions, "" for none."""

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
    withheld: tuple[str, ...] = ()
    reports: tuple[ReportChange, ...] = ()
    generation: int = 0
    gate: str = ""


def report_changes(
    database: Database, live: Mapping[str, str], read: Sequence[Document]
) -> tuple[ReportChange, ...]:
    """How the reports of `live` (id → version) differ from those live now, those alone that do.

    To be called before `live` goes live; `read`: documents that are not stored yet.
    """
    now = snapshot.live_versions(database)
    fresh = {(d.report.report_id, d.report.version): d for d in read}
    found = []
    for report_id, version in live.items():
        new = fresh.get((report_id, version))
        if now.get(report_id) == version and new is None:
            continue
        before = now.get(report_id)
        old = database.load_document(report_id, before) if before else None
        new = new or database.load_document(report_id, version)
        found.append(report_change(old, new))
    return tuple(found)


def report_change(old: Document | None, new: Document) -> ReportChange:
    """How one report differs from the version that is live; None: it is new."""
    remarks = tuple(d.text for d in new.doubts if d.kind in _TOLD)
    if not new.issues:
        remarks = ("没有读到编号的问题，只能按段落提问。",)
    if old and old.issues and 2 * len(new.issues) < len(old.issues):
        remarks += (f"上一版有 {len(old.issues)} 个问题，这一版只读到 {len(new.issues)} 个。",)
    before = old.report.version if old else None
    report = new.report
    return ReportChange(
        report.report_id, report.version, before, len(new.issues), revision(old, new), remarks
    )


def receipt_of(
    database: Database,
    changes: Changes,
    new: Sequence[Document],
    failed: Mapping[str, tuple[str, str]],
    embedded: int,
    seconds: float,
) -> Receipt:
    """The receipt of `changes` gone live; `new`: documents stored, `failed`: by report id."""
    read_otherwise = {d.report.report_id for d in new} & {f.report_id for f in changes.kept}
    changed = {f.report_id for f in changes.changed} | read_otherwise
    kept = {f.report_id for f in changes.kept} - read_otherwise
    unread = tuple((name, failed[twin][1]) for name, twin, _ in changes.copies if twin in failed)
    issues, passages = database.counts()
    return Receipt(
        added=tuple(sorted({f.report_id for f in changes.added} - failed.keys())),
        changed=tuple(sorted(changed - failed.keys())),
        removed=changes.removed,
        kept=tuple(sorted(kept))
        + tuple(_copy_words(*copy) for copy in changes.copies if copy[1] not in failed),
        issues=issues,
        passages=passages,
        embedded=embedded,
        reused=max(passages - embedded, 0),
        seconds=seconds,
        failed=changes.failed + tuple(failed.values()) + unread,
        withheld=changes.withheld,
        generation=database.generation,
    )


def _copy_words(name: str, twin: str, exact: bool) -> str:
    return f"{name}（内容同 {twin}{'' if exact else '，只有空白或换页不同'}）"
