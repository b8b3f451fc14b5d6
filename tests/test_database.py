import sqlite3
import threading
from dataclasses import replace
from datetime import date

import pytest

from retrieval.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexStateError, ScopeError
from retrieval.records import (
    Deadline,
    Document,
    Doubt,
    Field,
    Issue,
    Passage,
    Report,
    Scope,
    Status,
)
from retrieval.storage import documents, snapshot
from retrieval.storage.database import FILE_NAME, Database
from retrieval.storage.verify import document_faults

TEXT = "正文。一、水井问题整改时限：2018年底立行立改\x00𠮷"


def document(report_id="甲", version="v1", text=TEXT):
    """A report of a main text (0–3), and an issue (3–end) in two passages."""
    end = len(text)
    issue = Issue(
        issue_id=f"{report_id}#一",
        report_id=report_id,
        number="一",
        ordinal=1,
        title="水井“问题”",
        deadline=Deadline("2018年底", date(2018, 12, 31), 14, 20),
        status=Status("完成整改", None, 20, 24),
        organisations=("第八师", "水利局、环保局"),
        fields=(Field("finding", "", 3, 9), Field("deadline", "整改时限", 14, 20)),
        start=3,
        end=end,
    )
    bare = replace(issue, issue_id="空", number="二", ordinal=2, deadline=None, status=None)
    bare = replace(bare, organisations=(), fields=(), start=end, end=end)

    def passage(start, stop, issue_id, field=None):
        where = (text[start:stop], "标题", start, stop)
        return Passage(
            f"{report_id}:{start}", report_id, issue_id, "正文 › 一", *where, f"f{start}", field
        )

    return Document(
        Report(report_id, "标题", version, "ab" * 32, "甲.docx", text, (0, 9), ("2 条脚注",)),
        (issue, bare),
        (passage(0, 3, None), passage(3, 9, issue.issue_id, "finding"), passage(9, end, "甲#一")),
        (
            Doubt("numbering", "编号不连续。"),
            Doubt("total", "合计不符。", ((0, 3), (3, 9)), ("一", "二")),
        ),
    )


def store(database, *stored):
    with database.transaction():
        for each in stored:
            documents.store(database, each)
        live = {each.report.report_id: each.report.version for each in stored}
        snapshot.make_live(database, snapshot.live_versions(database) | live, "encoder", "新增")


@pytest.fixture
def database(tmp_path):
    with Database.create(tmp_path) as database:
        yield database


def test_a_document_is_loaded_exactly_as_it_was_stored(database):
    store(database, document())
    assert database.load_document("甲") == document()
    assert database.issues("甲") == document().issues
    assert database.passages("甲") == document().passages
    assert database.report_text("甲") == TEXT
    assert database.reports() == (document().report,)


def test_readers_see_reports_by_id_whatever_the_order_they_came_in(database):
    store(database, document("乙"))
    store(database, document("丙"), document("甲"))
    names = sorted(["甲", "乙", "丙"])
    assert [report.report_id for report in database.reports()] == names
    in_order = [passage.report_id for passage in database.passages()]
    assert in_order == [name for name in names for _ in range(3)]
    assert list(database.places().values()) == list(range(9))
    keys = list(database.places())
    by_key = database.passages_by_key(keys)
    assert [by_key[key].report_id for key in keys] == in_order


def test_the_live_version_is_read_unless_an_older_one_is_named(database):
    newer = document(version="v2", text=TEXT.replace("水井", "锅炉"))
    store(database, document())
    store(database, newer)
    assert database.load_document("甲") == newer
    assert database.load_document("甲", "v1") == document()
    assert {p.text for p in database.passages()} == {p.text for p in newer.passages}


def test_every_change_is_a_generation_that_history_can_name(database):
    assert (database.generation, database.encoder_id) == (0, None)
    store(database, document())
    store(database, document(version="v2"))
    assert (database.generation, database.encoder_id) == (2, "encoder")
    assert [s.versions for s in snapshot.history(database)] == [{"甲": "v1"}, {"甲": "v2"}]
    assert snapshot.find(database).versions == {"甲": "v1"}
    with pytest.raises(ScopeError, match="没有快照 9"):
        snapshot.find(database, 9)


