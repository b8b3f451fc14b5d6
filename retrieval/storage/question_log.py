"""Who asked what and got which answer: an SQLite file of its own beside the index.

Asking hands an entry over and goes on; one thread writes. A log that cannot be written costs the
entries, never an answer.
"""

import json
import logging
import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from retrieval.errors import LogError

logger = logging.getLogger(__name__)

FILE_NAME = "questions.db"
"""Inside the index folder; not a part of the index."""

_TABLES = """
CREATE TABLE IF NOT EXISTS asked (
    entry_id   TEXT PRIMARY KEY,
    at         TEXT NOT NULL,      -- ISO 8601, UTC
    who        TEXT NOT NULL,      -- account
    door       TEXT NOT NULL,      -- page, api or mcp
    scope      TEXT NOT NULL,      -- JSON object
    generation INTEGER NOT NULL,   -- of the index that answered
    answer     TEXT NOT NULL       -- JSON object, as CONTRACT has it
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS asked_at ON asked (at);
CREATE TABLE IF NOT EXISTS marks (
    entry_id TEXT NOT NULL REFERENCES asked ON DELETE CASCADE,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    comment  TEXT NOT NULL,
    correction TEXT NOT NULL       -- the right answer, as far as known
);
CREATE INDEX IF NOT EXISTS marks_of ON marks (entry_id);
"""
_WAITING = 10_000
"""Entries held at most until they are written; more are counted and reported as lost."""

_MARK_SECONDS = 10.0
_DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A reader's 有误: when (UTC), by whom, why, and the right answer, "" where not told."""

    at: datetime
    who: str
    comment: str
    correction: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that was asked: when (UTC), by which account, through which door (page, api, mcp),
    within which scope, of which generation of the index, with the answer as CONTRACT has it."""

    entry_id: str
    at: datetime
    who: str
    door: str
    scope: dict
    generation: int
    answer: dict
    marks: tuple[Mark, ...] = ()


class QuestionLog:
    """The log being written by a server. Entries older than `keep_days` are deleted, when it is
    opened and every day after. Safe between threads; other processes may read meanwhile."""

    def __init__(self, index_dir: Path, keep_days: float):
        """Raises LogError where the file cannot be opened or is damaged."""
        self.path, self.keep_days = Path(index_dir) / FILE_NAME, keep_days
        with _told(self.path):
            self._connection = sqlite3.connect(
                self.path, timeout=10, isolation_level=None, check_same_thread=False
            )
            try:
                self.path.chmod(0o600)
                self._connection.executescript(
                    "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;"
                    f"PRAGMA secure_delete = ON; {_TABLES}"
                )
                self._forget()
            except BaseException:
                self._connection.close()
                raise
        self._waiting: queue.Queue = queue.Queue(_WAITING)
        self._writer = threading.Thread(target=self._write, name="question log", daemon=True)
        self._writer.start()

    def __enter__(self) -> "QuestionLog":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Writes what is waiting and closes the file."""
        self._waiting.put(None)
        self._writer.join()
        self._connection.close()

    def record(self, entry: Entry) -> None:
        """Takes an entry and returns at once; it is written soon."""
        answer = json.dumps(entry.answer, ensure_ascii=False)
        scope = json.dumps(entry.scope, ensure_ascii=False)
        values = (entry.entry_id, _iso(entry.at), entry.who, entry.door, scope)
        row = (*values, entry.generation, answer)
        try:
            self._waiting.put_nowait(("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?, ?)", row, None))
        except queue.Full:
            logger.error("the question log is behind: an entry was lost")

    def mark(self, entry_id: str, mark: Mark) -> None:
        """Marks an answer as wrong; back when it is written. Raises LogError where it is not."""
        done: queue.Queue = queue.Queue()
        row = (entry_id, _iso(mark.at), mark.who, mark.comment, mark.correction)
        try:
            sql = "INSERT INTO marks VALUES (?, ?, ?, ?, ?)"
            self._waiting.put((sql, row, done), timeout=_MARK_SECONDS)
            error = done.get(timeout=_MARK_SECONDS)
        except (queue.Full, queue.Empty) as late:
            error = late
        if isinstance(error, sqlite3.IntegrityError):
            raise LogError("记录里没有这个回答", "可能已过保留期限", "再问一次，然后标记")
        if error:
            raise _unusable(self.path, error)

    def _write(self) -> None:
        """The writer's thread: everything that waits in one transaction."""
        batch: list = []
        while None not in batch:
            try:
                batch = [self._waiting.get(timeout=_DAY_SECONDS)]
            except queue.Empty:
                batch = []
            while not self._waiting.empty():
                batch.append(self._waiting.get())
            self._write_all([task for task in batch if task])

    def _write_all(self, tasks: list[tuple]) -> None:
        errors: list[sqlite3.Error | None] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            errors = [self._error_of(sql, row) for sql, row, _ in tasks]
            if datetime.now(UTC) - self._forgotten >= timedelta(days=1):
                self._forget()
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            errors = [error] * len(tasks)
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        for (_, _, done), error in zip(tasks, errors, strict=True):
            if error:
                logger.error("the question log could not write an entry: %s", error)
            if done:
                done.put(error)

    def _error_of(self, sql: str, row: tuple) -> sqlite3.Error | None:
        """Runs one statement; what went wrong with it, if anything."""
        try:
            self._connection.execute(sql, row)
        except sqlite3.Error as error:
            return error
        return None

    def _forget(self) -> None:
        self._forgotten = datetime.now(UTC)
        oldest = self._forgotten - timedelta(days=self.keep_days)
        self._connection.execute("DELETE FROM asked WHERE at < ?", (_iso(oldest),))


def read_log(index_dir: Path, since: datetime | None = None, marked: bool = False) -> list[Entry]:
    """The entries from `since` on, oldest first; `marked`: only those marked as wrong.

    An index without a log has none. Raises LogError where the file is damaged.
    """
    path = Path(index_dir) / FILE_NAME
    if not path.exists():
        return []
    with (
        _told(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        marks: dict[str, list[Mark]] = {}
        for entry_id, at, *values in connection.execute("SELECT * FROM marks ORDER BY at"):
            marks.setdefault(entry_id, []).append(Mark(datetime.fromisoformat(at), *values))
        sql = "SELECT * FROM asked WHERE at >= ? ORDER BY at, entry_id"
        rows = connection.execute(sql, (_iso(since) if since else "",)).fetchall()
    entries = [_entry(row, tuple(marks.get(row[0], ()))) for row in rows]
    return [entry for entry in entries if entry.marks or not marked]


def _entry(row: tuple, marks: tuple[Mark, ...]) -> Entry:
    entry_id, at, who, door, scope, generation, answer = row
    at = datetime.fromisoformat(at)
    return Entry(entry_id, at, who, door, json.loads(scope), generation, json.loads(answer), marks)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: Exception) -> LogError:
    return LogError(
        f"提问记录 {path} 无法读写（{str(error)[:80] or error.__class__.__name__}）",
        "应能读写，磁盘应有空间",
        "检查文件夹权限和磁盘空间；文件损坏时把它移走，会重新建立；不要记录就加 --log-days 0",
    )
