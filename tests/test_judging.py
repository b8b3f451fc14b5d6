"""Figures of single answers: as another scorer has them, and by value where letters differ."""

import pytest
from evaluation_cases import CASES, document, questions

from retrieval.evaluation.judging import judge
from retrieval.evaluation.matching import figure_exact, holds, normal, right, verbatim
from retrieval.evaluation.overlap import character_f1
from retrieval.evaluation.relevance import Relevance

OURS = {
    "issue@1": "issue@1",
    "ev@1": "ev@1",
    "ev@3": "ev@3",
    "ev@5": "ev@5",
    "rr": "mrr",
    "right": "verbatim",
    "answered": "answered",
    "abstain_ok": "right",
    "set_exact": "set_exact",
    "value_ok": "value",
}


def test_every_figure_agrees_with_the_other_scorer(tmp_path):
    relevance, asked = Relevance([document()]), questions(tmp_path).questions
    seen = dict.fromkeys(OURS, 0)
    for question, case in zip(asked, CASES, strict=True):
        scores = judge(question, case["answer"], relevance.holders(question)).scores
        for theirs, ours in OURS.items():
            if theirs in case["expected"]:
                seen[theirs] += 1
                assert scores[ours] == pytest.approx(float(case["expected"][theirs])), (
                    question.id,
                    ours,
                )
    assert min(seen.values()) >= 4  # no figure agrees for want of cases


@pytest.mark.parametrize(
    "said, answers, expected",
    [
        ("处罚24万元", ["4万元"], False),
        ("１２ 万元", ["12万元"], True),
        ("未按序时进度完成整改任务", ["完成整改"], False),
        ("未按序时进度完成整改任务", ["未按序时进度完成整改任务"], True),
        ("PM_{2.5}为67", ["PM2.5为67"], True),
        ("87.6%", ["7.6%"], False),
        ("12.5万元", ["12"], False),
        (None, ["12万元"], False),
        ("约12万元左右（罚款）", ["12万元"], True),
        ("第十八师", ["八师"], True),
        ("对天业集团处罚12万元，对天富集团处罚4万元，追缴水资源费5798万元", ["12万元"], False),
    ],
)
def test_letter_by_letter_as_the_other_scorer_says(said, answers, expected):
    assert verbatim(said, answers) is expected


@pytest.mark.parametrize(
    "said, gold, expected",
    [
        ("120000元", "12万元", True),
        ("0.12亿元", "1200万元", True),
        ("2018-06-30", "2018年6月30日", True),
        ("三台", "3台", True),
        ("百分之五十", "50%", True),
        ("12元", "12万元", False),
        ("12吨", "12台", False),
        ("2018年6月", "2018年6月30日", False),
    ],
)
def test_equal_values_are_right_and_equal_digits_of_other_units_are_not(said, gold, expected):
    assert right(said, [gold]) is expected


def test_figures_are_exact_only_without_others_beside_them():
    assert figure_exact("罚款12万元", ["12万元"], False) is True
    assert figure_exact("12万元和4万元", ["12万元"], False) is False
    assert figure_exact("12万元；4万元", ["12万元", "4万元"], True) is True
    assert figure_exact("孙金龙", ["孙金龙"], False) is None


@pytest.mark.parametrize(
    "passage, evidence, expected",
    [
        ("共封停60眼自备井，其中天业集团36眼", "其中天业集团36眼", True),
        ("天业集团 36\n眼", "天业集团36眼", True),
        ("天业集团36眼，天富集团24眼", "封停自备井其中天业集团36眼，天富集团24眼", False),
        ("天富集团24眼", "天业集团36眼", False),
        ("无关", "", False),
    ],
)
def test_a_passage_holds_evidence_as_the_other_scorer_says(passage, evidence, expected):
    assert holds(normal(passage), normal(evidence), [normal("36眼")]) is expected


@pytest.mark.parametrize(
    "said, answers, f1",
    [
        ("12万元", ["12万元"], 1.0),
        ("罚款12万元", ["12万元"], 2 * 3 / (5 + 3)),  # 罚 款 12 万 元 against 12 万 元
        ("《整改方案》", ["整改方案"], 1.0),  # punctuation does not count
        ("甲乙丙", ["丙乙甲"], 2 * 1 / 6),  # the longest common run is one character
        ("甲", ["乙", "甲"], 1.0),  # the best of the answers
        (None, ["甲"], 0.0),
    ],
)
def test_character_f1_as_cmrc_defines_it(said, answers, f1):
    assert character_f1(said, answers) == pytest.approx(f1)
