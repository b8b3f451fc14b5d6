"""How often an encoder alone finds the passage that proves the answer.

python training/measure.py FOLDER … [--encoder NAME_OR_FOLDER]
"""

import argparse
import json
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.language.normalise import clean_question, squeeze  # noqa: E402
from retrieval.ranking.encoder import load_encoder  # noqa: E402
from retrieval.records import Page, Source  # noqa: E402
from retrieval.structure.parse import parse_report  # noqa: E402


@dataclass(frozen=True)
class Benchmark:
    """A report as the index would hold it, with questions and the passages that prove them."""

    name: str
    text: str
    passages: tuple[str, ...]
    questions: tuple[str, ...]
    gold: tuple[frozenset[int], ...]


def load_benchmarks(folders: list[Path]) -> list[Benchmark]:
    """One benchmark for each `NAME.txt` with a `NAME_questions.jsonl` beside it."""
    files = (file for folder in folders for file in sorted(folder.glob("*_questions.jsonl")))
    return [_benchmark(file) for file in files]


def _benchmark(file: Path) -> Benchmark:
    path = file.with_name(file.name.replace("_questions.jsonl", ".txt"))
    text = path.read_text("utf-8")
    source = Source(path.name, sha256(text.encode()).hexdigest(), (Page(text),))
    document = parse_report(source, path.stem)
    numbers = {issue.issue_id: issue.number for issue in document.issues}
    squeezed = [squeeze(passage.text) for passage in document.passages]
    questions, gold = [], []
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        if row["set"] != "factual":
            continue
        proofs = [row["evidence"]] if isinstance(row["evidence"], str) else row["evidence"]
        # A bare deadline or status line recurs in every issue: the issue must fit too.
        bare = row.get("type") in ("deadline", "status") and row.get("issues")
        found = frozenset(
            i
            for i, passage in enumerate(document.passages)
            if any(squeeze(proof) in squeezed[i] for proof in proofs)
            and (not bare or numbers.get(passage.issue_id) in row["issues"])
        )
        if found:  # else a passage border cuts the proof: no encoder can find it
            questions.append(clean_question(row["question"]))
            gold.append(found)
    passages = tuple(f"{passage.context}\n{passage.text}" for passage in document.passages)
    return Benchmark(path.stem, document.report.text, passages, tuple(questions), tuple(gold))


def ranks(encoder, benchmark: Benchmark) -> list[int]:
    """The rank of the first proof for each question, from 1."""
    queries = encoder.encode_queries(benchmark.questions)
    scores = queries @ encoder.encode_passages(benchmark.passages).T
    order = np.argsort(-scores, axis=1, kind="stable")
    return [
        1 + next(i for i, passage in enumerate(row) if passage in gold)
        for row, gold in zip(order.tolist(), benchmark.gold, strict=True)
    ]


def print_scores(encoder: str | Path | None, benchmarks: list[Benchmark]) -> None:
    """Recall at 1 and 5 and the mean reciprocal rank (up to 10), a line a report and for all."""
    loaded = load_encoder(encoder)
    everything: list[int] = []
    for benchmark in benchmarks:
        found = ranks(loaded, benchmark)
        everything += found
        print(_line(benchmark.name, found))
    if everything:
        print(_line("all", everything))


def _line(name: str, found: list[int]) -> str:
    count = len(found) or 1
    first = sum(rank == 1 for rank in found) / count
    five = sum(rank <= 5 for rank in found) / count
    reciprocal = sum(1 / rank for rank in found if rank <= 10) / count
    return f"{name:8} n={count:4} recall@1={first:.3f} recall@5={five:.3f} mrr@10={reciprocal:.3f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--encoder", default=None)
    options = parser.parse_args()
    print_scores(options.encoder, load_benchmarks(options.folder))
