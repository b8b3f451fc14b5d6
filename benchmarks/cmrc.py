"""Exact match and character F1 on CMRC 2018 questions for a figure, a date or an amount.

    python benchmarks/cmrc.py --cmrc cmrc2018_dev.jsonl.xz [--most N]

Each question is asked of its own passage alone, and the reader's first span counts whatever its
confidence: this measures reading, not searching or refusing. A question asks for a figure when
every gold answer is one quantity or date. None of these questions was trained on.
"""

import argparse
import json
import lzma
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.answering.asking import load_asking  # noqa: E402
from retrieval.answering.network import shared_network  # noqa: E402
from retrieval.answering.question import understand  # noqa: E402
from retrieval.answering.reader import Reader  # noqa: E402
from retrieval.answering.weights import load_weights  # noqa: E402
from retrieval.evaluation.overlap import character_f1, pieces  # noqa: E402
from retrieval.language.dates import dates  # noqa: E402
from retrieval.language.normalise import clean_question, fold  # noqa: E402
from retrieval.language.quantities import quantities  # noqa: E402
from retrieval.language.tokenizer import shared_tokenizer  # noqa: E402
from retrieval.ranking.encoder import load_encoder  # noqa: E402
from retrieval.records import Scope  # noqa: E402
from retrieval.settings import ASKING_WEIGHTS, NETWORK_WEIGHTS, READER_WEIGHTS  # noqa: E402
from training.examples import ranked, split_passages  # noqa: E402


def is_figure(answer: str) -> bool:
    """Is the whole answer one quantity or one date?"""
    folded = fold(answer)
    found = [(q.start, q.end) for q in quantities(folded)]
    found += [(d.start, d.end) for d in dates(folded)]
    return (0, len(folded)) in found


def said(reader: Reader, tokenizer, encoder, row: dict) -> str:
    """The reader's first span in the row's passage; empty where there is none."""
    asked = understand(clean_question(row["question"]), Scope(), tokenizer)
    hits = ranked(reader, asked, split_passages(row["passage"]), encoder)
    found = reader.read(asked, hits)
    reader.forget()
    return found.spans[0].text if found.spans else ""


def measure(path: Path, most: int = 10_000) -> list[tuple[str, int, float, float]]:
    """(with or without the span network, questions, exact match, character F1) over a CMRC file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    asked = [row for row in rows if row["answers"] and all(map(is_figure, row["answers"]))]
    random.Random(0).shuffle(asked)
    asked = asked[:most]
    tokenizer, encoder = shared_tokenizer(), load_encoder(None)
    seen = Counter(w for row in rows for w in {w.text for w in tokenizer.words(row["passage"])})

    def idf(word: str) -> float:
        return float(np.log(1 + (len(rows) - seen[word] + 0.5) / (seen[word] + 0.5)))

    weights, asking = load_weights(READER_WEIGHTS), load_asking(ASKING_WEIGHTS)
    network, found = shared_network(NETWORK_WEIGHTS), []
    for name, used in (("without the span network", None), ("with the span network", network)):
        reader = Reader(tokenizer, idf, lambda passage: None, asking, encoder, weights, used)
        answers = [(said(reader, tokenizer, encoder, row), row["answers"]) for row in asked]
        exact = np.mean([any(pieces(text) == pieces(a) for a in gold) for text, gold in answers])
        overlap = np.mean([character_f1(text, gold) for text, gold in answers])
        found.append((name, len(answers), float(exact), float(overlap)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cmrc", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10_000)
    arguments = parser.parse_args()
    for name, n, exact, overlap in measure(arguments.cmrc, arguments.most):
        print(f"{name}: n={n} EM={exact:.3f} F1={overlap:.3f}")


if __name__ == "__main__":
    main()
