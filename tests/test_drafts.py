"""The gold builder: what it drafts stands in the report, is asked once, and is right of it."""

import pytest
from bench import BOILERS, SETTINGS, Bench

from retrieval.assistant import Assistant
from retrieval.evaluation.drafts import drafts
from retrieval.evaluation.gold import read_gold
from retrieval.evaluation.matching import normal
from retrieval.evaluation.relevance import Relevance
from retrieval.evaluation_table import question_file
from retrieval.language.tokenizer import shared_tokenizer


@pytest.fixture(scope="module")
def shipped(assistant):
    (document,) = assistant.documents()
    return document, drafts(document, shared_tokenizer())


def test_the_shipped_report_gives_two_hundred_drafts_each_asked_once(shipped):
    _, rows = shipped
    assert len(rows) >= 200
    assert len({row["question"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)


def test_evidence_stands_in_the_report_and_holds_the_answer(shipped):
    document, rows = shipped
    report = normal(document.report.text)
    facts = [row for row in rows if row["kind"] == "fact"]
    for row in facts:
        (evidence,), (answer,) = row["evidence"], row["answers"]
        assert normal(evidence) in report and normal(answer) in normal(evidence), row
        assert normal(answer) not in normal(row["question"]) or len(answer) < 4, row


def test_issues_of_drafts_are_those_whose_passages_hold_the_evidence(shipped, tmp_path):
    document, rows = shipped
    path = tmp_path / "q.csv"
    path.write_bytes(question_file(rows, "csv"))
    asked = read_gold(path)
    assert len(asked.questions) == len(rows) and not asked.bad
    relevance = Relevance([document])
    for question in asked.questions:
        if question.kind == "fact":
            assert all(relevance.holders(question)), question.question


def test_the_fine_of_one_of_two_firms_is_asked_with_its_name(shipped):
    _, rows = shipped
    found = {row["question"]: row.get("answers") for row in rows}
    assert found["对天业集团处罚多少元？"] == ["12万元"]
    assert found["对天富集团处罚多少元？"] == ["4万元"]


def test_lists_and_counts_of_statuses_are_complete(shipped):
    document, rows = shipped
    done = [i.number for i in document.issues if i.status.text == "完成整改"]
    of_done = [row for row in rows if row.get("issues") == done]
    assert {row["kind"] for row in of_done} == {"list", "count"}
    assert ["11个"] in [row.get("answers") for row in of_done]


def test_another_layout_gives_drafts_too(tmp_path):
    bench = Bench(tmp_path)
    bench.write(甲=BOILERS)
    bench.run()
    with Assistant(bench.index, bench.encoder, SETTINGS) as opened:
        rows = drafts(opened.documents()[0], shared_tokenizer())
    found = {row["question"]: row.get("answers") for row in rows}
    assert found["问题一里，拆除锅炉多少台？"] == ["65台"]
    assert found["问题一的整改时限是什么？"] == ["2017年底"]
