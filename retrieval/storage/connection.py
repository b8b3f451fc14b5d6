"""A connection to an SQLite file that threads may share, with its errors in the user's words."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from retrieval.errors import IndexDamaged, IndexStateError
from retrieval.storage.schema import create_tables, has_tables

Parsed = TypeVar("Parsed")

REBUILD = "运行 python -m retrieval index --full 重建索引"

_CANNOT_WRITE = (
    "SQLITE_FULL",
    "SQLITE_IOERR_WRITE",
    "SQLITE_IOERR_FSYNC",
    "SQLITE_IOERR_TRUNCATE",
    "SQLITE_IOERR_SHMSIZE",
)
"""SQLite's names for a disk that takes no more; a quota gives another one than a full disk."""

_BUSY_MS = 10_000
"""Milliseconds to wait for another process's write to end."""


class Connection:
    """One connection, shared by the threads of a process under a lock.

    Write-ahead logging keeps readers in this and in other processes undisturbed by a writer.
    """

    def __init__(self, path: Path):
        self.path = path
        self._lock = RLock()
        with translated(path):
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            try:
                self._connection.execute("PRAGMA foreign_keys = ON")
                self.made = has_tables(self._connection)
            except BaseException:
                self._connection.close()
                raise

    def make_tables(self) -> None:
        """Makes the tables in an empty file; `made` tells whether they are there."""
        with self._lock, translated(self.path):
            self._connection.execute("PRAGMA journal_mode = WAL")
            create_tables(self._connection)
            self.made = True

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection; the object is of no use afterwards."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, values: Sequence = ()) -> list[tuple]:
        """All rows of one statement. Raises IndexDamaged where the file cannot be read."""
        with self._lock, translated(self.path):
            return self._connection.execute(sql, values).fetchall()

    def write_many(self, sql: str, rows: Sequence[Sequence]) -> None:
        """Runs one statement for each row of values."""
        with self._lock, translated(self.path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self, write: bool = True) -> Iterator[None]:
        """All or nothing of what is written inside; without `write`, one unmoving view."""
        with self._lock, translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def copy_to(self, path: Path) -> None:
        """Writes all that is committed to a new file at `path`."""
        with self._lock, translated(path), closing(sqlite3.connect(path)) as target:
            self._connection.backup(target)

    def meta(self, name: str) -> str | None:
        """A value noted about the index; None: never noted."""
        found = self.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return found[0][0] if found else None

    def set_meta(self, name: str, value: str) -> None:
        """Notes a value about the index."""
        self.rows("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors as the product's own."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") in _CANNOT_WRITE:
            raise no_space(path.parent, error) from error
        if any(word in str(error) for word in ("malformed", "no such", "disk I/O", "decode")):
            raise _damaged(path, error) from error
        raise IndexStateError(
            f"索引数据库 {path.name} 无法读写（{error}）",
            "应能读写索引文件夹，磁盘应有空间，且没有其他程序占用",
            "检查文件夹权限、磁盘空间和正在运行的程序，然后重试",
        ) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from error


def no_space(folder: Path, error: Exception) -> IndexStateError:
    """The error for an index folder that could not be written to."""
    return IndexStateError(
        f"索引文件夹 {folder} 写不下去（{str(error)[:80]}），索引保持原样",
        "磁盘应有空间，配额应够用",
        "清出空间后重试",
    )


def parsed(parse: Callable[[Any], Parsed], value: Any) -> Parsed:
    """`parse(value)` of a stored value; raises IndexDamaged where that cannot be parsed."""
    try:
        return parse(value)
    except (ValueError, TypeError) as error:
        raise IndexDamaged(
            f"数据库里有读不懂的值（{str(value)[:40]}）", "应为本程序写入的值", REBUILD
        ) from error


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    said = str(error)[:80]
    return IndexDamaged(
        f"索引数据库 {path.name} 已损坏（{said}）", "应为完整的 SQLite 数据库", REBUILD
    )
