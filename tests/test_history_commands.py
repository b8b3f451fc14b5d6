"""The commands about earlier states, the gate and the watch, as staff use them."""

import json
import threading
import time
from types import SimpleNamespace

import pytest
from bench import BOILERS, WELLS
from test_cli import run

from retrieval.errors import GateFailed, QuestionFileError, SourceMissing
from retrieval.evaluation.gate import read_gate, right_ids, verdict
from retrieval.index_command import watch
from retrieval.storage.database import Database
from retrieval.watching import settled_changes

TITLE = "某市督察整改情况报告\n\n"


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "wells.txt").write_text(TITLE + WELLS, "utf-8")
    return folder


@pytest.fixture
def index(corpus, tmp_path, capsys):
    """An index with two versions of a report, and the folder it came from."""
    index = tmp_path / "index"
    assert run(capsys, "index", corpus, "--index", index)[0] == 0
    later = WELLS.replace("12万元", "15万元").replace("2018年底", "2019年底")
    (corpus / "wells.txt").write_text(TITLE + later, "utf-8")
    (corpus / "boilers.txt").write_text(TITLE + BOILERS, "utf-8")
    code, out, _ = run(capsys, "index", corpus, "--index", index)
    assert code == 0
    assert "更新：wells（v1 → v2），问题：新增 0，修改 1，删去 0，未变 0" in out
    assert "新增：boilers（v1），问题 1 个" in out
    return index


def test_history_lists_snapshots_and_what_differs_between_two_versions(capsys, index):
    code, out, _ = run(capsys, "history", "--index", index)
    assert code == 0
    assert [line.split()[1] for line in out.splitlines()] == ["2（生效）", "1"]
    assert "新增 boilers；更新 wells" in out
    code, out, _ = run(capsys, "history", "--diff", "wells", "v1", "v2", "--index", index)
    assert code == 0
    assert "整改时限：\n      原：2018年底\n      今：2019年底" in out
    assert "原：12万元\n      今：15万元" in out
    _, out, _ = run(capsys, "history", "--diff", "wells", "v1", "v2", "--json", "--index", index)
    (issue,) = (json.loads(line) for line in out.splitlines())
    assert {"what": "整改时限", "before": "2018年底", "after": "2019年底"} in issue["changes"]
    code, _, err = run(capsys, "history", "--diff", "wells", "v1", "v9", "--index", index)
    assert code == 2 and "v9" in err


def test_earlier_versions_and_snapshots_can_be_asked(capsys, index):
    question = "处罚多少"
    for options, answer in (
        ((), "15万元"),
        (("--report", "wells", "--version", "v1"), "12万元"),
        (("--snapshot", "1"), "12万元"),
    ):
        code, out, _ = run(capsys, "ask", question, *options, "--index", index)
        assert code == 0 and out.splitlines()[0] == answer
    code, _, err = run(capsys, "ask", question, "--version", "v1", "--index", index)
    assert code == 2 and "--report" in err


def test_remove_and_rollback_say_what_is_live_now(capsys, index):
    code, out, _ = run(capsys, "remove", "boilers", "--index", index)
    assert code == 0 and "移除：boilers" in out
    code, out, _ = run(capsys, "rollback", "--index", index)
    assert code == 0 and "boilers（v1）" in out and "现为快照 4" in out
    code, out, _ = run(capsys, "rollback", "1", "--index", index)
    assert code == 0 and "wells（v1）" in out and "boilers" not in out
    for wrong in (("rollback", "99"), ("remove", "没有")):
        code, _, err = run(capsys, *wrong, "--index", index)
        assert code == 2 and "处理办法" in err
    assert run(capsys, "verify", "--index", index)[0] == 0


def test_a_gate_keeps_out_what_answers_worse_and_names_the_misses(capsys, index, corpus, tmp_path):
    gold = tmp_path / "gold.csv"
    gold.write_text("问题,答案,问题编号\n自备井处罚多少,15万元,一\n", "utf-8")
    (corpus / "wells.txt").write_text(TITLE + WELLS.replace("，处罚12万元", ""), "utf-8")
    code, out, err = run(capsys, "index", corpus, "--gate", gold, "--index", index)
    assert (code, out) == (1, "") and "自备井处罚多少" in err
    assert run(capsys, "history", "--index", index)[1].startswith("快照 2（生效）")
    (corpus / "wells.txt").write_text(TITLE + WELLS.replace("12万元", "15万元"), "utf-8")
    code, out, _ = run(capsys, "index", corpus, "--gate", gold, "--index", index)
    assert code == 0 and "标准问题集 1 题，答对 1 题（原来 1 题）" in out


