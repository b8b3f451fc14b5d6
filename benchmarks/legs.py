"""Evidence@k of each leg alone and of their fusion, by question set: the retrieval table.

    python benchmarks/legs.py --questions corpus/questions [--documents FOLDER] [--encoder NAME]
                              [--output FILE.md]

FOLDER holds other documents, `NAME.txt` with `NAME_questions.jsonl`, each indexed alone.

A hit holds the evidence when the gold sentence, or eight characters before the answer to four
after it, stands in the passage (marks and blanks aside). A question with several proofs counts
when each is held by one of the first k. Deadlines and statuses must be the gold issue's own.
"""

import argparse
import json
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.answering.question import understand  # noqa: E402
from retrieval.assistant import Assistant, build  # noqa: E402
from retrieval.language.normalise import squeeze  # noqa: E402
from retrieval.language.tokenizer import query_terms, shared_tokenizer  # noqa: E402
from retrieval.ranking.encoder import load_encoder  # noqa: E402
from retrieval.records import Scope  # noqa: E402
from retrieval.search import Searcher  # noqa: E402
from retrieval.settings import Settings  # noqa: E402

SETS = ("factual", "robust", "multi", "dialogue")
CUTS = (1, 3, 5)
LEGS = {"lexical": 0.0, "dense": 1e6, "fused": Settings().dense_weight}
"""Leg → the weight of the vectors that leaves it alone in the fused score."""
_MARKS = re.compile(r"[\s“”\"'‘’。，,、；;：:（）()《》\[\]]")


def bare(text: str) -> str:
    return _MARKS.sub("", squeeze(text))


def questions(folder: Path, name: str) -> list[dict]:
    """Rows of a set with question, answers, evidence (list), issues; turns of dialogues singly."""
    return rows_of(folder / f"{name}.jsonl")


def rows_of(path: Path) -> list[dict]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    rows = [
        turn | {"session": row["id"] if "turns" in row else None}
        for row in rows
        for turn in row.get("turns", [row])
    ]
    for row in rows:
        evidence = row.get("evidence") or []
        row["evidence"] = [evidence] if isinstance(evidence, str) else evidence
    return rows


def holds(passage: str, evidence: str, answers: list[str]) -> bool:
    """Does the passage hold the sentence, or the answer in its surroundings?"""
    text, proof = bare(passage), bare(evidence)
    if proof in text:
        return True
    answer = next((bare(a) for a in answers if bare(a) in proof), None)
    if not answer:
        return False
    at = proof.index(answer)
    return proof[max(0, at - 8) : at + len(answer) + 4] in text


def found(row: dict, hits, numbers: dict, cut: int) -> bool:
    """Is every proof (any one, for a single fact) of the question in the first `cut` hits?"""
    own = row.get("type") in ("deadline", "status")
    texts = [
        hit.passage.text
        for hit in hits[:cut]
        if not own or numbers.get(hit.passage.issue_id) in row["issues"]
    ]
    held = [any(holds(text, e, row["answers"]) for text in texts) for e in row["evidence"]]
    return all(held)


def measure(folder: Path, encoder_name: str | None) -> list[tuple]:
    """(set, n, leg, evidence@1, @3, @5) rows over the shipped report."""
    encoder, rows = load_encoder(encoder_name), []
    with tempfile.TemporaryDirectory() as index:
        build(Path(index), encoder=encoder_name)
        for name in SETS:
            asked = completed(Path(index), encoder_name, questions(folder, name))
            right = by_leg(Path(index), encoder, asked)
            rows += [(name, len(asked), leg, *np.mean(right[leg], axis=0)) for leg in LEGS]
    return rows


def by_leg(index: Path, encoder, asked: list[dict]) -> dict[str, list]:
    """Leg → for each question, whether its evidence is in the first 1, 3 and 5 hits."""
    right, tokenizer = {}, shared_tokenizer()
    for leg, weight in LEGS.items():
        settings = replace(Settings(), dense_weight=weight)
        with Searcher(index, encoder, settings) as s:
            numbers = {issue.issue_id: issue.number for issue in s.database.issues()}
            right[leg] = [
                [found(row, search(s, tokenizer, row, settings), numbers, k) for k in CUTS]
                for row in asked
            ]
    return right


def measure_documents(folder: Path, encoder_name: str | None) -> list[tuple]:
    """The same rows over the single facts of every document of a folder, as one set."""
    encoder, right = load_encoder(encoder_name), {leg: [] for leg in LEGS}
    for path in sorted(folder.glob("*_questions.jsonl")):
        asked = [r for r in rows_of(path) if r.get("set", "factual") == "factual"]
        with tempfile.TemporaryDirectory() as index:
            name = path.name.removesuffix("_questions.jsonl")
            build(Path(index), [path.with_name(f"{name}.txt")], encoder_name)
            for leg, found_by in by_leg(Path(index), encoder, asked).items():
                right[leg] += found_by
    return [
        ("other documents", len(values), leg, *np.mean(values, axis=0))
        for leg, values in right.items()
    ]


def completed(index: Path, encoder_name: str | None, rows: list[dict]) -> list[dict]:
    """The rows with typos mended and follow-ups completed, as the product does before it searches."""
    history: dict[str, list] = {}
    with Assistant.open(index, encoder_name) as assistant:
        for row in rows:
            turns = history.setdefault(row["session"] or row["question"], [])
            turns.append(assistant.ask(row["question"], history=tuple(turns)))
            row["question"] = turns[-1].resolved or row["question"]
    return rows


def search(searcher: Searcher, tokenizer, row: dict, settings: Settings):
    asked = understand(row["question"], Scope(), tokenizer)
    return searcher.search(asked.text, query_terms(asked.text, settings), Scope(), 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--documents", type=Path, help="other documents with their questions")
    parser.add_argument("--encoder")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    lines = [
        "| set | n | leg | evidence@1 | evidence@3 | evidence@5 |",
        "|---|---|---|---|---|---|",
    ]
    measured = measure(arguments.questions, arguments.encoder)
    if arguments.documents:
        measured += measure_documents(arguments.documents, arguments.encoder)
    for name, n, leg, *values in measured:
        lines.append(f"| {name} | {n} | {leg} | " + " | ".join(f"{v:.3f}" for v in values) + " |")
    table = "\n".join(lines)
    print(table)
    if arguments.output:
        command = f"python benchmarks/legs.py --questions {arguments.questions} --documents …"
        arguments.output.write_text(f"# Retrieval by leg\n\n`{command}`\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    main()
