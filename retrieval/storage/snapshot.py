"""Which version of each report is live, now and in earlier snapshots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.errors import ScopeError
from retrieval.storage.database import Database


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A set of live versions. `created`: ISO 8601 in UTC; `cause`: Chinese, for the user.

    `versions` maps a report id to the version that was live.
    """

    generation: int
    created: str
    cause: str
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a report that is stored; `live`: whether it is what is searched."""

    report_id: str
    version: str
    title: str
    live: bool


def stored_versions(database: Database) -> tuple[Version, ...]:
    """Every version of every report, by report id, the oldest first."""
    sql = "SELECT report_id, version, title, live FROM versions ORDER BY report_id, version_key"
    return tuple(Version(*row[:3], live=bool(row[3])) for row in database.rows(sql))


def live_versions(database: Database) -> dict[str, str]:
    """Report id → live version, by report id."""
    sql = "SELECT report_id, version FROM versions WHERE live ORDER BY report_id"
    return dict(database.rows(sql))


def history(database: Database) -> tuple[Snapshot, ...]:
    """Every snapshot kept, the oldest first; the last one is live."""
    versions: dict[int, dict[str, str]] = {}
    for generation, report_id, version in database.rows("SELECT * FROM snapshot_versions"):
        versions.setdefault(generation, {})[report_id] = version
    found = database.rows("SELECT generation, created, cause FROM snapshots ORDER BY generation")
    return tuple(Snapshot(*row, versions.get(row[0], {})) for row in found)


def find(database: Database, generation: int | None = None) -> Snapshot:
    """A snapshot by its number; None: the one before the live one. Raises ScopeError."""
    known = {snapshot.generation: snapshot for snapshot in history(database)}
    wanted = database.generation - 1 if generation is None else generation
    if wanted not in known:
        raise ScopeError(
            f"没有快照 {wanted}",
            f"现有快照：{'、'.join(map(str, known)) or '无'}",
            "用 python -m retrieval history 查看快照编号",
        )
    return known[wanted]


def make_live(
    database: Database,
    versions: Mapping[str, str],
    encoder_id: str,
    cause: str,
    by_hand: bool = False,
) -> int:
    """Makes exactly `versions` (report id → version) live as the next generation, and names it.

    To be called inside a transaction. `encoder_id`: whose vectors it is searched by. `by_hand`:
    a person took out what leaves, so that mirroring the same file does not bring it back.
    """
    generation = database.generation + 1
    wanted = sorted(versions.items())
    now = datetime.now(UTC).isoformat(timespec="seconds")
    live = "SELECT report_id, sha256 FROM versions WHERE live"
    if by_hand:
        database.rows(f"INSERT OR IGNORE INTO withdrawn {live}")
    database.rows("UPDATE versions SET live = 0 WHERE live")
    database.write_many("UPDATE versions SET live = 1 WHERE report_id = ? AND version = ?", wanted)
    database.rows(f"DELETE FROM withdrawn WHERE (report_id, sha256) IN ({live})")
    database.rows("INSERT INTO snapshots VALUES (?, ?, ?)", (generation, now, cause))
    database.write_many(
        "INSERT INTO snapshot_versions VALUES (?, ?, ?)",
        [(generation, *row) for row in wanted],
    )
    database.set_meta("generation", str(generation))
    database.set_meta("encoder_id", encoder_id)
    return generation
