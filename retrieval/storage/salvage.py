"""What of a damaged database is still as it was stored, carried over into a new one."""

from pathlib import Path

from retrieval.errors import RetrievalError
from retrieval.records import Document
from retrieval.storage import documents, snapshot
from retrieval.storage.connection import Connection
from retrieval.storage.database import Database


def salvage(damaged: Path, database: Database) -> None:
    """Stores the versions in the file `damaged` whose checksum holds in the empty `database`, and
    makes those live that were. A file of another format, or that cannot be opened, gives none."""
    try:
        with Connection(damaged) as old:
            found, live = _sound(old)
            encoder_id = old.meta("encoder_id") or ""
    except RetrievalError:
        return
    if found:
        with database.transaction():
            for document in found:
                documents.store(database, document)
            snapshot.make_live(database, live, encoder_id, "从损坏的索引里救出")


def _sound(old: Connection) -> tuple[list[Document], dict[str, str]]:
    """Documents that are as they were stored, and the version of each report that was live."""
    found, live = [], {}
    for key, digest, is_live in old.rows("SELECT version_key, digest, live FROM versions"):
        try:
            document = documents.load(old.rows, key)
        except (RetrievalError, ValueError, TypeError, IndexError):
            continue
        if documents.digest(document) == digest:
            found.append(document)
            if is_live:
                live[document.report.report_id] = document.report.version
    return found, live
