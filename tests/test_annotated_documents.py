"""The annotated documents hold what their questions say of them."""

import json
import re
from pathlib import Path

import pytest

from retrieval.answering.candidates import read
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage
from training.annotations import document, folds, one_span, question_files
from training.span_annotated import silenced

ROOT = Path(__file__).resolve().parent.parent
FILES = question_files([ROOT / "training" / "documents", ROOT / "benchmarks" / "held_out"])


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", FILES, ids=document)
def test_every_answer_stands_in_its_evidence_and_that_in_the_text(path):
    text = bare(path.with_name(f"{document(path)}.txt").read_text("utf-8"))
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        proofs = row.get("evidence", [])
        proofs = [bare(p) for p in ([proofs] if isinstance(proofs, str) else proofs)]
        assert all(proof in text for proof in proofs), row["id"]
        golds = row["answers"][:1] if row["set"] == "factual" else row["answers"]
        assert all(any(bare(gold) in proof for proof in proofs) for gold in golds), row["id"]
        assert bool(golds) == (row["set"] != "unanswerable"), row["id"]


def test_what_is_held_out_is_in_no_fold_of_training():
    training = question_files([ROOT / "training" / "documents"])
    held = {document(p) for p in question_files([ROOT / "benchmarks" / "held_out"])}
    assert held and not held & {name for part in folds(training) for name in part}


def test_a_question_for_several_facts_becomes_one_for_each():
    rows = [row for path in FILES for row in one_span(path) if row.get("part")]
    assert rows and all(len(row["answers"]) == 1 for row in rows)


def test_names_side_by_side_are_one_answer(tmp_path):
    row = {
        "set": "multi",
        "question": "哪两家被罚",
        "answers": ["甲公司", "乙公司"],
        "evidence": ["对甲公司、乙公司罚款"],
    }
    path = tmp_path / "x_questions.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    assert [r["answers"] for r in one_span(path)] == [["甲公司、乙公司"]]


def test_two_documents_of_one_name_are_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x_questions.jsonl").write_text("", "utf-8")
    with pytest.raises(ValueError, match="x_questions.jsonl"):
        question_files([tmp_path / "a", tmp_path / "b"])


def test_a_passage_is_silenced_by_the_loss_of_the_sentence_that_answers():
    text = "对甲公司处罚12万元。对乙公司处罚4万元。"
    passage = read(
        Passage("p", "r", None, "", text, "", 0, len(text), ""), None, shared_tokenizer()
    )
    at = text.index("4万元")
    assert silenced(passage, [(at, at + 3)]) == "对甲公司处罚12万元。"
    assert silenced(passage, [(at, at + 3), (text.index("12"), text.index("。"))]) == ""