def gate_file(tmp_path, *rows):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def saying(said):
    """Answers as told by `said`: question → text and issues; the answer is the turns before it."""

    def ask(question, turns):
        text, issues = said[question]
        row = {"answer": text, "issues": list(issues), "abstained": text is None, "passages": []}
        return (*turns, question), row

    return ask


def test_the_gate_compares_figures_sets_and_refusals(tmp_path):
    path = gate_file(
        tmp_path,
        {"id": "1", "question": "a", "answers": ["4万元"]},
        {"id": "2", "question": "b", "answers": ["4万元"]},
        {"id": "3", "question": "c", "kind": "list", "issues": ["一", "二"], "answer": "共2个"},
        {"id": "4", "question": "d", "kind": "near"},
        {"id": "5", "question": "e"},
        {"id": "6", "question": "f", "answers": ["12万元"]},
    )
    said = {"a": ("4万元", ()), "b": ("24万元", ()), "c": ("共2个", ("二", "一")), "d": (None, ())}
    said |= {"e": ("1个", ()), "f": ("120000元", ())}
    asked = read_gate(path)
    assert right_ids(asked, saying(said)) == {"1", "3", "4", "6"}
    told = verdict(asked, None, {"1", "3"})
    assert "5 题，答对 2 题（原来没有索引可比）；另有 1 题没有标准答案" in told
    with pytest.raises(GateFailed, match="现在答错的有：d"):
        verdict(asked, {"1", "4"}, {"1"})


def test_conversations_of_a_gate_are_asked_turn_by_turn_in_either_form(tmp_path):
    turns = [{"question": "a", "answers": ["1个"]}, {"question": "b", "answers": ["2个"]}]
    sessions = [{"id": f"y{n}", "session": "y", **turn} for n, turn in enumerate(turns, 1)]
    asked = read_gate(gate_file(tmp_path, {"id": "x", "turns": turns}, *sessions))
    told = []

    def ask(question, earlier):
        told.append((question, len(earlier)))
        return saying({"a": ("1个", ()), "b": ("2个", ())})(question, earlier)

    assert right_ids(asked, ask) == {"x-1", "x-2", "y1", "y2"}
    assert told == [("a", 0), ("b", 1)] * 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"question": "a", "answers": ["1"]}, {"question": ""}], "第2行"),
        ([{"question": "a"}], "没有标准答案"),
        (
            [{"question": "a", "answers": ["1"]}, {"id": "x", "turns": [{"answers": ["1"]}]}],
            "第2行",
        ),
    ],
)
def test_a_gate_that_would_guard_less_than_it_seems_is_refused(tmp_path, rows, told):
    with pytest.raises(QuestionFileError, match=told):
        read_gate(gate_file(tmp_path, *rows))


@pytest.mark.parametrize("polling", [False, True])
def test_a_watched_folder_is_told_of_once_it_rests(tmp_path, polling):
    stop, told = threading.Event(), threading.Event()

    def look():
        for _ in settled_changes([tmp_path], 0.2, polling, stop):
            told.set()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not told.wait(0.5) and time.monotonic() < deadline:
            (tmp_path / "a.txt").write_text(str(time.monotonic()), "utf-8")
        assert told.is_set()
    finally:
        stop.set()
        thread.join(30)


def test_watching_takes_in_what_is_dropped_and_goes_on_after_a_bad_file(corpus, tmp_path, capsys):
    stop, index = threading.Event(), tmp_path / "index"
    arguments = SimpleNamespace(
        index=index, paths=[corpus], encoder=None, full=False, gate=None, settle=0.2, poll=False
    )
    thread = threading.Thread(target=watch, args=(arguments, stop))
    thread.start()

    def live() -> set[str]:
        with Database.open(index) as database:
            return {report.report_id for report in database.reports()}

    def until(wanted: set[str]) -> None:
        limit = time.monotonic() + 60
        while not (index / "reports.db").exists() or live() != wanted:
            assert time.monotonic() < limit
            time.sleep(0.1)

    try:
        limit = time.monotonic() + 60
        while "正在看着" not in capsys.readouterr().err and time.monotonic() < limit:
            time.sleep(0.1)
        (corpus / "bad.docx").write_bytes(b"PK\x03\x04")
        (corpus / "boilers.txt").write_text(TITLE + BOILERS, "utf-8")
        until({"wells", "boilers"})
    finally:
        stop.set()
        thread.join(60)
    arguments.paths = [tmp_path / "nowhere"]
    with pytest.raises(SourceMissing):
        watch(arguments, stop)
