"""Runs: stopped, gone on with, never ended by one question; kept, compared, taken away."""

import json

import pytest

from retrieval.errors import QuestionError, ScopeError
from retrieval.evaluation.gold import read_gold
from retrieval.evaluation.relevance import Relevance
from retrieval.evaluation.results import outcome
from retrieval.evaluation.running import carry_out
from retrieval.evaluation.runs import RunStore
from retrieval.records import Answer

ABOUT = {"encoder": "e", "generation": 1, "reports": {}, "settings": {"answer_threshold": 0.4}}


def questions(folder, rows):
    path = folder / "问题.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return read_gold(path)


class Asker:
    """Answers every question with 答; remembers what it was asked and with how much history."""

    def __init__(self, fails=()):
        self.asked, self.fails = [], dict(fails)

    def __call__(self, question, turns):
        self.asked.append((question, len(turns)))
        if question in self.fails:
            raise self.fails[question]
        answer = Answer(question, "fact", "答", (), (), 0.9)
        return answer, {"question": question, "answer": "答", "confidence": 0.9, "passages": []}


def ten(folder):
    rows = [{"id": f"q{n}", "question": f"问{n}", "answers": "答"} for n in range(10)]
    return RunStore(folder / "index").start(questions(folder, rows), ABOUT)


def test_a_cancelled_run_goes_on_where_it_stopped_and_asks_nothing_twice(tmp_path):
    folder, ask = ten(tmp_path), Asker()
    run = carry_out(folder, ask, Relevance(()), cancelled=lambda: len(ask.asked) >= 4)
    assert (run.state, run.done) == ("cancelled", 4)
    assert outcome(folder).card.asked == 4
    run = carry_out(folder, ask, Relevance(()))
    assert (run.state, run.done, run.right) == ("done", 10, 1.0)
    assert [question for question, _ in ask.asked] == [f"问{n}" for n in range(10)]


def test_a_line_cut_short_by_a_crash_is_asked_again(tmp_path):
    folder, ask = ten(tmp_path), Asker()
    carry_out(folder, ask, Relevance(()))
    answers = folder.path / "answers.jsonl"
    answers.write_bytes(answers.read_bytes()[:-20])
    carry_out(folder, ask, Relevance(()))
    assert [question for question, _ in ask.asked[10:]] == ["问9"]
    assert len(outcome(folder).results) == 10


def test_no_question_ends_a_run_whatever_happens_at_it(tmp_path):
    too_long = QuestionError("太长", "最多500个字", "缩短")
    ask = Asker({"问3": too_long, "问5": ZeroDivisionError("bug")})
    folder = ten(tmp_path)
    assert carry_out(folder, ask, Relevance(())).state == "done"
    found = outcome(folder)
    assert [r.question.id for r in found.results if r.cause == "error"] == ["q3", "q5"]
    assert "太长" in found.results[3].answer["error"]
    assert found.card.figure("right").value == 0.8  # of ten: those that failed count


def test_a_conversation_that_was_cut_is_asked_again_from_its_start(tmp_path):
    rows = [{"id": f"q{n}", "question": f"问{n}", "session": "甲"} for n in range(3)]
    folder = RunStore(tmp_path / "index").start(questions(tmp_path, rows), ABOUT)
    ask = Asker()
    carry_out(folder, ask, Relevance(()), cancelled=lambda: len(ask.asked) >= 2)
    carry_out(folder, ask, Relevance(()))
    assert ask.asked == [("问0", 0), ("问1", 1), ("问0", 0), ("问1", 1), ("问2", 2)]
    assert len(folder.answers()) == 3


def test_progress_tells_the_time_left(tmp_path):
    told = []
    carry_out(ten(tmp_path), Asker(), Relevance(()), lambda *seen: told.append(seen))
    assert [(done, asked) for done, asked, _ in told] == [(n, 10) for n in range(1, 11)]
    assert told[0][2] is None and told[-1][2] == 0


def test_runs_are_kept_with_how_they_were_made_and_found_by_a_part_of_their_name(tmp_path):
    first, second = ten(tmp_path), ten(tmp_path)
    store = RunStore(tmp_path / "index")
    ids = {run.run_id for run in store.runs()}
    assert ids == {first.run.run_id, second.run.run_id} and len(ids) == 2
    assert store.find("最近").run.run_id == store.runs()[0].run_id
    assert first.run.settings == {"answer_threshold": 0.4} and first.run.encoder == "e"
    with pytest.raises(ScopeError, match="有 2 次"):
        store.find("问题")
    name = first.run.run_id
    store.remove(name)
    with pytest.raises(ScopeError, match="没有评测"):
        store.remove(name)  # another run whose id begins with this one stays
    assert [run.run_id for run in store.runs()] == [second.run.run_id]


@pytest.mark.parametrize("name", ["../../etc", "", "..", "run.json"])
def test_a_name_cannot_lead_out_of_the_folder_of_runs(tmp_path, name):
    ten(tmp_path)
    with pytest.raises(ScopeError):
        RunStore(tmp_path / "index").remove(name)
