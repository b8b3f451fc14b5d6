"""The benchmarks' own rule: what counts as right, and what is off in each row of the tables."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from benchmarks.ablation import STEPS, Partial
from benchmarks.reliability import bins, calibration_error, plot
from benchmarks.scoring import judge
from retrieval.assistant import Assistant, build

REPORT = Path(__file__).parent / "data" / "reports" / "r1.txt"
FACT = {"set": "factual", "answers": ["4万元"], "evidence": "对天富集团处罚4万元"}


def answer(text: str | None, passage: str = "", issue: str | None = None) -> dict:
    passages = [{"text": passage, "issue": issue}]
    return {"answer": text, "abstained": text is None, "passages": passages, "issues": []}


def test_a_part_of_a_longer_number_is_not_right():
    assert judge(FACT, answer("4万元"))["right"] == 1
    assert judge(FACT, answer("24万元"))["right"] == 0
    assert judge(FACT, answer("4万元" + "，另有很多别的话" * 5))["right"] == 0


def test_a_deadline_counts_only_in_its_own_issue():
    row = {"set": "factual", "type": "deadline", "answers": ["2018年"], "issues": ["二"]}
    row["evidence"] = "整改时限：2018年"
    for issue, held in (("二", 1.0), ("三", 0.0)):
        assert judge(row, answer("2018年", "整改时限：2018年", issue))["evidence@1"] == held


def test_every_fact_of_several_must_be_said():
    row = FACT | {"set": "multi", "answers": ["12万元", "4万元"]}
    assert judge(row, answer("天业集团12万元；天富集团4万元"))["right"] == 1
    assert judge(row, answer("天业集团12万元；天富集团24万元"))["right"] == 0
    assert judge(row, answer(None))["right"] == 0


def test_a_set_with_one_issue_too_many_is_not_exact():
    row = {"set": "aggregate", "kind": "count", "issues": ["一", "二"], "answer": "共2个"}
    said = answer("2个") | {"issues": ["二", "一"]}
    assert judge(row, said) == {"answered": 1.0, "set_exact": 1.0, "value_ok": 1.0}
    assert judge(row, said | {"issues": ["一", "二", "三"]})["set_exact"] == 0


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmarks")
    build(folder, [REPORT])
    with Assistant.open(folder) as opened:
        yield opened


def test_each_step_lacks_the_parts_that_it_names(assistant):
    whole = assistant._current()
    asks = {step.name: Partial(whole, step).answer for step in STEPS}
    over_all = "一共有几个问题"
    assert assistant.ask(over_all).coverage
    assert asks["+ ledger"](over_all).coverage and not asks["+ reader"](over_all).coverage
    found = asks["+ dense"](over_all)
    assert found.abstained and found.evidence
    assert whole.reader._network is not None, "switching a part off left the product without it"


def test_reliability_tells_each_bin_and_draws_it():
    found = bins([(0.45, 0.0), (0.95, 1.0), (1.0, 1.0), (0.95, 0.0)])
    assert [b.n for b in found] == [1, 3]
    assert found[1].right == pytest.approx(2 / 3)
    assert calibration_error(found) == pytest.approx((0.45 + 3 * abs(2.9 / 3 - 2 / 3)) / 4)
    drawn = ElementTree.fromstring(plot(found))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 2
