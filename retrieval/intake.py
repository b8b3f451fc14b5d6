"""Report files → documents: one bad file stops no other, and what goes live is checked first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from retrieval.errors import RetrievalError, UnreadableSource
from retrieval.records import Document
from retrieval.settings import Settings
from retrieval.sources import open_source
from retrieval.storage import documents
from retrieval.storage.changes import Changes, File
from retrieval.storage.database import Database
from retrieval.storage.verify import document_faults
from retrieval.structure import parse_report

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done, in Chinese."""

Known = Mapping[str, Document]
"""SHA-256 of a file → the document that it was read as before."""

NONE_KNOWN: Known = MappingProxyType({})


def read_all(
    files: Sequence[File], settings: Settings, tell: Progress, known: Known
) -> tuple[list[Document], dict[str, tuple[str, str]]]:
    """Documents of `files`; and of those that cannot be taken in, by report id, name and why."""
    read, failed = [], {}
    for done, file in enumerate(files):
        tell(done, len(files), f"读取 {file.path.name}")
        try:
            read.append(read_document(file, settings, tell, known))
        except RetrievalError as error:
            failed[file.report_id] = (file.path.name, str(error))
        except Exception as error:
            # A reader's library may raise anything over a strange file; the others must go on.
            reason = f"读取时出错（{type(error).__name__}：{error}）"
            failed[file.report_id] = (file.path.name, reason)
    return read, failed


def read_document(
    file: File, settings: Settings, tell: Progress, known: Known = NONE_KNOWN
) -> Document:
    """The document of a file, checked. Raises RetrievalError where it cannot be taken in."""

    def page(done: int, total: int, doing: str) -> None:
        if total > 1:
            tell(done, total, f"{doing} {file.path.name} 各页")

    if file.sha256 in known and known[file.sha256].report.report_id == file.report_id:
        document = known[file.sha256]
        return replace(document, report=replace(document.report, version=file.version))
    source = open_source(file.path, progress=page)
    document = parse_report(source, file.report_id, file.version, settings)
    if not document.passages:
        raise UnreadableSource(
            "文件里没有可检索的文字", "应有正文或问题清单", "打开文件确认内容后重试"
        )
    fault = next(document_faults(document), None)
    if fault:
        raise UnreadableSource(
            f"读出的段落与原文对不上（{fault}）",
            "每个段落都应是原文的一段",
            "这是程序的问题，请把文件交给管理员；其他报告不受影响",
        )
    return document


def set_twins_apart(
    database: Database, changes: Changes, live: Mapping[str, str], read: Sequence[Document]
) -> tuple[Changes, list[Document], dict[str, str]]:
    """Takes new reports that differ from another in blanks and page breaks alone for copies of it.

    `live`: report id → version that is to be live. Returns the changes and the documents without
    them, and their SHA-256 → that of the version which they repeat.
    """
    new = {f.report_id: f for f in changes.added if not f.stored}
    owners: dict[str, tuple[str, str]] = {}
    twins: dict[str, str] = {}
    copies, kept = list(changes.copies), []
    for document in sorted(read, key=lambda d: (d.report.report_id in new, d.report.report_id)):
        report = document.report
        letters = documents.letters(report.text)
        owner = owners.get(letters) or _stored_owner(database, letters, live, read)
        if report.report_id in new and owner and owner[0] != report.report_id:
            copies.append((new[report.report_id].path.name, owner[0], False))
            twins[report.sha256] = owner[1]
            continue
        owners.setdefault(letters, (report.report_id, report.sha256))
        kept.append(document)
    gone = {d.report.report_id for d in read} - {d.report.report_id for d in kept}
    added = tuple(f for f in changes.added if f.report_id not in gone)
    return replace(changes, added=added, copies=tuple(copies)), kept, twins


def _stored_owner(
    database: Database, letters: str, live: Mapping[str, str], read: Sequence[Document]
) -> tuple[str, str] | None:
    """Report id and SHA-256 of a stored version with these letters that is to be live."""
    otherwise = {d.report.report_id for d in read}
    for report_id, version, sha256 in database.rows(
        "SELECT report_id, version, sha256 FROM versions WHERE letters = ? ORDER BY report_id",
        (letters,),
    ):
        if live.get(report_id) == version and report_id not in otherwise:
            return report_id, sha256
    return None
