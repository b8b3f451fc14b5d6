"""What a user sees first: the mission's questions, refusals, and the guard over every figure."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.answering.refusal import another_year, elsewhere
from retrieval.assistant import Assistant, build
from retrieval.errors import QuestionError, ScopeError
from retrieval.language.normalise import squeeze
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Scope
from retrieval.settings import REPORTS, ROOT

QUESTIONS = [
    json.loads(line)["question"]
    for name in ("factual", "robust", "multi", "aggregate", "unanswerable")
    for line in (ROOT / "corpus" / "questions" / f"{name}.jsonl").read_text("utf-8").splitlines()
]


def test_the_missions_question(assistant):
    answer = assistant.ask("天业集团罚款多少")
    assert answer.text == "12万元"
    assert answer.issues == ("十九",)
    evidence = answer.evidence[0]
    assert "对天业集团处罚12万元" in evidence.passage.text
    (span,) = evidence.highlights
    assert evidence.passage.text[slice(*span)] == "12万元"


def test_the_neighbour_in_the_same_sentence_has_its_own_fine(assistant):
    answer = assistant.ask("天富集团罚款多少")
    assert (answer.text, answer.issues) == ("4万元", ("十九",))


def test_a_stretch_of_time_is_told_by_both_ends(assistant):
    assert assistant.ask("中央环保督察组哪天到哪天在兵团").text == "2017年8月11日至9月11日"


@pytest.mark.parametrize(
    "question, text, issue",
    [
        ("问题十九的整改时限是什么时候", "2018年6月", "十九"),
        ("第19个问题整改得怎么样", "完成整改", "十九"),
        ("问题二十三整改得怎么样", "未按序时进度完成整改任务", "二十三"),
        ("问题一什么时候到期", "立行立改、长期坚持", "一"),
    ],
)
def test_fields_of_a_named_issue_are_read_off(assistant, question, text, issue):
    answer = assistant.ask(question)
    assert (answer.text, answer.issues) == (text, (issue,))


@pytest.mark.parametrize(
    "question",
    ["问题{}是什么", "问题{}什么时候完成", "第{}个问题整改得怎么样", "问题{}有没有完成整改"],
)
def test_every_number_of_an_issue_is_understood_as_typed(assistant, question):
    for issue in assistant.documents()[0].issues:
        answer = assistant.ask(question.format(issue.number))
        assert (answer.issues, answer.resolved) == ((issue.number,), None), issue.number


def test_a_number_that_several_reports_have_is_answered_for_each(tmp_path):
    build(tmp_path, [REPORTS, ROOT / "tests" / "data" / "reports" / "r1.txt"])
    with Assistant.open(tmp_path) as both:
        answer = both.ask("问题九的整改时限")
        assert answer.kind == "multi"
        assert answer.text == "澄州市：2024年12月底前；新疆生产建设兵团：2018年12月"
        assert {e.report for e in answer.evidence if e.highlights} == {
            d.report.report_id for d in both.documents()
        }
        assert both.ask("兵团问题九的整改时限").text == "2018年12月"
        assert both.ask("澄州的问题九什么时候完成").text == "2024年12月底前"


@pytest.mark.parametrize(
    "question, passage, is_elsewhere",
    [
        ("石漪县有多少辆渣土车坏了", "全市640辆渣土车中118辆密闭装置损坏。", True),
        ("石漪县有多少辆渣土车坏了", "石漪、葛岭两县渣土车损坏118辆。", False),
        ("石河子市优良天数多少", "第八师优良天数255天。", False),
        ("纳污区修复了多少", "纳污坑塘修复170亩。", False),
        ("老城区投了多少", "投入16.54亿元。", False),
        ("澄州市投了多少", "投入16.54亿元。", False),
    ],
)
def test_what_is_said_of_another_place_is_no_answer(question, passage, is_elsewhere):
    said = Passage("p", "r", None, "", passage, "", 0, len(passage), "f")
    assert elsewhere(question, said, "澄州市整改方案", shared_tokenizer()) == is_elsewhere


@pytest.mark.parametrize(
    "years, before, passage, is_another",
    [
        ((2019,), "", "2018年优良天数255天。", True),
        ((2018,), "", "2018年优良天数255天。", False),
        ((2025,), "到2020年达到70%。到2025年，", "机械化率达到75%。", False),
        ((2020,), "到2020年达到70%。到2025年，", "机械化率达到75%。", True),
        ((2020,), "", "机械化率达到75%。", False),
        ((), "2018年，", "优良天数255天。", False),
    ],
)
def test_what_is_said_of_another_year_is_no_answer(years, before, passage, is_another):
    said = Passage("p", "r", None, "", passage, "", 0, len(passage), "f")
    start = passage.index("5") - 1
    assert another_year(years, said, start, before) == is_another


def test_an_issue_that_does_not_exist_is_refused_as_such(assistant):
    answer = assistant.ask("问题三十的整改时限")
    assert answer.abstained and answer.reason == "no_such_issue"


@pytest.mark.parametrize(
    "question", ["今天天气怎么样，要不要带伞", "OA系统密码忘了咋重置", "asdfgh", "？？？"]
)
def test_what_has_nothing_to_do_with_reports_is_refused(assistant, question):
    answer = assistant.ask(question)
    assert answer.abstained and answer.reason in ("off_topic", "not_in_reports")


def test_scope_holds_the_evidence_to_an_issue(assistant):
    answer = assistant.ask("罚款多少", Scope(issue="十四"))
    assert {evidence.issue for evidence in answer.evidence} == {"十四"}


@pytest.mark.parametrize("question", ["", "   ", "\u200b", "问" * 10_000])
def test_empty_and_endless_questions_are_told_the_cure(assistant, question):
    with pytest.raises(QuestionError) as error:
        assistant.ask(question)
    assert error.value.cure


def test_unknown_scopes_are_told_what_exists(assistant):
    with pytest.raises(ScopeError, match="二十四"):
        assistant.ask("罚款多少", Scope(issue="九十九"))
    with pytest.raises(ScopeError, match="现有报告"):
        assistant.ask("罚款多少", Scope(report="没有这份"))


def guarded(answer) -> bool:
    """Does every figure of a quoted answer stand in a highlighted span of its evidence?"""
    if answer.abstained or answer.kind not in ("fact", "multi"):
        return True
    shown = [squeeze(e.passage.text[a:b]) for e in answer.evidence for a, b in e.highlights]
    said = squeeze(answer.text)
    for piece in shown:
        said = said.replace(piece, "")
    labels = re.sub(r"\d{4}年?|\d+月", "", said)  # a subject may carry the year asked for
    return not re.search(r"\d", labels) or any(squeeze(answer.text) in s for s in shown)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_figure_leaves_unproved(assistant, question):
    answer = assistant.ask(question)
    assert guarded(answer), answer.text
    for evidence in answer.evidence:
        assert all(0 <= a < b <= len(evidence.passage.text) for a, b in evidence.highlights)


WORDS = (
    "天业集团 天富集团 昆仑钢铁 石河子 五家渠 罚款 投资 封停 自备井 机组 2018年 2016年 "
    "多少 几个 哪天 完成率 时限 ？ 12万 的"
).split()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map("".join))
def test_no_figure_leaves_unproved_whatever_is_asked(assistant, question):
    assert guarded(assistant.ask(question))


def test_the_same_question_gets_the_same_answer(assistant):
    first, second = (assistant.ask("郑氏化纤污水提标改造投资多少") for _ in range(2))
    assert (first.text, first.issues, first.evidence) == (
        second.text,
        second.issues,
        second.evidence,
    )
