"""`evaluate` on the command line, and the gate: the shipped set against its accepted scores."""

import json
import shutil

import pytest

from retrieval.cli import main
from retrieval.evaluation.accepted import accepted_path
from retrieval.evaluation.gold import read_gold
from retrieval.evaluation.relevance import Relevance
from retrieval.settings import QUESTIONS


@pytest.fixture(scope="module")
def index(shipped_index, tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluated") / "index"
    shutil.copytree(shipped_index, folder)
    return folder


def test_no_score_of_the_shipped_set_falls_below_the_accepted_one(index, capsys):
    code = main(["evaluate", "--check", "--index", str(index)])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0, "\n".join(line for line in lines if line.startswith("[FAIL]"))
    assert sum(line.startswith("[OK]") for line in lines) >= 20


def test_evidence_of_the_shipped_set_stands_in_the_report(assistant):
    relevance, asked = Relevance(assistant.documents()), read_gold(QUESTIONS)
    assert not asked.bad and len(asked.questions) >= 60
    assert {q.kind for q in asked.questions} >= {"fact", "multi", "list", "count", "sum", "refuse"}
    for question in asked.questions:
        assert all(relevance.holders(question)), question.question


@pytest.fixture
def two(tmp_path):
    path = tmp_path / "两题.csv"
    text = (
        "id,question,answers,issues\n1,天业集团罚款多少,12万元,十九\n2,天业集团罚款多少？,13万元,\n"
    )
    path.write_text(text + "3,,,\n", "utf-8")
    return path


def test_a_run_is_written_compared_and_its_bad_rows_are_told(index, two, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["evaluate", str(two), "--index", str(index), "--output", str(out)]) == 0
    told = capsys.readouterr()
    assert "第4行：没有写问题" in told.err and "| 答对（含应拒答而拒答） | 0.500 | 2 |" in told.out
    assert json.loads((out / "评测.json").read_text("utf-8"))["run"]["done"] == 2
    assert main(["evaluate", str(two), "--index", str(index), "--baseline", "最近"]) == 0
    assert "对错没有变化" in capsys.readouterr().out


def test_a_fallen_score_fails_the_check_and_accepting_mends_it(index, two, capsys):
    assert main(["evaluate", str(two), "--index", str(index), "--accept"]) == 0
    stored = json.loads(accepted_path(two).read_text("utf-8"))
    stored["right"]["value"] = 0.9
    accepted_path(two).write_text(json.dumps(stored), "utf-8")
    capsys.readouterr()
    assert main(["evaluate", str(two), "--index", str(index), "--check"]) == 1
    told = capsys.readouterr().out
    assert "[FAIL] 答对（含应拒答而拒答）  认可 0.900  这次 0.500" in told
    assert main(["evaluate", str(two), "--index", str(index), "--accept"]) == 0
    assert main(["evaluate", str(two), "--index", str(index), "--check"]) == 0


@pytest.mark.parametrize(
    "arguments, found",
    [
        (["没有.csv"], "找不到"),
        (["--baseline", "没有这次"], "没有评测"),
        (["--resume", "没有这次"], "没有评测"),
        (["--report", "没有这份"], "没有编号为"),
    ],
)
def test_wrong_use_is_told_with_the_cure_and_code_2(index, capsys, arguments, found):
    assert main(["evaluate", *arguments, "--index", str(index)]) == 2
    assert found in capsys.readouterr().err


def test_a_check_without_accepted_scores_says_so_before_it_asks(index, two, capsys):
    assert main(["evaluate", str(two), "--index", str(index), "--check"]) == 2
    assert "--accept" in capsys.readouterr().err
