"""Answers are given in turn to who may ask, kept for their proofs, and marked only with a log."""

import threading
import time

import pytest

from retrieval.errors import LogError, NotAllowed, QuestionError
from retrieval.records import Scope
from retrieval.storage.question_log import QuestionLog, read_log
from ui.answer_tools import answer_tools
from ui.answers import AT_ONCE, LONGEST_COMMENT, MOST, Answers
from ui.rights import CURRENT, LOCAL

QUESTION = "天业集团罚款多少"


@pytest.fixture
def at_this_machine():
    token = CURRENT.set(LOCAL)
    yield
    CURRENT.reset(token)


def test_nobody_asks_from_outside_of_the_gate(assistant):
    with pytest.raises(NotAllowed):
        Answers(assistant).ask(QUESTION)


def test_answer_is_kept_for_its_proof_until_many_came_after(at_this_machine, assistant):
    answers = Answers(assistant)
    answer = answers.ask(QUESTION, Scope(issue="十九"))
    first = answers.note(answer, Scope(), "page")
    assert answers.proof(first).answer is answer
    for _ in range(MOST):
        last = answers.note(answer, Scope(), "page")
    assert answers.proof(last).quoted
    with pytest.raises(QuestionError, match="再问一次"):
        answers.proof(first)


def test_what_was_asked_before_is_answered_at_once_in_the_same_scope_alone(
    at_this_machine, assistant, monkeypatch
):
    answers = Answers(assistant)
    first, within = answers.ask(QUESTION), answers.ask(QUESTION, Scope(issue="十一"))
    monkeypatch.setattr(assistant, "ask", None)
    again = answers.ask(QUESTION)
    assert (again.text, again.evidence) == (first.text, first.evidence)
    assert again.elapsed_ms < first.elapsed_ms
    assert answers.ask(QUESTION, Scope(issue="十一")).text == within.text != first.text
    with pytest.raises(TypeError):
        answers.ask(QUESTION, history=(first,))


def test_without_a_log_there_is_no_marking(at_this_machine, assistant):
    answers = Answers(assistant)
    given = answers.note(answers.ask(QUESTION), Scope(), "page")
    assert "有误" not in answer_tools(given, answers)
    with pytest.raises(LogError, match="没有打开"):
        answers.mark(given, "不对")


def test_marking_is_written_for_who_is_asking(at_this_machine, assistant, tmp_path):
    with QuestionLog(tmp_path, 30) as log:
        answers = Answers(assistant, log)
        given = answers.note(answers.ask(QUESTION), Scope(issue="十九"), "page")
        assert "有误" in answer_tools(given, answers)
        answers.mark(given, " 不对 ")
        with pytest.raises(LogError, match="最多"):
            answers.mark(given, "长" * (LONGEST_COMMENT + 1))
        [entry] = read_log(tmp_path, marked=True)
    assert (entry.who, entry.scope, entry.marks[0].comment) == ("本机", {"issue": "十九"}, "不对")


class Busy:
    """Stands for an assistant: notes how many it answers at the same time, at most."""

    def __init__(self):
        self.now = self.most = self.answered = self.generation = 0
        self._lock = threading.Lock()

    def ask(self, *_):
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.01)  # long enough for the others to come
        with self._lock:
            self.now -= 1
            self.answered += 1


def test_many_asking_at_once_are_answered_in_turn():
    busy = Busy()
    answers = Answers(busy)
    threads = [threading.Thread(target=_in_turn, args=(answers, f"问{n}")) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (busy.answered, busy.most) == (20, AT_ONCE)


def _in_turn(answers: Answers, question: str) -> None:
    CURRENT.set(LOCAL)  # comes with the context of a request, else
    answers.ask(question)
