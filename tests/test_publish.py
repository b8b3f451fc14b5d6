import threading

import pytest
from bench import BOILERS, SETTINGS, SEWAGE, WELLS, Bench

from retrieval.errors import IndexMismatch, IndexMissing, IndexStateError, ScopeError
from retrieval.indexing import remove, rollback
from retrieval.storage import derived
from retrieval.storage.database import FILE_NAME, Database
from retrieval.storage.lock import writing
from retrieval.storage.verify import verify


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_a_full_rebuild_sets_a_damaged_database_aside(bench):
    bench.write(wells=WELLS)
    bench.run()
    path = bench.index / FILE_NAME
    path.write_bytes(path.read_bytes()[:5000])
    assert bench.run(full=True).added == ("wells",)
    assert verify(bench.index) == []
    assert (bench.index / f"{FILE_NAME}.damaged").exists()


def test_an_index_of_an_older_format_asks_for_a_full_rebuild_which_then_serves(bench):
    bench.write(wells=WELLS)
    bench.run()
    with Database.open(bench.index) as database:
        database.rows("PRAGMA user_version = 1")
    with pytest.raises(IndexMismatch, match="格式版本是 1.*--full"):
        bench.run()
    assert bench.run(full=True).added == ("wells",)
    assert verify(bench.index) == []


def test_a_run_that_dies_before_its_commit_leaves_what_was_there(bench, monkeypatch):
    bench.write(wells=WELLS)
    bench.run()
    bench.write(wells=BOILERS, sewage=SEWAGE)
    build = derived.build_legs

    def build_and_die(*args):
        build(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("retrieval.storage.publish.build_legs", build_and_die)
        bench.run()
    assert bench.live() == {"wells": "v1"}
    assert verify(bench.index) == []
    bench.encoder.seen.clear()
    assert bench.run().embedded == 0, "vectors computed before the end are found again"
    assert bench.live() == {"sewage": "v1", "wells": "v2"}


def test_removed_reports_and_earlier_snapshots_come_back(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    bench.run()
    before = bench.ask("锅炉")
    assert remove(bench.index, "boilers", SETTINGS).removed == ("boilers",)
    assert bench.live() == {"wells": "v1"}
    assert rollback(bench.index, None, bench.encoder, SETTINGS).generation == 3
    assert bench.ask("锅炉") == before
    assert rollback(bench.index, 2, bench.encoder, SETTINGS).versions == {"wells": "v1"}
    with pytest.raises(ScopeError):
        remove(bench.index, "boilers", SETTINGS)
    with pytest.raises(IndexMissing):
        remove(bench.index / "elsewhere", "boilers", SETTINGS)


def test_the_last_report_can_be_removed(bench):
    bench.write(wells=WELLS)
    bench.run()
    remove(bench.index, "wells", SETTINGS)
    assert bench.ask("自备井") == []
    assert verify(bench.index) == []


def test_a_second_writer_queues_and_says_so(bench):
    bench.write(wells=WELLS)
    told, holding, free = [], threading.Event(), threading.Event()

    def hold():
        with writing(bench.index, 1):
            holding.set()
            free.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait(10)

    def tell(done, total, what):
        told.append(what)
        free.set()

    assert bench.run(progress=tell).added == ("wells",)
    holder.join()
    assert "排队等候" in told[0]


def test_a_writer_that_waited_in_vain_says_what_to_do(bench):
    refused = pytest.raises(IndexStateError, match="另一个进程")
    with writing(bench.index, 1), refused, writing(bench.index, 0):
        pass
