"""What the legs and the reader saw, and a scope that is a set of issues."""

from retrieval.records import Scope

QUESTION = "天业集团罚款多少"


def test_a_trace_shows_both_legs_the_fusion_and_the_span_that_is_the_answer(assistant):
    (seen,) = assistant.trace(QUESTION)
    assert ("天业集团", 1.0) in seen.words
    first = seen.hits[0]
    assert (first.rank, first.lexical_rank, first.dense_rank) == (1, 1, 1)
    answer = assistant.ask(QUESTION)
    assert seen.spans[0].text == answer.text and seen.confidence == answer.confidence
    rank, best = seen.best_span(first.passage.passage_id)
    assert (rank, best.text) == (1, "12万元")
    assert seen.best_span("no such passage") is None


def test_each_fact_of_a_question_has_its_own_trace_and_typos_are_mended(assistant):
    traces = assistant.trace("天业集团和天富集团分别罚款多少")
    assert [trace.spans[0].text for trace in traces] == ["12万元", "4万元"]
    assert "天业集团" in assistant.trace("天也集团罚款多少")[0].question


def test_a_named_issue_narrows_the_trace_as_it_narrows_the_answer(assistant):
    (seen,) = assistant.trace("问题十九罚款多少")
    assert {hit.passage.issue_id for hit in seen.hits} == {seen.hits[0].passage.issue_id}


def test_a_scope_of_issues_holds_for_both_legs_the_ledger_and_named_issues(assistant):
    done = [row.issue for row in assistant.ledger() if row.status == "完成"]
    ids = tuple(issue.issue_id for issue in done)
    (seen,) = assistant.trace(QUESTION, Scope(among=ids))
    assert seen.hits and {hit.passage.issue_id for hit in seen.hits} <= set(ids)
    assert assistant.ask("一共有多少个问题", Scope(among=ids)).issues == tuple(
        issue.number for issue in done
    )
    late = tuple(r.issue.issue_id for r in assistant.ledger() if r.status == "未达序时进度")
    outside = assistant.ask("问题十九的整改时限", Scope(among=late))
    assert (outside.text, outside.reason) == (None, "not_in_reports")
    assert assistant.ask(QUESTION, Scope(among=())).evidence == ()
