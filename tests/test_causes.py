"""Why an answer failed: one cause a failure, the one that tells where to look."""

import pytest

from retrieval.evaluation.causes import CAUSES, cause_of
from retrieval.evaluation.gold import GoldQuestion

FINE = "对天业集团处罚12万元，对天富集团处罚4万元"
HELD = (frozenset({"p1"}),)


def gold(kind="fact", answers=("12万元",), issues=("十九",), evidence=(FINE,)):
    return GoldQuestion(2, "q", "问", None, kind, answers, issues, evidence, {})


@pytest.mark.parametrize(
    "question, answer, holders, ranking, cause",
    [
        (gold(), {"answer": None, "error": "太长"}, HELD, [], "error"),
        (gold("refuse", (), (), ()), {"answer": "12万元"}, (), [], "false_answer"),
        (gold(), {"answer": "4万元"}, (frozenset(),), ["p1"], "gold"),
        (gold(answers=("13万元",)), {"answer": "12万元"}, HELD, ["p1"], "gold"),
        (gold(), {"answer": None}, HELD, ["p1"], "refused"),
        (gold("list", (), ("一",), ()), {"answer": "问题二"}, (), [], "set"),
        (gold("sum", ("3万元",)), {"answer": "4万元"}, HELD, [], "total"),
        (gold(), {"answer": "4万元"}, HELD, ["p2", "p3"], "not_found"),
        (gold(), {"answer": "4万元"}, HELD, [*"abcde", "p1"], "low"),
        (gold("multi", ("12万元", "4万元")), {"answer": "12万元"}, HELD, ["p1"], "part"),
        (gold(), {"answer": "4万元"}, HELD, ["p1"], "figure"),
        (gold(), {"answer": f"追缴5798万元，{FINE}"}, HELD, ["p1"], "subject"),
        (gold(answers=("天业集团",)), {"answer": "天富集团"}, HELD, ["p1"], "words"),
    ],
)
def test_each_way_to_fail_has_its_cause(question, answer, holders, ranking, cause):
    assert cause_of(question, answer, holders, ranking) == cause
    assert all(CAUSES[cause])


def test_gold_that_repeats_the_evidence_in_other_units_is_not_doubted():
    answer = {"answer": "4万元"}
    assert cause_of(gold(answers=("120000元",)), answer, HELD, ["p1"]) == "figure"
