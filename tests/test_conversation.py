"""What the browser sends of a conversation and of a place, and what is made of it."""

import pytest

from retrieval.assistant import Assistant, build
from retrieval.errors import ScopeError
from retrieval.records import Scope
from retrieval.settings import REPORTS, ROOT
from ui.addends import addends, issues_of
from ui.answers import Answers
from ui.ask import Desk
from ui.conversation import Conversations, Turn
from ui.places import Place
from ui.rights import CURRENT, LOCAL
from ui.scope import Chosen

QUESTION, FOLLOW_UP = "天业集团罚款多少", "那天富集团呢"


@pytest.fixture(autouse=True)
def at_this_machine():
    """Whoever asks sits here: nobody has to log in."""
    token = CURRENT.set(LOCAL)
    yield
    CURRENT.reset(token)


@pytest.fixture
def desk(assistant):
    return Desk(Answers(assistant))


def test_a_server_that_never_heard_of_a_conversation_goes_on_with_it_all_the_same(assistant):
    known, fresh = Conversations(Answers(assistant)), Conversations(Answers(assistant))
    turns = (Turn(QUESTION), Turn(FOLLOW_UP))
    known.ask(turns[:1])
    assert known.ask(turns).text == fresh.ask(turns).text == "4万元"
    assert fresh.ask(turns).resolved == known.ask(turns).resolved
    assert fresh.ask((Turn(FOLLOW_UP),)).text != "4万元", "alone it is no follow-up"


def test_a_turn_that_had_no_answer_is_no_part_of_what_was_said(assistant):
    gone = Turn("问题", Chosen(report="没有这份"))
    assert (
        Conversations(Answers(assistant)).ask((Turn(QUESTION), gone, Turn(FOLLOW_UP))).text
        == "4万元"
    )


@pytest.mark.parametrize("sent", [None, "x", 3, [], [None, "x"], {"question": "罚款"}])
def test_what_is_no_conversation_is_asked_as_an_empty_question(desk, sent):
    answer = desk.asked({"turns": sent})
    assert answer["failed"] and "问题是空的" in answer["answer"]


def test_choices_stand_for_a_scope_and_what_nothing_meets_is_told(assistant):
    assert Chosen.of({"issue": "十九", "part": "nowhere", "unit": None}) == Chosen(issue="十九")
    assert Chosen(part="main").scope(assistant) == Scope(part="main")
    late = Chosen(status="未达序时进度").scope(assistant)
    rows = [r for r in assistant.ledger() if r.issue.issue_id in late.among]
    assert [row.issue.number for row in rows] == ["二十三"]
    with pytest.raises(ScopeError, match="绝无此单位"):
        Chosen(unit="绝无此单位").scope(assistant)


def test_a_place_of_nonsense_is_the_beginning_without_marks():
    sent = {"start": "-5", "end": "9e9", "marks": "1-2 x-3 4-5-6 7", "report": None, "version": 1}
    assert Place.of(sent) == Place("", "1", 0, 0, ((1, 2), (0, 3)))


def test_the_source_of_a_report_or_version_that_is_gone_is_told(desk):
    with pytest.raises(ScopeError):
        desk.source({"report": "没有", "version": "v1", "start": "0", "end": "1"})


def test_every_issue_that_a_ledger_answer_names_has_a_row_and_a_fact_has_no_table(assistant):
    documents = {d.report.report_id: d for d in assistant.documents()}
    for question in ("哪些问题已经完成整改", "一共有几个问题完成整改", "罚款加起来总共多少"):
        answer = assistant.ask(question)
        assert tuple(i.number for _, i in issues_of(answer, documents)) == answer.issues
        assert addends(answer, documents).count("<tr>") == 1 + len(answer.issues)
    assert addends(assistant.ask(QUESTION), documents) == ""


def test_issues_of_a_report_whose_evidence_is_not_shown_have_rows_too(tmp_path):
    reports = [REPORTS, ROOT / "tests" / "data" / "reports" / "r1.txt"]
    build(tmp_path / "index", reports)
    with Assistant.open(tmp_path / "index") as assistant:
        documents = {d.report.report_id: d for d in assistant.documents()}
        answer = assistant.ask("哪些问题已经完成整改")
        listed = [(d.report.report_id, i.number) for d, i in issues_of(answer, documents)]
        done = [
            (row.report.report_id, row.issue.number)
            for row in assistant.ledger()
            if row.status == "完成"
        ]
    assert len(answer.evidence) < len(listed) and listed == done


def test_why_tells_of_a_passage_that_no_leg_found(desk, assistant):
    report = assistant.documents()[0].report
    place = {"report": report.report_id, "version": report.version, "start": "0", "end": "1"}
    assert "没有经过检索" in desk.why({**place, "question": QUESTION})["why"]