def test_a_change_that_fails_half_way_leaves_nothing(database):
    store(database, document())
    with pytest.raises(RuntimeError), database.transaction():
        documents.store(database, document("乙"))
        snapshot.make_live(database, {"乙": "v1"}, "other", "新增")
        raise RuntimeError
    assert (database.generation, database.encoder_id) == (1, "encoder")
    assert snapshot.live_versions(database) == {"甲": "v1"}
    with pytest.raises(ScopeError):
        database.load_document("乙")


def test_an_unknown_report_is_named_together_with_the_known_ones(database):
    store(database, document())
    for read in (database.load_document, database.issues, database.passages):
        with pytest.raises(ScopeError, match="没有报告“丁”.*甲"):
            read("丁")


def test_a_scope_names_exactly_the_passages_within(database):
    store(database, document(), document("乙"))

    def texts(scope):
        return {p.passage_id for p in database.passages_by_key(database.keys_in(scope)).values()}

    assert texts(Scope(report="甲")) == {"甲:0", "甲:3", "甲:9"}
    assert texts(Scope(part="main")) == {"甲:0", "乙:0"}
    assert texts(Scope(report="甲", issue="一")) == {"甲:3", "甲:9"}
    assert texts(Scope(report="乙", part="annex")) == {"乙:3", "乙:9"}
    assert texts(Scope(issue="二")) == set()


def test_without_an_index_the_cure_is_to_make_one(tmp_path):
    with pytest.raises(IndexMissing, match="python -m retrieval index"):
        Database.open(tmp_path)
    Database.create(tmp_path).close()
    with pytest.raises(IndexMissing):
        Database.open(tmp_path)


@pytest.mark.parametrize("damage", [lambda b: b"no database" * 99, lambda b: b[:1000]])
def test_an_unreadable_database_is_reported_with_its_cure(database, tmp_path, damage):
    store(database, document())
    database.close()
    path = tmp_path / FILE_NAME
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(IndexDamaged, match="--full"):
        Database.open(tmp_path)


def test_a_database_of_another_format_is_not_read(database, tmp_path):
    store(database, document())
    database.rows("PRAGMA user_version = 99")
    with pytest.raises(IndexMismatch, match="格式版本是 99"):
        Database.open(tmp_path)


def test_a_full_or_forbidden_disk_is_no_damage(database):
    store(database, document())
    database.rows("PRAGMA query_only = 1")
    with pytest.raises(IndexStateError, match="权限") as caught:
        store(database, document("乙"))
    assert not isinstance(caught.value, IndexDamaged)


def test_a_reader_in_another_connection_goes_on_while_a_writer_writes(database, tmp_path):
    store(database, document())
    with Database.open(tmp_path) as reader, database.transaction():
        documents.store(database, document("乙"))
        snapshot.make_live(database, {"乙": "v1"}, "encoder", "新增")
        assert [r.report_id for r in reader.reports()] == ["甲"]
    assert [r.report_id for r in database.reports()] == ["乙"]


def test_threads_may_share_one_database(database):
    store(database, document())
    wrong = []

    def read():
        for _ in range(30):
            if database.load_document("甲") != document():
                wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_at_most_one_version_of_a_report_can_be_live(database):
    store(database, document())
    store(database, document(version="v2"))
    with sqlite3.connect(database.path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE versions SET live = 1")
    connection.close()


def test_passages_that_break_an_invariant_are_named():
    whole = document()
    assert list(document_faults(whole)) == []
    first, second, third = whole.passages
    for passages, fault in (
        ((first, second), "没有段落"),
        ((first, second, replace(third, start=8, text=TEXT[8:])), "重叠"),
        ((first, second, replace(third, text="别的")), "原文"),
        ((replace(first, issue_id="无"), second, third), "不存在的问题"),
    ):
        assert fault in "".join(document_faults(replace(whole, passages=passages)))
