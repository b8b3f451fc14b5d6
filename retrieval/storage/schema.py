"""Tables of `reports.db`, the only truth.

A row of `versions` is one version of one report; at most one version of a report is live, and
the live ones are what is searched. Versions that are no longer live stay, so that an earlier
snapshot can be made live again. A snapshot is a generation: the set of versions live then.
"""

import sqlite3

from retrieval.errors import IndexMismatch, IndexStateError

SCHEMA_VERSION = 4
"""Kept in SQLite's user_version; goes up with every change of the tables below, or of what
they hold."""

_TABLES = """
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE versions (
    version_key INTEGER PRIMARY KEY,
    report_id   TEXT NOT NULL,
    version     TEXT NOT NULL,
    sha256      TEXT NOT NULL,     -- of the file as received
    title       TEXT NOT NULL,
    source_name TEXT NOT NULL,
    text        TEXT NOT NULL,     -- what every offset counts in
    page_starts TEXT NOT NULL,     -- JSON list
    notes       TEXT NOT NULL,     -- JSON list
    doubts      TEXT NOT NULL,     -- JSON list of [kind, text, quotes, issues]
    digest      TEXT NOT NULL,     -- of the whole document, for verify
    letters     TEXT NOT NULL,     -- SHA-256 of the text without blanks
    live        INTEGER NOT NULL DEFAULT 0,
    UNIQUE (report_id, version)
);
CREATE UNIQUE INDEX one_live_version ON versions (report_id) WHERE live;
CREATE INDEX versions_by_letters ON versions (letters);

CREATE TABLE copies (              -- files that differ from a version in blanks and breaks alone
    sha256  TEXT PRIMARY KEY,      -- of the file
    same_as TEXT NOT NULL          -- sha256 of the version
) WITHOUT ROWID;

CREATE TABLE withdrawn (           -- contents that a person took out: mirroring keeps them out
    report_id TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    PRIMARY KEY (report_id, sha256)
) WITHOUT ROWID;

CREATE TABLE issues (
    version_key    INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
    place          INTEGER NOT NULL,   -- from 0, in report order
    issue_id       TEXT NOT NULL,
    number         TEXT NOT NULL,
    ordinal        INTEGER NOT NULL,
    title          TEXT NOT NULL,
    organisations  TEXT NOT NULL,      -- JSON list
    deadline       TEXT,
    deadline_due   TEXT,               -- ISO date
    deadline_start INTEGER,
    deadline_end   INTEGER,
    status         TEXT,
    status_normal  TEXT,
    status_start   INTEGER,
    status_end     INTEGER,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    PRIMARY KEY (version_key, place)
) WITHOUT ROWID;

CREATE TABLE fields (
    version_key INTEGER NOT NULL,
    issue_place INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    label       TEXT NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    PRIMARY KEY (version_key, issue_place, place),
    FOREIGN KEY (version_key, issue_place) REFERENCES issues ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE passages (
    passage_key INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: the legs know it
    version_key INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    passage_id  TEXT NOT NULL,
    issue_id    TEXT,
    locator     TEXT NOT NULL,
    text        TEXT NOT NULL,
    context     TEXT NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    field       TEXT,
    UNIQUE (version_key, place)
);
CREATE INDEX passages_by_fingerprint ON passages (fingerprint);
CREATE INDEX passages_by_issue ON passages (version_key, issue_id);

CREATE TABLE vectors (
    encoder_id  TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    vector      BLOB NOT NULL,     -- float32, little-endian
    PRIMARY KEY (encoder_id, fingerprint)
);

CREATE TABLE snapshots (
    generation INTEGER PRIMARY KEY,
    created    TEXT NOT NULL,      -- ISO 8601, UTC
    cause      TEXT NOT NULL       -- Chinese, for the user
);

CREATE TABLE snapshot_versions (
    generation INTEGER NOT NULL REFERENCES snapshots ON DELETE CASCADE,
    report_id  TEXT NOT NULL,
    version    TEXT NOT NULL,
    PRIMARY KEY (generation, report_id)
) WITHOUT ROWID;
"""


def create_tables(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty database, all or none of them."""
    connection.executescript(
        f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether the tables were made.

    Raises IndexMismatch where another version made them, IndexStateError where the file is
    another program's: it must not be written into.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, SCHEMA_VERSION):
        raise IndexMismatch(
            f"索引的格式版本是 {version}",
            f"本程序读写格式版本 {SCHEMA_VERSION}",
            "运行 python -m retrieval index --full 用本程序重建",
        )
    if version == 0 and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise IndexStateError(
            "文件夹里的 reports.db 是别的程序的数据库",
            "应为本程序建的，或还没有这个文件",
            "用 --index 指定别的文件夹",
        )
    return version == SCHEMA_VERSION
