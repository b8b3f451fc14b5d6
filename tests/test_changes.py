import pytest
from bench import BOILERS, SEWAGE, WELLS, Bench

from retrieval.errors import SourceMissing


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_a_file_changed_back_takes_up_the_version_that_it_had(bench):
    for text in (WELLS, BOILERS, WELLS):
        bench.write(report=text)
        receipt = bench.run()
    assert (receipt.changed, receipt.embedded) == (("report",), 0)
    assert bench.live() == {"report": "v1"}
    bench.write(report=SEWAGE)
    bench.run()
    assert bench.live() == {"report": "v3"}


def test_a_copy_under_another_name_is_recognised_and_not_doubled(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.write(a_copy=WELLS)
    for receipt in (bench.run(), bench.run("a_copy.txt")):
        assert receipt.added == receipt.removed == ()
        assert any("a_copy" in kept and "wells" in kept for kept in receipt.kept)
    assert bench.live() == {"wells": "v1"}


def test_a_renamed_file_is_the_same_content_under_its_new_name(bench):
    bench.write(old=WELLS)
    bench.run()
    bench.write(old=None, new=WELLS)
    receipt = bench.run()
    assert (receipt.added, receipt.removed, receipt.embedded) == (("new",), ("old",), 0)


def test_two_reports_that_swap_their_contents_both_change(bench):
    bench.write(a=WELLS, b=BOILERS)
    bench.run()
    bench.write(a=BOILERS, b=WELLS)
    receipt = bench.run()
    assert (receipt.changed, receipt.embedded) == (("a", "b"), 0)
    assert {r for r, text, *_ in bench.ask("锅炉") if "锅炉" in text} == {"a"}


def test_two_files_that_differ_in_their_ending_alone_are_told_apart_by_a_message(bench):
    bench.write(wells=WELLS)
    (bench.corpus / "wells.md").write_text(BOILERS, "utf-8")
    ((name, reason),) = bench.run().failed
    assert name == "wells.txt" and "wells.md" in reason and "改名" in reason


def test_what_systems_leave_in_a_folder_is_no_report(bench):
    bench.write(wells=WELLS)
    for name in (".DS_Store", "~$wells.docx", "Thumbs.db"):
        (bench.corpus / name).write_bytes(b"\0")
    assert bench.run().failed == ()


def test_without_reports_the_index_stays_and_the_cure_is_named(bench):
    with pytest.raises(SourceMissing, match="没有报告"):
        bench.run()
    bench.write(wells=WELLS)
    bench.run()
    bench.write(wells=None)
    with pytest.raises(SourceMissing, match="没有报告"):
        bench.run()
    with pytest.raises(SourceMissing, match="找不到"):
        bench.run("nowhere.txt")
    assert bench.live() == {"wells": "v1"}
