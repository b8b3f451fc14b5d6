"""Figures of a run: denominators, intervals, calibration, comparison, accepted scores."""

import json

import numpy as np
import pytest

from retrieval.errors import QuestionFileError
from retrieval.evaluation.accepted import accept, check
from retrieval.evaluation.comparing import compare, mcnemar
from retrieval.evaluation.gold import KINDS, GoldQuestion
from retrieval.evaluation.results import Outcome, Result
from retrieval.evaluation.scorecard import Scored, calibration_error, scorecard


def fact(right: float, confidence: float = 0.5, answered: bool = True) -> Scored:
    return Scored("fact", {"right": right}, answered, confidence, 10.0)


def refusal(refused: bool) -> Scored:
    return Scored("refuse", {"right": float(refused)}, not refused, 0.5, 20.0)


def test_every_question_asked_is_in_the_denominator_also_those_refused():
    rows = [fact(1), fact(0), fact(0, answered=False), refusal(True)]
    card = scorecard(rows, KINDS)
    right = card.figure("right")
    assert (right.value, right.n) == (0.5, 4)
    assert [(f.key, f.n) for f in card.kinds] == [("fact", 3), ("refuse", 1)]


def test_refusals_have_precision_recall_and_false_answers():
    rows = [fact(0, answered=False), refusal(True), refusal(True), refusal(False)]
    card = scorecard(rows, KINDS)
    values = {k: card.figure(k) for k in ("refusal_precision", "refusal_recall", "false_answers")}
    assert values["refusal_precision"].value == pytest.approx(2 / 3)
    assert values["refusal_recall"].value == pytest.approx(2 / 3)
    assert values["false_answers"].value == pytest.approx(1 / 3)
    assert {f.n for f in values.values()} == {3}


def test_the_interval_of_a_share_is_as_wide_as_theory_says():
    card = scorecard([fact(float(n < 320)) for n in range(400)], KINDS)
    right = card.figure("right")
    half = 1.96 * (0.8 * 0.2 / 400) ** 0.5
    assert right.low == pytest.approx(0.8 - half, abs=0.01)
    assert right.high == pytest.approx(0.8 + half, abs=0.01)
    assert scorecard([fact(float(n < 320)) for n in range(400)], KINDS) == card  # no chance


def test_calibration_error_added_up_by_hand():
    pairs = np.array([(0.9, 1.0), (0.9, 1.0), (0.3, 1.0), (0.3, 0.0)])
    assert calibration_error(pairs) == pytest.approx(0.5 * 0.1 + 0.5 * 0.2)


def test_questions_without_gold_are_answered_and_not_scored():
    card = scorecard([fact(1), Scored("ask", {}, True, 0.9, 30.0)], KINDS)
    assert (card.asked, card.scored, card.figure("right").n) == (2, 1, 1)
    assert card.figure("p50").n == 2


def result(number: int, right: float, said: str = "答") -> Result:
    question = GoldQuestion(number, f"q{number}", "问", None, "fact", ("答",), (), (), {})
    return Result(question, {"answer": said}, {"right": right}, None, ())


def run_of(*rights: float) -> Outcome:
    results = tuple(result(n, right) for n, right in enumerate(rights))
    return Outcome(None, results, scorecard([fact(right) for right in rights], KINDS))


def test_six_better_and_none_worse_is_more_than_noise_five_are_not():
    assert (mcnemar(6, 0), mcnemar(5, 0), mcnemar(4, 4)) == (0.03125, 0.0625, 1.0)
    before, after = run_of(0, 0, 0, 0, 0, 0, 1, 0), run_of(1, 1, 1, 1, 1, 1, 1, 0)
    found = compare(before, after)
    assert (len(found.better), len(found.worse), found.same) == (6, 0, 2)
    assert "确实变好" in found.verdict
    assert "确实变差" in compare(after, before).verdict
    assert "不能说不是偶然" in compare(run_of(0, 1), run_of(1, 1)).verdict
    difference = found.differences[0]
    assert difference.after - difference.before == pytest.approx(6 / 8)
    assert difference.low > 0


def test_a_check_tells_every_score_that_fell_and_every_question_that_is_gone(tmp_path):
    path = tmp_path / "甲.accepted.json"
    accept(run_of(1, 1, 1, 0).card, path)
    assert all(row.ok for row in check(run_of(1, 1, 1, 0).card, path))
    fallen = [row for row in check(run_of(1, 1, 0, 0).card, path) if not row.ok]
    assert {row.name for row in fallen} >= {"答对（含应拒答而拒答）", "单项"}
    fewer = check(run_of(1, 1, 1).card, path)
    assert any("题数 3，认可时 4" in row.why for row in fewer)
    assert "p50" not in json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("content", [None, "{", '{"right": 1}', "[]"])
def test_accepted_scores_that_cannot_be_read_are_told(tmp_path, content):
    path = tmp_path / "甲.accepted.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(QuestionFileError, match="accepted"):
        check(run_of(1).card, path)
