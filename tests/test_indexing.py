import numpy as np
import pytest
from bench import BOILERS, SEWAGE, WELLS, Bench
from hashing_encoder import HashingEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import EncoderError, IndexMismatch, IndexMissing
from retrieval.storage.database import Database
from retrieval.storage.verify import verify


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_a_folder_is_mirrored(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    first = bench.run()
    assert (first.added, first.failed, first.reused) == (("boilers", "wells"), (), 0)
    assert first.issues == 2 and first.passages == first.embedded > 2
    bench.write(wells=None, boilers=BOILERS.replace("65", "66"), sewage=SEWAGE)
    second = bench.run()
    assert (second.added, second.changed, second.removed) == (("sewage",), ("boilers",), ("wells",))
    assert bench.live() == {"boilers": "v2", "sewage": "v1"}
    assert verify(bench.index) == []


def test_a_run_that_finds_nothing_new_writes_nothing(bench):
    bench.write(wells=WELLS)
    bench.run()
    receipt = bench.run()
    assert (receipt.added, receipt.changed, receipt.kept) == ((), (), ("wells",))
    assert (receipt.embedded, receipt.reused) == (0, receipt.passages)
    with Database.open(bench.index) as database:
        assert database.generation == 1


def test_named_paths_are_added_and_nothing_is_removed(bench):
    bench.write(wells=WELLS, boilers=BOILERS, sewage=SEWAGE)
    assert bench.run("wells.txt").added == ("wells",)
    bench.write(wells=None)
    assert bench.run("boilers.txt").added == ("boilers",)
    assert bench.run("").kept == ("boilers",), "a folder stands for the files in it"
    assert bench.live() == {"boilers": "v1", "sewage": "v1", "wells": "v1"}


def test_only_passages_that_changed_are_embedded_again(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.encoder.seen.clear()
    bench.write(wells=WELLS.replace("36眼", "37眼"))
    receipt = bench.run()
    assert receipt.embedded == len(bench.encoder.seen) == 1
    assert "37眼" in bench.encoder.seen[0] and "地下水" in bench.encoder.seen[0]
    assert receipt.reused == receipt.passages - 1


def test_a_bad_file_stops_no_other_and_says_why(bench):
    bench.write(wells=WELLS, empty="", binary=bytes(range(256)) * 9)
    receipt = bench.run()
    assert receipt.added == ("wells",)
    assert sorted(name for name, _ in receipt.failed) == ["binary.txt", "empty.txt"]
    assert all("处理办法" in reason for _, reason in receipt.failed)


def test_links_that_lead_nowhere_and_copies_of_bad_files_are_named(bench):
    bench.write(wells=WELLS, empty="", hollow="")
    (bench.corpus / "loop.txt").symlink_to(bench.corpus / "loop.txt")
    receipt = bench.run()
    assert receipt.kept == ()
    assert [name for name, _ in receipt.failed] == ["loop.txt", "empty.txt", "hollow.txt"]
    assert "链接指向的文件不存在" in receipt.failed[0][1]


def test_what_a_reader_notes_is_told_and_stays_with_the_report(bench):
    bench.write(wells=WELLS, boilers=(BOILERS * 5).encode().replace("炉".encode(), b"\xe7\x82", 1))
    receipt = bench.run()
    ((report_id, note),) = receipt.notes
    assert report_id == "boilers" and "字符无法识别" in note
    with Database.open(bench.index) as database:
        assert [report.notes for report in database.reports()] == [(note,), ()]
    assert bench.run().notes == (), "told when it is read, not again"


@pytest.mark.parametrize("full", [False, True])
def test_an_index_of_nothing_but_bad_files_is_no_index(bench, full):
    bench.write(empty="")
    assert len(bench.run(full=full).failed) == 1
    with pytest.raises(IndexMissing):
        bench.ask("锅炉")


def test_a_report_whose_file_became_unreadable_stays_as_it_was(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    bench.run()
    bench.write(wells="")
    receipt = bench.run()
    assert [name for name, _ in receipt.failed] == ["wells.txt"]
    assert receipt.removed == receipt.changed == ()
    assert bench.live() == {"boilers": "v1", "wells": "v1"}


def test_another_encoder_needs_a_full_rebuild(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.encoder = HashingEncoder("other-32", 32)
    with pytest.raises(IndexMismatch, match="hashing-64.*--full"):
        bench.run()
    receipt = bench.run(full=True)
    assert (receipt.kept, receipt.embedded) == (("wells",), receipt.passages)
    assert bench.ask("自备井")
    with Database.open(bench.index) as database:
        assert database.rows("SELECT DISTINCT encoder_id FROM vectors") == [("other-32",)]


def test_a_full_rebuild_embeds_reports_that_were_not_named_too(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    bench.run()
    bench.encoder = HashingEncoder("other-32", 32)
    assert bench.run("wells.txt", full=True).embedded == bench.run("wells.txt").passages
    assert verify(bench.index) == []


def test_an_encoder_that_gives_no_numbers_changes_nothing(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.write(boilers=BOILERS)
    bench.encoder.encode_passages = lambda texts: np.full((len(texts), 64), np.nan)
    with pytest.raises(EncoderError, match="有限"):
        bench.run()
    assert bench.live() == {"wells": "v1"}


def test_progress_counts_up_in_chinese(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    told = []
    bench.run(progress=lambda done, total, what: told.append((done, total, what)))
    assert all(0 <= done <= total for done, total, _ in told)
    assert "读取 wells.txt" in [what for *_, what in told]
    assert told[-1][0] == told[-1][1]


CHANGES = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.sampled_from([WELLS, BOILERS, SEWAGE, None]), min_size=1
)


@settings(max_examples=6, deadline=None)
@given(history=st.lists(CHANGES, min_size=2, max_size=3))
def test_after_any_history_the_answers_are_those_of_a_fresh_build(tmp_path_factory, history):
    grown, fresh = Bench(tmp_path_factory.mktemp("grown")), Bench(tmp_path_factory.mktemp("fresh"))
    for changes in history:
        grown.write(**changes)
        # A file of its own that is always there: an emptied folder is an error, tested above.
        grown.write(z=WELLS.replace("36眼", "60眼"))
        grown.run()
    # Which of several names stands for one content depends on what came first.
    for report_id in grown.live():
        fresh.write(**{report_id: (grown.corpus / f"{report_id}.txt").read_text("utf-8")})
    fresh.run()
    for question in ("封停自备井多少眼", "锅炉", "污水处理厂整改时限"):
        assert grown.ask(question) == fresh.ask(question)
    assert verify(grown.index) == []
