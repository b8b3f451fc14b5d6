import json
import shutil
import threading

import pytest
from hashing_encoder import HashingEncoder

from retrieval.errors import IndexDamaged, IndexMismatch, IndexMissing, ScopeError
from retrieval.indexing import reindex
from retrieval.language.tokenizer import query_terms
from retrieval.ranking.lexical import EVERYTHING
from retrieval.records import Scope
from retrieval.search import Searcher
from retrieval.settings import Settings
from retrieval.storage import manifest
from retrieval.storage.database import Database
from retrieval.storage.verify import verify

SETTINGS, ENCODER = Settings(lock_seconds=5), HashingEncoder()

REPORT = """某市环境保护督察整改情况报告
一、整改工作总体情况
全市上下高度重视，累计投资12.68亿元。
附件
整改任务清单
一、地下水开采管控不力。
整改时限：2018年底
整改进展情况：完成整改。2013年以来共封停自备井60眼，对天业集团处罚12万元，对天富集团处罚4万元。
二、燃煤锅炉未按期淘汰。
整改时限：2017年底
整改进展情况：达到序时进度。拆除燃煤锅炉65台，其余锅炉完成提标改造。
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An index over two reports, to be copied by whoever changes it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "市报告.txt").write_text(REPORT, "utf-8")
    (folder / "县报告.txt").write_text(REPORT.replace("65台", "36台"), "utf-8")
    reindex(folder / "index", [folder / "市报告.txt", folder / "县报告.txt"], ENCODER, SETTINGS)
    return folder / "index"


@pytest.fixture
def index_dir(built, tmp_path):
    return shutil.copytree(built, tmp_path / "index")


@pytest.fixture(scope="module")
def searcher(built):
    with Searcher(built, ENCODER, SETTINGS) as searcher:
        yield searcher


def ask(searcher, question, scope=EVERYTHING, k=5):
    return searcher.search(question, query_terms(question), scope, k)


def test_the_passage_that_answers_is_first_and_carries_both_legs(searcher):
    hits = ask(searcher, "对天业集团处罚多少万元")
    assert "天业集团处罚12万元" in hits[0].passage.text
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert hits[0].lexical_rank == 1 and hits[0].lexical > 0 and 0 < hits[0].dense <= 1
    assert all(a.score >= b.score for a, b in zip(hits, hits[1:], strict=False))
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_equal_passages_of_two_reports_come_in_report_order(searcher):
    for k in (1, 2):
        hits = ask(searcher, "对天业集团处罚多少万元", k=k)
        assert [hit.passage.report_id for hit in hits] == ["县报告", "市报告"][:k]


@pytest.mark.parametrize("k", [1, 3, 50])
def test_no_more_than_k_hits_and_each_passage_once(searcher, k):
    hits = ask(searcher, "锅炉整改进展", k=k)
    assert 0 < len(hits) <= k
    assert len({hit.passage.passage_id for hit in hits}) == len(hits)


def test_a_question_that_no_leg_knows_a_word_of_finds_nothing(searcher):
    for question in ("xyz", "?", "量"):
        assert ask(searcher, question) == []


def test_a_scope_holds_for_both_legs(searcher):
    for scope, holds in (
        (Scope(report="市报告"), lambda p: p.report_id == "市报告"),
        (Scope(issue="二"), lambda p: "问题二" in p.locator),
        (Scope(part="main"), lambda p: p.issue_id is None),
        (Scope(part="annex"), lambda p: p.issue_id is not None),
    ):
        hits = ask(searcher, "整改投资锅炉", scope, k=50)
        assert hits and all(holds(hit.passage) for hit in hits)
        assert any(hit.dense_rank for hit in hits) and any(hit.lexical_rank for hit in hits)


def test_an_unknown_report_or_part_is_an_error_and_an_unknown_issue_finds_nothing(searcher):
    with pytest.raises(ScopeError, match="没有报告“省报告”"):
        ask(searcher, "锅炉", Scope(report="省报告"))
    with pytest.raises(ScopeError, match="annex"):
        ask(searcher, "锅炉", Scope(part="附件"))
    assert ask(searcher, "锅炉", Scope(issue="九十九")) == []


def test_another_encoder_or_no_index_is_an_error_with_its_cure(built, tmp_path):
    with pytest.raises(IndexMismatch, match="hashing-64.*--full"):
        Searcher(built, HashingEncoder("other"), SETTINGS)
    with pytest.raises(IndexMissing, match="corpus/reports"):
        Searcher(tmp_path, ENCODER, SETTINGS)


def test_an_open_searcher_takes_up_a_new_snapshot_by_itself(index_dir, tmp_path):
    (tmp_path / "新报告.txt").write_text("一、秸秆焚烧。\n整改进展情况：查处3起。\n", "utf-8")
    with Searcher(index_dir, ENCODER, SETTINGS) as searcher:
        assert not any("秸秆" in hit.passage.text for hit in ask(searcher, "秸秆焚烧"))
        reindex(index_dir, [tmp_path / "新报告.txt"], ENCODER, SETTINGS)
        assert "秸秆" in ask(searcher, "秸秆焚烧")[0].passage.text
        reindex(index_dir, [tmp_path / "新报告.txt"], HashingEncoder("o", 8), SETTINGS, full=True)
        with pytest.raises(IndexMismatch):
            ask(searcher, "秸秆焚烧")


def test_threads_search_undisturbed_while_the_index_is_rebuilt(index_dir, tmp_path):
    (tmp_path / "市报告.txt").write_text(REPORT, "utf-8")
    errors, done = [], threading.Event()
    with Searcher(index_dir, ENCODER, SETTINGS) as searcher:
        expected = [hit.passage.passage_id for hit in ask(searcher, "天业集团处罚")]

        def search():
            while not done.is_set():
                try:
                    found = [hit.passage.passage_id for hit in ask(searcher, "天业集团处罚")]
                    assert found == expected
                except Exception as error:
                    errors.append(error)

        threads = [threading.Thread(target=search) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            reindex(index_dir, [tmp_path / "市报告.txt"], ENCODER, SETTINGS, full=True)
        done.set()
        for thread in threads:
            thread.join()
    assert errors == []


def leg_files(index_dir):
    return sorted(p for p in (index_dir / "legs").rglob("*") if p.is_file() and p.name[0] != ".")


def test_every_file_of_the_legs_is_built_again_when_it_is_cut_changed_or_gone(index_dir):
    with Searcher(index_dir, ENCODER, SETTINGS) as searcher:
        expected = ask(searcher, "锅炉多少台")
    damages = (
        lambda path, whole: None,
        lambda path, whole: path.write_bytes(whole[:-9]),
        lambda path, whole: path.write_bytes(whole[:-1] + b"\7"),
    )
    for number in range(len(leg_files(index_dir))):
        path = leg_files(index_dir)[number]
        whole = path.read_bytes()
        # A new file: cutting one that the last searcher still maps would be a bus error.
        path.unlink()
        damages[number % 3](path, whole)
        assert verify(index_dir) != []
        with Searcher(index_dir, ENCODER, SETTINGS) as searcher:
            assert ask(searcher, "锅炉多少台") == expected
    assert verify(index_dir) == []


def test_legs_that_lag_behind_the_database_are_brought_up(index_dir, tmp_path):
    old = shutil.copytree(index_dir / "legs" / "1", tmp_path / "old")
    (tmp_path / "新报告.txt").write_text("一、秸秆焚烧。\n整改进展情况：查处3起。\n", "utf-8")
    reindex(index_dir, [tmp_path / "新报告.txt"], ENCODER, SETTINGS)
    shutil.rmtree(index_dir / "legs" / "2")
    shutil.copytree(old, index_dir / "legs" / "2")
    with Searcher(index_dir, ENCODER, SETTINGS) as searcher:
        assert "秸秆" in ask(searcher, "秸秆焚烧")[0].passage.text


def test_a_changed_lexicon_makes_the_legs_be_built_again(index_dir, tmp_path, monkeypatch):
    before = json.loads((index_dir / "legs" / "1" / "manifest.json").read_text("utf-8"))
    (tmp_path / "用户词典.txt").write_text("天业集团处罚\n", "utf-8")
    monkeypatch.setattr(manifest, "LEXICON", tmp_path)
    assert verify(index_dir) == ["词典改动过，词语索引尚未更新"]
    Searcher(index_dir, ENCODER, SETTINGS).close()
    after = json.loads((index_dir / "legs" / "1" / "manifest.json").read_text("utf-8"))
    assert after["lexicon"] != before["lexicon"]
    assert verify(index_dir) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE passages SET text = 'x' WHERE place = 2", "与原文"),
        ("UPDATE passages SET context = 'x' WHERE place = 2", "校验和"),
        ("UPDATE issues SET deadline_due = '2099-01-01'", "校验和"),
        ("DELETE FROM passages WHERE issue_id IS NOT NULL AND place % 2", "没有段落"),
        ("DELETE FROM vectors", "缺少向量"),
        ("UPDATE vectors SET vector = zeroblob(256)", "向量索引的向量"),
        ("UPDATE versions SET live = 0 WHERE report_id = '市报告'", "与最新快照"),
    ],
)
def test_verify_finds_what_was_changed_behind_its_back(index_dir, statement, fault):
    assert verify(index_dir) == []
    with Database.open(index_dir) as database:
        database.rows(statement)
    assert fault in "".join(verify(index_dir))


def test_a_database_without_vectors_cannot_bring_up_legs_and_says_so(index_dir):
    with Database.open(index_dir) as database:
        database.rows("DELETE FROM vectors")
    shutil.rmtree(index_dir / "legs")
    with pytest.raises(IndexDamaged, match="--full"):
        Searcher(index_dir, ENCODER, SETTINGS)
