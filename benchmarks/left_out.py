"""Whole answers over documents that no weights were trained on.

    python benchmarks/left_out.py --questions TRAIN --left-out FOLDER
                                  [--output benchmarks/results/left-out.md]

TRAIN holds `tN.txt` with `tN_questions.jsonl`. FOLDER holds for each document the network
(training/train_network.py), the reader and the model of what is asked (training/train_reader.py)
that never saw it, nor any question about it. Each document is indexed alone and all its questions
are asked, of one fact, of several, over all issues, and to refuse. How an answer counts:
benchmarks/scoring.py. Then the same at other thresholds.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.scoring import interval, judge, report_questions  # noqa: E402
from retrieval.answering.asking import load_asking  # noqa: E402
from retrieval.answering.network import Network  # noqa: E402
from retrieval.answering.weights import load_weights  # noqa: E402
from retrieval.assistant import Assistant, build  # noqa: E402
from retrieval.contract import answer_json  # noqa: E402
from retrieval.settings import Settings  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
THRESHOLDS = (0.35, 0.4, 0.42, 0.45, 0.5, 0.6)
COLUMNS = ("answered", "right", "set_exact", "value_ok", "abstained")
HEAD = """# Answers over nine documents, each by weights that never saw it

`python benchmarks/left_out.py --questions TRAIN --left-out FOLDER`

Three reports of issues, two reports on a year's work, a technical guideline, a law and two State
Council documents. `of the given right`: among single facts answered. The answering rules were
written with these documents at hand; the weights of each row were not trained on its document. In
brackets bootstrap 95 % intervals.
"""


def asked(text: Path, rows: Sequence[dict], weights: Path, settings: Settings) -> list[dict]:
    """Metric → 0 or 1 of each row, with `set`."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [text])
        with Assistant.open(Path(folder), settings=settings) as assistant:
            answerer = assistant._current()
            answerer.reader = answerer.reader.judging_by(
                load_asking(weights / "asking.npz"),
                load_weights(weights / "reader.json"),
                Network(weights),
            )
            answers = [answer_json(answerer.answer(row["question"])) for row in rows]
    judged = [judge(row, answer) for row, answer in zip(rows, answers, strict=True)]
    return [{"set": row["set"], **scores} for row, scores in zip(rows, judged, strict=True)]


def over_all(questions: Path, left_out: Path, settings: Settings) -> dict[str, list[dict]]:
    """Document → its judged rows."""
    found = {}
    for path in sorted(questions.glob("*_questions.jsonl")):
        name = path.name.removesuffix("_questions.jsonl")
        text = path.with_name(f"{name}.txt")
        found[name] = asked(text, report_questions(path), left_out / name, settings)
    return found


def cell(values: Sequence[float]) -> str:
    if not values:
        return ""
    low, high = interval([[value] for value in values])
    return f"{sum(values) / len(values):.3f} [{low:.2f}, {high:.2f}]"


def given_right(rows: Sequence[dict]) -> list[float]:
    return [row["right"] for row in rows if row["set"] == "factual" and row["answered"]]


def by_set(rows: Sequence[dict]) -> list[str]:
    sets: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        sets[row["set"]].append(row)
    lines = [f"| set | n | {' | '.join(COLUMNS)} | of the given right |", "|---" * 8 + "|"]
    for name, own in sets.items():
        cells = [cell([row[c] for row in own if c in row]) for c in COLUMNS]
        last = cell(given_right(own)) if name == "factual" else ""
        lines.append(f"| {name} | {len(own)} | {' | '.join(cells)} | {last} |")
    return lines


def share(rows: Sequence[dict], name: str, metric: str) -> str:
    values = [row[metric] for row in rows if row["set"] == name]
    return f"{sum(values) / len(values):.3f} ({len(values)})" if values else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--left-out", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=RESULTS / "left-out.md")
    options = parser.parse_args()
    shipped = over_all(options.questions, options.left_out, Settings())
    every = [row for own in shipped.values() for row in own]
    lines = [
        HEAD,
        *by_set(every),
        "",
        "| document | single facts right | refused |",
        "|---|---|---|",
    ]
    for name, own in shipped.items():
        refused = share(own, "unanswerable", "abstained")
        lines.append(f"| {name} | {share(own, 'factual', 'right')} | {refused} |")
    lines += [
        "",
        "| threshold | answered | right | of the given right | refused |",
        "|---" * 5 + "|",
    ]
    for least in THRESHOLDS:
        settings = replace(Settings(), answer_threshold=least)
        rows = [
            r
            for own in over_all(options.questions, options.left_out, settings).values()
            for r in own
        ]
        right = given_right(rows)
        cells = [share(rows, "factual", m).split()[0] for m in ("answered", "right")]
        cells += [
            f"{sum(right) / len(right):.3f}",
            share(rows, "unanswerable", "abstained").split()[0],
        ]
        lines.append(f"| {least:.2f} | {' | '.join(cells)} |")
    options.output.write_text("\n".join(lines) + "\n", "utf-8")
    print(options.output.read_text("utf-8"))


if __name__ == "__main__":
    main()
