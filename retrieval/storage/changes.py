"""What a re-index has to do: files as they lie there against versions as they are stored.

Identity is content: files are told apart by the SHA-256 of their bytes, so that a renamed copy
is recognised and a file changed back to an earlier state takes up the version it had.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import SourceMissing, system_words
from retrieval.storage.database import Database

_OF_THE_SYSTEM = (".", "~$", "Thumbs.db", "desktop.ini")
"""Beginnings of names that editors and systems leave in a folder; never a report."""


@dataclass(frozen=True, slots=True)
class File:
    """A report file; `report_id` is its name without ending, `version` the one it is or will be.

    `stored`: whether that version is in the database already.
    """

    path: Path
    report_id: str
    sha256: str
    version: str = ""
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that are new, other or the same, and report ids that leave.

    `copies`: file name, the report whose content it repeats, and whether to the byte (else blanks
    and page breaks differ). `failed` pairs a file name with the Chinese reason why it is left out.
    `withheld`: report ids of files that a person took out and that mirroring leaves out.
    """

    added: tuple[File, ...]
    changed: tuple[File, ...]
    kept: tuple[File, ...]
    removed: tuple[str, ...]
    copies: tuple[tuple[str, str, bool], ...]
    failed: tuple[tuple[str, str], ...]
    withheld: tuple[str, ...] = ()


def list_files(paths: Sequence[Path]) -> list[Path]:
    """Files that `paths` name, a folder standing for all files within, by name.

    Raises SourceMissing for a path that does not exist, and where there is no file at all.
    """
    found: set[Path] = set()
    for path in map(Path, paths):
        if not path.exists():
            raise SourceMissing(
                f"找不到 {path}", "应为报告文件或存放报告的文件夹", "检查路径是否写对"
            )
        inside = filter(_may_be_report, path.rglob("*")) if path.is_dir() else (path,)
        found.update(p for p in inside if path == p or not _of_the_system(p.relative_to(path)))
    if not found:
        raise SourceMissing(
            f"{'、'.join(map(str, paths))} 里没有报告",
            "应至少有一份报告（txt、docx、pdf、xlsx 等）",
            "把报告文件放进该文件夹后重试",
        )
    return sorted(found, key=lambda p: (p.name, p.as_posix()))


def newest_of_each(
    paths: Sequence[Path], uploads: Path
) -> tuple[list[Path], tuple[tuple[str, str], ...]]:
    """`paths` without the files of a report that both the corpus and `uploads` have, but for the
    newest; and a (report id, Chinese note) for each that is left out."""
    by_report: dict[str, list[Path]] = {}
    for path in paths:
        by_report.setdefault(path.stem, []).append(path)
    kept, notes = [], []
    for report_id, files in by_report.items():
        if len({uploads in path.parents for path in files}) == 2:
            *older, newest = sorted(files, key=_changed_at)
            whose = "页面上传的" if uploads in newest.parents else "报告文件夹里的"
            notes.append((report_id, f"同名文件有 {len(files)} 个，用的是{whose}那个（较新）"))
            files = [newest]
        kept += files
    return kept, tuple(notes)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def compare(paths: Iterable[Path], database: Database, mirror: bool) -> Changes:
    """How the reports in `database` differ from the files at `paths`.

    `mirror`: a live report without file leaves; else reports not named stay as they are. Of files
    with one content, the one that is live already stands for all, else the first by name.
    """
    stored = _stored(database)
    live = {
        report_id: sha256
        for report_id, versions in stored.items()
        for sha256, (_, is_live) in versions.items()
        if is_live
    }
    files, failed = _hashed(paths)
    out = set(database.rows("SELECT report_id, sha256 FROM withdrawn")) if mirror else set()
    withheld = tuple(sorted(i for i, file in files.items() if (i, file.sha256) in out))
    known = dict(database.rows("SELECT sha256, same_as FROM copies"))
    contents = {} if mirror else dict(live)
    contents |= {i: known.get(f.sha256, f.sha256) for i, f in files.items() if i not in withheld}
    owners = _owners(contents, live)
    names = {file.path.stem for file in files.values()} | {Path(name).stem for name, _ in failed}
    gone = {report_id for report_id in live if report_id not in names} if mirror else set()
    added, changed, kept, copies = [], [], [], []
    for report_id in contents.keys() & files.keys():
        file = files[report_id]
        owner = owners[contents[report_id]]
        if owner != report_id:
            copies.append((file.path.name, owner, contents[report_id] == file.sha256))
            gone |= {report_id} & live.keys()
        elif live.get(report_id) == file.sha256:
            kept.append(_versioned(file, stored))
        else:
            (changed if report_id in live else added).append(_versioned(file, stored))
    found = (sorted(each, key=lambda f: f.report_id) for each in (added, changed, kept))
    return Changes(
        *map(tuple, found), tuple(sorted(gone)), tuple(sorted(copies)), tuple(failed), withheld
    )


def _may_be_report(path: Path) -> bool:
    """A file, or a link that leads nowhere, which must not drop out in silence."""
    return path.is_file() or path.is_symlink() and not path.exists()


def _of_the_system(inside: Path) -> bool:
    return any(part.startswith(_OF_THE_SYSTEM) for part in inside.parts)


def _stored(database: Database) -> dict[str, dict[str, tuple[str, bool]]]:
    """Report id → SHA-256 → its version and whether that is live."""
    stored: dict[str, dict[str, tuple[str, bool]]] = {}
    for report_id, sha256, version, live in database.rows(
        "SELECT report_id, sha256, version, live FROM versions ORDER BY live, version_key"
    ):
        stored.setdefault(report_id, {})[sha256] = (version, bool(live))
    return stored


def _hashed(paths: Iterable[Path]) -> tuple[dict[str, File], list[tuple[str, str]]]:
    """Report id → its file, and the files left out with the reason."""
    files: dict[str, File] = {}
    failed: list[tuple[str, str]] = []
    for path in paths:
        try:
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            reason = (
                "链接指向的文件不存在"
                if path.is_symlink()
                else f"文件读不了（{system_words(error)}）"
            )
            failed.append((path.name, f"{reason}；请放入文件本身"))
            continue
        first = files.setdefault(path.stem, File(path, path.stem, sha256))
        if first.sha256 != sha256:
            reason = (
                f"与 {first.path.name} 同名而内容不同，报告以不含后缀的文件名区分；请改名后重试"
            )
            failed.append((path.name, reason))
    return files, failed


def _owners(contents: dict[str, str], live: dict[str, str]) -> dict[str, str]:
    """SHA-256 → the report that stands for this content."""
    owners: dict[str, str] = {}
    for report_id in sorted(contents, key=lambda i: (live.get(i) != contents[i], i)):
        owners.setdefault(contents[report_id], report_id)
    return owners


def _versioned(file: File, stored: dict[str, dict[str, tuple[str, bool]]]) -> File:
    """`file` with the version that has its content, or else the next free one."""
    versions = stored.get(file.report_id, {})
    if file.sha256 in versions:
        version = versions[file.sha256][0]
        return File(file.path, file.report_id, file.sha256, version, stored=True)
    last = max((int(version[1:]) for version, _ in versions.values()), default=0)
    return File(file.path, file.report_id, file.sha256, f"v{last + 1}")
