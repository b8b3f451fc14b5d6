"""Documents as rows and back: what is loaded equals what was stored."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date

from retrieval.records import Deadline, Document, Doubt, Field, Issue, Passage, Report, Status
from retrieval.storage.connection import parsed

Rows = Callable[..., list[tuple]]
"""`Connection.rows`: a statement and its values → all rows."""

_PASSAGE = 'passage_id, issue_id, locator, p.text, context, start, "end", fingerprint, field'

_KEYS_A_STATEMENT = 500
"""SQLite takes at most 999 values in a statement in its older builds."""


def digest(document: Document) -> str:
    """SHA-256, in hexadecimal, of all that a document holds."""
    return hashlib.sha256(repr(document).encode()).hexdigest()


def letters(text: str) -> str:
    """SHA-256, in hexadecimal, of a text's characters without blanks and page breaks."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def store(connection, document: Document) -> None:
    """Writes a document as a version that is not live; an older row of the version is replaced."""
    report = document.report
    connection.rows(
        "DELETE FROM versions WHERE report_id = ? AND version = ?",
        (report.report_id, report.version),
    )
    ((key,),) = connection.rows(
        "INSERT INTO versions (report_id, version, sha256, title, source_name, text, page_starts,"
        " notes, doubts, digest, letters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING version_key",
        (
            report.report_id,
            report.version,
            report.sha256,
            report.title,
            report.source_name,
            report.text,
            json.dumps(report.page_starts),
            json.dumps(report.notes, ensure_ascii=False),
            json.dumps([_doubt_row(d) for d in document.doubts], ensure_ascii=False),
            digest(document),
            letters(report.text),
        ),
    )
    # What is stored in its own right is no copy any longer.
    connection.rows("DELETE FROM copies WHERE sha256 = ?", (report.sha256,))
    _insert(connection, "issues", [_issue_row(key, *row) for row in enumerate(document.issues)])
    _insert(
        connection,
        "fields",
        [
            (key, issue_place, place, field.kind, field.label, field.start, field.end)
            for issue_place, issue in enumerate(document.issues)
            for place, field in enumerate(issue.fields)
        ],
    )
    _insert(
        connection,
        "passages",
        [(None, key, *_passage_row(place, p)) for place, p in enumerate(document.passages)],
    )


def load(rows: Rows, version_key: int) -> Document:
    """The document under a version's key."""
    ((doubts,),) = rows("SELECT doubts FROM versions WHERE version_key = ?", (version_key,))
    return Document(
        load_report(rows, version_key),
        load_issues(rows, version_key),
        load_passages(rows, version_key),
        parsed(_doubts, doubts),
    )


def load_report(rows: Rows, version_key: int) -> Report:
    """The report under a version's key."""
    ((*plain, page_starts, notes),) = rows(
        "SELECT report_id, title, version, sha256, source_name, text, page_starts, notes"
        " FROM versions WHERE version_key = ?",
        (version_key,),
    )
    return Report(*plain, *(tuple(parsed(json.loads, some)) for some in (page_starts, notes)))


def load_issues(rows: Rows, version_key: int) -> tuple[Issue, ...]:
    """Issues of a version, in report order."""
    fields: dict[int, list[Field]] = {}
    for place, *field in rows(
        'SELECT issue_place, kind, label, start, "end" FROM fields WHERE version_key = ?'
        " ORDER BY issue_place, place",
        (version_key,),
    ):
        fields.setdefault(place, []).append(Field(*field))
    found = rows(
        "SELECT v.report_id, i.* FROM issues i JOIN versions v USING (version_key)"
        " WHERE version_key = ? ORDER BY place",
        (version_key,),
    )
    return tuple(_issue(row, tuple(fields.get(row[2], ()))) for row in found)


def load_passages(rows: Rows, version_key: int) -> tuple[Passage, ...]:
    """Passages of a version, in report order."""
    found = rows(
        f"SELECT report_id, {_PASSAGE} FROM passages p JOIN versions USING (version_key)"
        " WHERE version_key = ? ORDER BY place",
        (version_key,),
    )
    return tuple(_passage(row) for row in found)


def load_passages_by_key(rows: Rows, keys: Sequence[int]) -> dict[int, Passage]:
    """Passages of any version by their keys; a key that is not stored is left out."""
    passages: dict[int, Passage] = {}
    for first in range(0, len(keys), _KEYS_A_STATEMENT):
        some = keys[first : first + _KEYS_A_STATEMENT]
        found = rows(
            f"SELECT passage_key, report_id, {_PASSAGE} FROM passages p"
            f" JOIN versions USING (version_key) WHERE passage_key IN ({_marks(len(some))})",
            some,
        )
        passages.update((key, _passage(row)) for key, *row in found)
    return passages


def _doubt_row(doubt: Doubt) -> tuple:
    return doubt.kind, doubt.text, doubt.quotes, doubt.issues


def _doubts(written: str) -> tuple[Doubt, ...]:
    return tuple(
        Doubt(kind, text, tuple((start, end) for start, end in quotes), tuple(issues))
        for kind, text, quotes, issues in json.loads(written)
    )


def _insert(connection, table: str, rows: Sequence[tuple]) -> None:
    if rows:
        connection.write_many(f"INSERT INTO {table} VALUES ({_marks(len(rows[0]))})", rows)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _issue_row(version_key: int, place: int, issue: Issue) -> tuple:
    deadline, status = issue.deadline, issue.status
    due = deadline.due.isoformat() if deadline and deadline.due else None
    return (
        version_key,
        place,
        issue.issue_id,
        issue.number,
        issue.ordinal,
        issue.title,
        json.dumps(issue.organisations, ensure_ascii=False),
        *((deadline.text, due, deadline.start, deadline.end) if deadline else [None] * 4),
        *((status.text, status.normal, status.start, status.end) if status else [None] * 4),
        issue.start,
        issue.end,
    )


def _issue(row: tuple, fields: tuple[Field, ...]) -> Issue:
    report_id, _, _, issue_id, number, ordinal, title, organisations, *rest = row
    wording, due, deadline_start, deadline_end, *status, start, end = rest
    deadline = None
    if wording is not None:
        day = parsed(date.fromisoformat, due) if due else None
        deadline = Deadline(wording, day, deadline_start, deadline_end)
    return Issue(
        issue_id,
        report_id,
        number,
        ordinal,
        title,
        deadline,
        Status(*status) if status[0] is not None else None,
        tuple(parsed(json.loads, organisations)),
        fields,
        start,
        end,
    )


def _passage_row(place: int, p: Passage) -> tuple:
    where = (p.start, p.end, p.fingerprint, p.field)
    return (place, p.passage_id, p.issue_id, p.locator, p.text, p.context, *where)


def _passage(row: Sequence) -> Passage:
    report_id, passage_id, *rest = row
    return Passage(passage_id, report_id, *rest)
