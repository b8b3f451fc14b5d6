"""Checks an index against itself: the database, its documents, and the legs derived from it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from retrieval.errors import IndexDamaged
from retrieval.ranking.vectors import unit
from retrieval.records import Document, Issue, Passage
from retrieval.storage import documents
from retrieval.storage.database import Database
from retrieval.storage.derived import findings, legs_folder, load_legs
from retrieval.storage.embeddings import load_vectors


def verify(index_dir: Path) -> list[str]:
    """Chinese sentences on what is wrong with an index; none: it is sound.

    Nothing is repaired. Raises IndexMissing where there is no index, IndexMismatch for another
    format version.
    """
    faults: list[str] = []
    try:
        with Database.open(index_dir) as database, database.transaction(write=False):
            faults += _database_faults(database)
            faults += version_faults(database)
            faults += _leg_faults(index_dir, database)
    except IndexDamaged as error:
        faults.append(str(error))
    return faults


def _database_faults(database: Database) -> list[str]:
    checked = [row[0] for row in database.rows("PRAGMA integrity_check")]
    faults = [f"数据库完整性检查：{fault}" for fault in checked if fault != "ok"]
    strays = database.rows("PRAGMA foreign_key_check")
    faults += [f"数据库表 {table} 有无主的行 {row}" for table, row, *_ in strays]
    live = dict(database.rows("SELECT report_id, version FROM versions WHERE live"))
    noted = dict(
        database.rows(
            "SELECT report_id, version FROM snapshot_versions WHERE generation = ?",
            (database.generation,),
        )
    )
    return faults + ([] if live == noted else ["生效的报告版本与最新快照的记录不一致"])


def version_faults(database: Database) -> list[str]:
    """Chinese sentences on documents, of any version, that are not as they were stored."""
    stored = database.rows("SELECT report_id, version, digest FROM versions")
    return [fault for row in stored for fault in _faults_of(database, *row)]


def _faults_of(database: Database, report_id: str, version: str, digest: str) -> list[str]:
    name = f"报告 {report_id} {version}"
    try:
        document = database.load_document(report_id, version)
    except IndexDamaged as error:
        return [f"{name} 读不出来：{error.found}"]
    faults = [] if documents.digest(document) == digest else [f"{name} 的内容与校验和不符"]
    return faults + [f"{name}：{fault}" for fault in document_faults(document)]


def document_faults(document: Document) -> Iterator[str]:
    """What breaks the invariants: passages are the report's text, and tile their issues."""
    text = document.report.text
    by_issue: dict[str | None, list[Passage]] = {}
    for passage in document.passages:
        by_issue.setdefault(passage.issue_id, []).append(passage)
        if text[passage.start : passage.end] != passage.text:
            yield f"段落 {passage.passage_id} 与原文第 {passage.start}—{passage.end} 字不符"
    for issue in document.issues:
        yield from _tiling_faults(text, issue, by_issue.pop(issue.issue_id, []))
    for stray in by_issue.keys() - {None}:
        yield f"有段落属于不存在的问题 {stray}"


def _tiling_faults(text: str, issue: Issue, passages: list[Passage]) -> Iterator[str]:
    """Passages must cover the issue in order; only blanks may lie between them."""
    position = issue.start
    for passage in passages:
        if passage.start < position or passage.end > issue.end:
            yield f"段落 {passage.passage_id} 与相邻段落重叠或超出问题{issue.number}"
        if text[position : passage.start].strip():
            yield f"问题{issue.number}第 {position}—{passage.start} 字没有段落"
        position = passage.end
    if text[position : issue.end].strip():
        yield f"问题{issue.number}第 {position}—{issue.end} 字没有段落"


def _leg_faults(index_dir: Path, database: Database) -> list[str]:
    faults = findings(legs_folder(index_dir, database.generation), database)
    keys, vectors = load_vectors(database, database.encoder_id or "")
    if faults:
        return faults
    legs = load_legs(index_dir, database)
    for name, leg in (("词语", legs.lexical), ("向量", legs.dense)):
        if len(leg) != len(keys):
            faults.append(f"{name}索引有 {len(leg)} 段，数据库有 {len(keys)} 段")
    if legs.dense.keys() != set(keys):
        return faults + ["向量索引的段落与数据库不一致"]
    if keys and np.abs(legs.dense.vectors(keys) - unit(vectors)).max() > 1e-5:
        faults.append("向量索引的向量与数据库不符")
    return faults
