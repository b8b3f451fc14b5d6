"""Files on their way in, and long work, without a browser."""

import base64
import threading

import pytest
from bench import BOILERS, SETTINGS, WELLS, Bench

from retrieval.assistant import Assistant
from retrieval.errors import SourceError
from ui.manage import Desk
from ui.manage_incoming import LARGEST, Incoming, safe_name
from ui.manage_job import Job
from ui.told import told


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    bench.write(wells=WELLS)
    bench.run()
    return bench


@pytest.fixture
def desk(bench):
    with Assistant(bench.index, bench.encoder, SETTINGS) as assistant:
        yield Desk(assistant)


def piece(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def result(desk: Desk, begun: dict) -> dict:
    assert desk._job(begun).wait(60)
    return desk.progress(begun)["finished"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\报告\\甲.docx", "甲.docx"),
        ('<b onload="x">.txt', "_b onload=_x__.txt"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("甲\u202etxt.exe", "甲_txt.exe"),
    ],
)
def test_names_lose_folders_and_what_no_file_system_takes(given, kept):
    assert safe_name(given) == kept


@pytest.mark.parametrize("given", ["", "  ", "..", "/", ".hidden", "~$甲.docx", "长" * 70, None])
def test_names_that_are_none_are_refused(given):
    if given is None:
        given = "a/"
    with pytest.raises(SourceError, match="文件名"):
        safe_name(given)


def test_pieces_must_follow_on_each_other_in_a_batch_that_is_there(tmp_path, monkeypatch):
    incoming = Incoming(tmp_path)
    batch = incoming.begin()
    incoming.add(batch, "a.txt", 0, piece("甲"))
    incoming.add(batch, "a.txt", 3, piece("乙"))
    assert incoming.files(batch)[0].read_text("utf-8") == "甲乙"
    for offset, data in ((3, piece("丙")), (99, piece("丙")), (6, "not base64!")):
        with pytest.raises(SourceError, match="没有传完整"):
            incoming.add(batch, "a.txt", offset, data)
    for wrong in ("../..", "", batch[:-1], "0" * 32):
        with pytest.raises(SourceError, match="不在了"):
            incoming.add(wrong, "a.txt", 0, piece("甲"))
    monkeypatch.setattr("ui.manage_incoming.LARGEST", 8)
    with pytest.raises(SourceError, match="太大"):
        incoming.add(batch, "a.txt", 6, piece("丙"))
    assert LARGEST > 8 and incoming.files(batch) == []


def test_files_go_back_where_taking_them_in_fails(tmp_path):
    incoming = Incoming(tmp_path)
    incoming.uploads.mkdir()
    (incoming.uploads / "a.docx").write_text("old", "utf-8")
    batch = incoming.begin()
    incoming.add(batch, "a.txt", 0, piece("new"))
    with pytest.raises(KeyboardInterrupt), incoming.adopted(batch, incoming.files(batch)) as paths:
        assert [p.name for p in incoming.uploads.iterdir()] == ["a.txt"] == [p.name for p in paths]
        raise KeyboardInterrupt
    assert [p.name for p in incoming.uploads.iterdir()] == ["a.docx"]
    assert [p.name for p in incoming.files(batch)] == ["a.txt"]


def test_work_that_is_called_off_leaves_everything_as_it_was(bench, desk):
    batch = desk.begun({})["batch"]
    desk.received({"batch": batch, "name": "锅炉.txt", "offset": 0, "data": piece(BOILERS)})
    assert "新报告" in result(desk, desk.checked({"batch": batch}))["preview"]
    embedding, go_on = threading.Event(), threading.Event()
    encode = bench.encoder.encode_passages

    def slow(texts):
        embedding.set()
        go_on.wait(30)
        return encode(texts)

    bench.encoder.encode_passages = slow
    begun = desk.adopted({"batch": batch, "names": ["锅炉.txt"]})
    assert embedding.wait(30)
    desk.called_off(begun)
    go_on.set()
    assert result(desk, begun) == {"called_off": True}
    assert bench.live() == {"wells": "v1"}
    assert not list((bench.index / "uploads").iterdir())
    bench.encoder.encode_passages = encode
    again = result(desk, desk.adopted({"batch": batch, "names": ["锅炉.txt"]}))
    assert "现在就可以提问" in again["receipt"] and bench.live().keys() == {"wells", "锅炉"}


def test_a_bare_mirror_keeps_what_came_in_by_the_page(bench, desk):
    batch = desk.begun({})["batch"]
    desk.received({"batch": batch, "name": "锅炉.txt", "offset": 0, "data": piece(BOILERS)})
    result(desk, desk.checked({"batch": batch}))
    result(desk, desk.adopted({"batch": batch, "names": ["锅炉.txt"]}))
    receipt = bench.run()
    assert (receipt.removed, receipt.kept) == ((), ("wells", "锅炉"))


def test_what_a_job_raises_is_told_and_what_nobody_knows_of_too(desk):
    def fail(tell):
        raise SourceError("坏了", "应完好", "换一个")

    job = Job(fail)
    assert job.wait(10) and job.state() == {"finished": {"error": "坏了；应完好。处理办法：换一个"}}
    for call in (desk.progress, desk.called_off, desk.adopted, desk.checked, desk.restored):
        assert "error" in told(call)({})


def test_what_went_live_is_not_said_to_be_called_off():
    begun, called_off = threading.Event(), threading.Event()

    def work(tell):
        tell(0, 1, "写入索引")
        begun.set()
        called_off.wait(10)
        tell(1, 1, "写入索引")
        return {"receipt": "done"}

    job = Job(work)
    assert begun.wait(10)
    job.call_off()
    called_off.set()
    assert job.wait(10) and job.state() == {"finished": {"receipt": "done"}}
