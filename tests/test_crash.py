"""Nothing is lost, whatever happens: kills, a full disk, two writers, files damaged on the disk."""

import hashlib
import shutil

import pytest
from bench import BOILERS, SEWAGE, WELLS, Bench
from killing import QUESTIONS, Runner, kill_often

from retrieval.errors import IndexMismatch, IndexMissing
from retrieval.storage.verify import verify

LONG = "".join(
    f"{n}、第{n}个排污口超标。\n整改时限：2020年{n % 12 + 1}月\n整改进展：完成{n * 37 % 991}处。\n"
    for n in range(1, 300)
)


@pytest.fixture
def bench(tmp_path):
    """An index of three reports whose legs are of two generations' files."""
    bench = Bench(tmp_path)
    bench.write(wells=WELLS, boilers=BOILERS)
    bench.run()
    bench.write(sewage=SEWAGE)
    bench.run()
    return bench


def test_a_re_index_killed_at_any_moment_leaves_the_old_or_the_new_state_whole(tmp_path):
    bench, fresh = Bench(tmp_path / "killed"), Bench(tmp_path / "fresh")
    outcome = kill_often(bench, kills=20, seed=3)
    assert outcome.killed == 20 and outcome.faults == []
    bench.run()
    shutil.copytree(bench.corpus, fresh.corpus, dirs_exist_ok=True)
    fresh.run()
    assert [bench.ask(q) for q in QUESTIONS] == [fresh.ask(q) for q in QUESTIONS]


def test_a_disk_that_takes_no_more_leaves_everything_as_it_was_and_says_so(bench, capfd):
    before = bench.live()
    bench.write(long=LONG)
    with Runner(bench) as runner:
        for largest_file in (2_000, 60_000, 150_000):
            runner.begin(largest_file)
            assert runner.end() == 1
            assert "磁盘应有空间" in capfd.readouterr().err
            assert verify(bench.index) == [] and bench.live() == before
        runner.begin()
        assert runner.end() == 0
    assert bench.live() == before | {"long": "v1"}


def test_two_re_indexes_at_once_take_turns(bench):
    with Runner(bench) as one, Runner(bench) as other:
        for round_ in range(5):
            bench.write(wells=WELLS.replace("36", str(round_)), extra=BOILERS + str(round_))
            one.begin()
            other.begin()
            assert (one.end(), other.end()) == (0, 0)
            assert verify(bench.index) == []
    assert bench.live() == {"wells": "v6", "extra": "v5", "boilers": "v1", "sewage": "v1"}


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def emptied(content: bytes) -> bytes:
    return b""


def flipped(content: bytes) -> bytes:
    place = int(hashlib.sha256(content).hexdigest(), 16) % len(content)
    return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]


SUFFIXES = (".faiss", ".npy", ".json", ".idx", ".store", ".term", ".fast", ".fieldnorm")


def harmed(bench: Bench, suffix: str, harm) -> None:
    """Damages a file of the live legs; a copy of its own, as a disk would."""
    newest = max((bench.index / "legs").iterdir(), key=lambda folder: int(folder.name))
    path = max(newest.rglob(f"*{suffix}"), key=lambda path: path.stat().st_size)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(harm(content))


@pytest.mark.parametrize("harm", [cut, emptied, flipped])
def test_a_damaged_file_of_the_legs_is_named_and_mended_from_the_database(bench, harm):
    right = [bench.ask(q) for q in QUESTIONS]
    for suffix in SUFFIXES:
        harmed(bench, suffix, harm)
        assert any(word in f for f in verify(bench.index) for word in ("校验和", "缺失", "不一致"))
        assert [bench.ask(q) for q in QUESTIONS] == right, suffix
        assert verify(bench.index) == []


@pytest.mark.parametrize("harm", [cut, emptied, flipped])
def test_legs_damaged_before_a_re_index_do_not_live_on_in_the_next(bench, harm):
    for place, suffix in enumerate(SUFFIXES):
        harmed(bench, suffix, harm)
        bench.write(**{f"new{place}": BOILERS.replace("65", str(100 + place))})
        assert bench.run().failed == ()
        right = [bench.ask(q) for q in QUESTIONS]  # built again from the database where need be
        bench.run(full=True)
        assert [bench.ask(q) for q in QUESTIONS] == right, suffix
        assert verify(bench.index) == []


@pytest.mark.parametrize("place", [0.01, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("harm", ["cut", "flip"])
def test_a_damaged_database_is_named_and_rebuilt_whole(bench, harm, place):
    right = [bench.ask(q) for q in QUESTIONS]
    path = bench.index / "reports.db"
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    if harm == "cut":
        content = content[:at]
    else:
        content[at : at + 64] = bytes(byte ^ 0x10 for byte in content[at : at + 64])
    path.write_bytes(content)
    try:
        found = verify(bench.index)
    except (IndexMissing, IndexMismatch) as error:
        found = [str(error)]
    if not found:  # where nothing was written
        assert [bench.ask(q) for q in QUESTIONS] == right
    bench.run(full=True)
    assert verify(bench.index) == []
    assert [bench.ask(q) for q in QUESTIONS] == right


def test_reports_that_only_the_index_has_survive_a_rebuild_over_damage(bench):
    elsewhere = bench.corpus.parent / "elsewhere.txt"
    elsewhere.write_text(LONG, "utf-8")
    bench.run("../elsewhere.txt")
    elsewhere.unlink()
    path = bench.index / "reports.db"
    content = path.read_bytes()
    path.write_bytes(content.replace("36眼".encode(), "37眼".encode(), 1))
    assert any("校验和" in fault or "不符" in fault for fault in verify(bench.index))
    bench.run("wells.txt", full=True)
    assert bench.live().keys() == {"wells", "boilers", "sewage", "elsewhere"}
    assert verify(bench.index) == []
