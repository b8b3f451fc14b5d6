"""`reports.db`, the only truth: opening it, and everything that is read from it."""

from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import IndexMissing, ScopeError
from retrieval.records import Document, Issue, Passage, Report, Scope
from retrieval.storage import documents
from retrieval.storage.connection import Connection, parsed

FILE_NAME = "reports.db"


class Database(Connection):
    """The database of one index; readers see the live versions unless told otherwise."""

    @classmethod
    def open(cls, index_dir: Path) -> "Database":
        """The database of an index that holds something.

        Raises IndexMissing, IndexDamaged, or IndexMismatch for another format version.
        """
        path = index_dir / FILE_NAME
        if not path.is_file():
            raise _missing(index_dir)
        database = cls(path)
        try:
            if not database.made or not database.generation:
                raise _missing(index_dir)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def create(cls, index_dir: Path) -> "Database":
        """The database in `index_dir`, made first where there is none. Raises as `open` does."""
        database = cls(index_dir / FILE_NAME)
        try:
            if not database.made:
                database.make_tables()
        except BaseException:
            database.close()
            raise
        return database

    @property
    def generation(self) -> int:
        """Number of the live snapshot, from 1; 0: nothing was indexed yet."""
        return parsed(int, self.meta("generation") or 0)

    @property
    def encoder_id(self) -> str | None:
        """Encoder whose vectors the live snapshot is searched by; None: nothing indexed yet."""
        return self.meta("encoder_id")

    def reports(self) -> tuple[Report, ...]:
        """The live version of every report, by report id."""
        found = self.rows("SELECT version_key FROM versions WHERE live ORDER BY report_id")
        return tuple(documents.load_report(self.rows, key) for (key,) in found)

    def version_key(self, report_id: str, version: str | None = None) -> int:
        """Key of a version of a report, the live one for None. Raises ScopeError."""
        wanted, values = ("version = ?", [version]) if version else ("live", [])
        found = self.rows(
            f"SELECT version_key FROM versions WHERE report_id = ? AND {wanted}",
            [report_id, *values],
        )
        if not found:
            raise self._unknown(report_id, version)
        return found[0][0]

    def load_document(self, report_id: str, version: str | None = None) -> Document:
        """The document as it was stored. Raises ScopeError for one that the index lacks."""
        return documents.load(self.rows, self.version_key(report_id, version))

    def report_text(self, report_id: str, version: str | None = None) -> str:
        """The text that offsets count in. Raises ScopeError as `load_document` does."""
        key = self.version_key(report_id, version)
        return self.rows("SELECT text FROM versions WHERE version_key = ?", (key,))[0][0]

    def issues(self, report_id: str | None = None) -> tuple[Issue, ...]:
        """Issues of one report, or of all live ones, in report order. Raises ScopeError."""
        found = self._live(report_id)
        return tuple(issue for key in found for issue in documents.load_issues(self.rows, key))

    def passages(self, report_id: str | None = None) -> tuple[Passage, ...]:
        """Passages of one report, or of all live ones, in report order. Raises ScopeError."""
        found = self._live(report_id)
        return tuple(p for key in found for p in documents.load_passages(self.rows, key))

    def passages_by_key(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Passages under `keys`; a key that is no longer stored is left out."""
        return documents.load_passages_by_key(self.rows, keys)

    def digest_of(self, report: Report) -> str | None:
        """Digest of the document stored as this version; None: not stored yet."""
        found = self.rows(
            "SELECT digest FROM versions WHERE report_id = ? AND version = ?",
            (report.report_id, report.version),
        )
        return found[0][0] if found else None

    def counts(self) -> tuple[int, int]:
        """Live issues and live passages."""
        (counted,) = self.rows(
            "SELECT (SELECT count(*) FROM issues JOIN versions USING (version_key) WHERE live),"
            " (SELECT count(*) FROM passages JOIN versions USING (version_key) WHERE live)"
        )
        return counted

    def places(self) -> dict[int, int]:
        """Passage key → place among all live passages in report order, from 0."""
        found = self.rows(
            "SELECT passage_key FROM passages JOIN versions USING (version_key) WHERE live"
            " ORDER BY report_id, place"
        )
        return {key: place for place, (key,) in enumerate(found)}

    def keys_in(self, scope: Scope) -> list[int]:
        """Keys of the passages of every version that lie in `scope`."""
        joins, clauses, values = "", ["1"], []
        if scope.report is not None:
            joins += " JOIN versions v USING (version_key)"
            clauses, values = [*clauses, "v.report_id = ?"], [*values, scope.report]
        if scope.issue is not None:
            joins += " JOIN issues i ON i.version_key = p.version_key AND i.issue_id = p.issue_id"
            clauses, values = [*clauses, "i.number = ?"], [*values, scope.issue]
        if scope.among is not None:
            clauses.append(f"p.issue_id IN ({', '.join('?' * len(scope.among))})")
            values = [*values, *scope.among]
        if scope.part is not None:
            clauses.append(f"p.issue_id IS {'' if scope.part == 'main' else 'NOT'} NULL")
        where = " AND ".join(clauses)
        found = self.rows(f"SELECT p.passage_key FROM passages p{joins} WHERE {where}", values)
        return [key for (key,) in found]

    def _live(self, report_id: str | None) -> list[int]:
        if report_id is not None:
            return [self.version_key(report_id)]
        found = self.rows("SELECT version_key FROM versions WHERE live ORDER BY report_id")
        return [key for (key,) in found]

    def _unknown(self, report_id: str, version: str | None) -> ScopeError:
        known = [row[0] for row in self.rows("SELECT report_id FROM versions WHERE live")]
        return ScopeError(
            f"索引里没有报告“{report_id}”" + (f"的版本 {version}" if version else ""),
            f"现有报告：{'、'.join(sorted(known)) or '无'}",
            "用 python -m retrieval status 查看报告名称",
        )


def _missing(index_dir: Path) -> IndexMissing:
    return IndexMissing(
        f"索引文件夹 {index_dir} 里还没有索引",
        "应先为报告建立索引",
        "把报告放进 corpus/reports/，再运行 python -m retrieval index",
    )
