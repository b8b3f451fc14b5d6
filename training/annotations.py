"""The annotated question sets: which files there are, and their questions that want one span."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from retrieval.answering.features import WHICH_OF_SEVERAL
from retrieval.answering.parts import split
from retrieval.language.normalise import clean_question, fold
from retrieval.language.tokenizer import shared_tokenizer

FOLDS = 2
"""Documents are left out a half at a time: a network takes half an hour."""
_JOINT = re.compile(r"以及|[、和及与“”\s]")


def question_files(folders: Sequence[Path]) -> list[Path]:
    """The `*_questions.jsonl` of the folders, by name. Raises ValueError where two share a name."""
    found = sorted((p for f in folders for p in f.glob("*_questions.jsonl")), key=lambda p: p.name)
    names = [path.name for path in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{twice} in several folders; each document needs a name of its own")
    return found


def folds(paths: Sequence[Path]) -> list[list[str]]:
    """The names of the documents in FOLDS parts; neighbours by name, of one sort, fall apart."""
    names = [document(path) for path in paths]
    return [names[i::FOLDS] for i in range(FOLDS)]


def document(path: Path) -> str:
    """The name of the document that a file of questions is about."""
    return path.name.removesuffix("_questions.jsonl")


def one_span(path: Path) -> list[dict]:
    """The rows of a set that one span answers, and those to refuse.

    A question for several names (哪两家) becomes a single fact where they stand side by side, one
    for several facts as many questions as the product makes of it.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = []
    for row in rows:
        if (
            row["set"] == "multi"
            and WHICH_OF_SEVERAL.search(row["question"])
            and (run := _run(row))
        ):
            found.append(row | {"set": "factual", "answers": [run]})
        elif row["set"] == "multi":
            found += _parts(row)
        elif row["set"] in ("factual", "unanswerable"):
            found.append(row)
    return found


def _parts(row: dict) -> list[dict]:
    """A question for each fact of a row; none where the product reads another number of them."""
    parts = split(fold(clean_question(row["question"])), shared_tokenizer())
    if not 1 < len(parts) == len(row["answers"]):
        return []
    return [
        row | {"set": "factual", "question": part.question, "answers": [answer], "part": True}
        for part, answer in zip(parts, row["answers"], strict=True)
    ]


def _run(row: dict) -> str | None:
    """The stretch of evidence that holds all answers of a row with nothing but joints between."""
    for proof in row["evidence"]:
        found, at = [], 0
        for answer in row["answers"]:
            start = proof.find(answer, at)
            if start < 0 or found and _JOINT.sub("", proof[at:start]):
                break
            at = start + len(answer)
            found.append((start, at))
        if len(found) == len(row["answers"]):
            return proof[found[0][0] : at]
    return None
