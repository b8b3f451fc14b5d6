"""What a run is written out as: complete, read by others, and with nothing in it that runs."""

import csv
import io
import json
import re
import zipfile

import openpyxl
import pytest
import pytrec_eval
from evaluation_cases import CASES, document, questions

from retrieval.evaluation.comparing import compare
from retrieval.evaluation.gold import read_gold
from retrieval.evaluation.relevance import Relevance
from retrieval.evaluation.results import outcome
from retrieval.evaluation.running import carry_out
from retrieval.evaluation.runs import RunStore
from retrieval.evaluation_files import FORMS, content, write_all
from retrieval.evaluation_table import COLUMNS, question_file
from retrieval.records import Answer

EVIL = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", " =1", "\t=1", "\n=1"]


def finished(folder, asked, answers):
    about = {"encoder": "e", "generation": 3, "reports": {"r": "v1"}, "settings": {}}
    run = RunStore(folder / "index").start(asked, about)

    def ask(question, turns):
        return Answer(question, "fact", "", (), (), 0.5), answers[question]

    for passages in answers.values():
        for passage in passages["passages"]:
            passage.setdefault("locator", "附件")
    carry_out(run, ask, Relevance([document()]))
    return outcome(run)


@pytest.fixture
def cases(tmp_path):
    answers = {case["question"]["question"]: dict(case["answer"]) for case in CASES}
    return finished(tmp_path, questions(tmp_path), answers)


@pytest.fixture
def evil(tmp_path):
    rows = [
        {"id": f"{text}{n}", "question": f"{text}问{n}", "answers": text, "evidence": text}
        for n, text in enumerate(EVIL)
    ]
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    asked = read_gold(path)
    answers = {q.question: {"answer": q.answers[0], "passages": []} for q in asked.questions}
    return finished(tmp_path, asked, answers)


def test_no_cell_of_an_excel_book_is_a_formula(evil):
    book = openpyxl.load_workbook(io.BytesIO(content("xlsx", evil, [])))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 100 and not [cell for cell in cells if cell.data_type == "f"]


def test_no_cell_of_a_csv_begins_as_a_formula_does(evil):
    text = content("csv", evil, []).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(cells) > 50
    assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]|\s*-[^\d]", cell)]


def test_a_book_has_filters_colours_and_a_row_a_question(cases):
    book = openpyxl.load_workbook(io.BytesIO(content("xlsx", cases, [])))
    detail = book["逐题"]
    assert [cell.value for cell in detail[1]] == [name for name, _ in COLUMNS]
    assert detail.max_row == len(CASES) + 1 and detail.auto_filter.ref.startswith("A1:")
    colours = {row[3].value: row[3].fill.fgColor.rgb for row in detail.iter_rows(min_row=2)}
    assert set(colours) == {"对", "不对"} and colours["对"] != colours["不对"]
    summary = {row[0].value: row[1].value for row in book["汇总"].iter_rows(min_row=2)}
    assert summary["答对（含应拒答而拒答）"] == round(cases.card.figure("right").value, 4)


def test_trec_eval_reads_the_files_and_gives_the_same_figures(cases):
    archive = zipfile.ZipFile(io.BytesIO(content("zip", cases, [document()])))
    assert {"corpus.jsonl", "queries.jsonl", "qrels/test.tsv"} <= set(archive.namelist())
    qrels = pytrec_eval.parse_qrel(io.StringIO(archive.read("qrels.trec").decode()))
    ranked = pytrec_eval.parse_run(io.StringIO(archive.read("run.trec").decode()))
    measures = {"recip_rank", "ndcg_cut.10", "recall.10"}
    found = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(ranked)
    queries = [json.loads(line) for line in archive.read("queries.jsonl").splitlines()]
    names = {query["_id"]: query["metadata"]["id"] for query in queries}
    ours = {result.question.id: result.scores for result in cases.results}
    pairs = [(found[query], ours[names[query]]) for query in found if "mrr" in ours[names[query]]]
    assert len(pairs) > 20
    for theirs, scores in pairs:
        assert scores["mrr"] == pytest.approx(theirs["recip_rank"])
        assert scores["ndcg"] == pytest.approx(theirs["ndcg_cut_10"])
        assert scores["recall"] == pytest.approx(theirs["recall_10"])


def test_the_summary_tells_figures_causes_and_the_comparison(cases):
    text = content("md", cases, [], compare(cases, cases)).decode()
    for words in ("95% 区间", "没答对的原因", "和上一次比", "对错没有变化", "MRR@10"):
        assert words in text


def test_every_form_is_written_and_json_holds_every_question(cases, tmp_path):
    write_all(tmp_path / "out", cases, [document()])
    assert {path.name for path in (tmp_path / "out").iterdir()} == {n for n, _ in FORMS.values()}
    stored = json.loads((tmp_path / "out" / "评测.json").read_text("utf-8"))
    assert len(stored["questions"]) == len(CASES)
    lines = (tmp_path / "out" / "回答.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == {c["question"]["id"] for c in CASES}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_question_file_is_read_back_as_it_was(tmp_path, form):
    row = {"id": "1", "question": "各罚多少", "answers": ["12万元", "4万元"], "kind": "multi"}
    path = tmp_path / f"q.{form}"
    path.write_bytes(question_file([row], form))
    (question,) = read_gold(path).questions
    assert (question.kind, question.answers) == ("multi", ("12万元", "4万元"))
