"""What files would do to an index, before anything goes live."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.intake import Progress, read_all, set_twins_apart
from retrieval.receipt import ReportChange, report_change
from retrieval.records import Document
from retrieval.settings import Settings
from retrieval.storage import snapshot
from retrieval.storage.changes import Changes, compare
from retrieval.storage.database import Database


@dataclass(frozen=True, slots=True)
class FilePreview:
    """One file: `state` is new, version (of a report that is live), same or unreadable. `reason`:
    Chinese, of the last two. `document` and `change`: of the first two."""

    name: str
    state: str
    reason: str = ""
    document: Document | None = None
    change: ReportChange | None = None


def preview(
    index_dir: Path, paths: Sequence[Path], settings: Settings, progress: Progress
) -> tuple[FilePreview, ...]:
    """What each of `paths` is to the index, in their order. Nothing is written, no writer waited
    for. Raises IndexMissing and what `progress` raises."""
    with Database.open(index_dir) as database:
        changes = compare(paths, database, mirror=False)
        to_read = [f for f in changes.added + changes.changed if not f.stored]
        read, failed = read_all(to_read, settings, progress, {})
        live = snapshot.live_versions(database)
        after = live | {d.report.report_id: d.report.version for d in read}
        changes, read, _ = set_twins_apart(database, changes, after, read)
        found = {row.name: row for row in _rows(database, changes, live, read)}
    found |= {name: FilePreview(name, "unreadable", why) for name, why in failed.values()}
    return tuple(found[path.name] for path in paths if path.name in found)


def _rows(database: Database, changes: Changes, live: dict[str, str], read: Sequence[Document]):
    documents = {d.report.report_id: d for d in read}
    for file in changes.kept:
        same = f"与现有报告《{file.report_id}》（{file.version}）完全相同"
        yield FilePreview(file.path.name, "same", same)
    for name, twin, exact in changes.copies:
        how = "内容相同" if exact else "只有空白或换页不同"
        yield FilePreview(name, "same", f"与报告《{twin}》{how}")
    for name, why in changes.failed:
        yield FilePreview(name, "unreadable", why)
    for file in changes.added + changes.changed:
        report_id = file.report_id
        if file.stored:
            documents[report_id] = database.load_document(report_id, file.version)
        if report_id in documents:
            document = documents[report_id]
            old = database.load_document(report_id) if report_id in live else None
            state = "version" if old else "new"
            change = report_change(old, document)
            yield FilePreview(file.path.name, state, "", document, change)
