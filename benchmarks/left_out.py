"""Whole answers over documents that no weights were trained on.

    python benchmarks/left_out.py --questions FOLDER … [--left-out FOLDER]
                                  [--output benchmarks/results/left-out.md]

Each folder of questions holds `NAME.txt` with `NAME_questions.jsonl`. `--left-out` holds for each
document the network (training/train_network.py), the reader and the model of what is asked
(training/train_reader.py) that never saw it, nor any question about it; without it the shipped
weights answer, for documents that none of them saw. Each document is indexed alone and all its
questions are asked, of one fact, of several, over all issues, and to refuse. How an answer counts:
benchmarks/scoring.py.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.scoring import interval, judge, report_questions  # noqa: E402
from retrieval.answering.asking import load_asking  # noqa: E402
from retrieval.answering.network import Network  # noqa: E402
from retrieval.answering.weights import load_weights  # noqa: E402
from retrieval.assistant import Assistant, build  # noqa: E402
from retrieval.contract import answer_json  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"
COLUMNS = ("answered", "right", "set_exact", "value_ok", "abstained")
HEAD = """# Answers over documents that their weights never saw

`python benchmarks/left_out.py {command}`

`of the given right`: among single facts answered. In brackets bootstrap 95 % intervals. The
documents: [training](../../training/README.md), whose misses were read while rules were written;
[held out](../held_out/README.md), whose weren't.
"""


def asked(path: Path, left_out: Path | None) -> list[dict]:
    """Metric → 0 or 1 of each row of a file of questions, with `set`."""
    name, rows = named(path), report_questions(path)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [path.with_name(f"{name}.txt")])
        with Assistant.open(Path(folder)) as assistant:
            answerer = assistant._current()
            if left_out:
                answerer.reader = answerer.reader.judging_by(
                    load_asking(left_out / name / "asking.npz"),
                    load_weights(left_out / name / "reader.json"),
                    Network(left_out / name),
                )
            answers = [answer_json(answerer.answer(row["question"])) for row in rows]
    judged = [judge(row, answer) for row, answer in zip(rows, answers, strict=True)]
    return [{"set": row["set"], **scores} for row, scores in zip(rows, judged, strict=True)]


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


def tables(folder: Path, left_out: Path | None) -> list[str]:
    """The scores of a folder's documents together, and of each."""
    paths = sorted(folder.glob("*_questions.jsonl"))
    unknown = [p for p in paths if left_out and not (left_out / named(p) / "reader.json").exists()]
    paths = [path for path in paths if path not in unknown]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(partial(asked, left_out=left_out), paths))
    every = [row for own in found for row in own]
    lines = ["", f"## {folder.name}", "", *by_set(every), ""]
    lines += ["| document | single facts right | several | refused |", "|---" * 4 + "|"]
    for path, own in zip(paths, found, strict=True):
        cells = [share(own, "factual", "right"), share(own, "multi", "right")]
        cells.append(share(own, "unanswerable", "abstained"))
        lines.append(f"| {named(path)} | {' | '.join(cells)} |")
    if unknown:
        lines += ["", f"Not measured, for want of such weights: {'、'.join(map(named, unknown))}."]
    return lines


def named(path: Path) -> str:
    return path.name.removesuffix("_questions.jsonl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--left-out", type=Path)
    parser.add_argument("--output", type=Path, default=RESULTS / "left-out.md")
    options = parser.parse_args()
    folders = (f.name.upper() if f.is_absolute() else f.as_posix() for f in options.questions)
    command = f"--questions {' '.join(folders)}"
    command += " --left-out FOLDER" if options.left_out else ""
    lines = [HEAD.format(command=command)]
    for folder in options.questions:
        lines += tables(folder, options.left_out)
    options.output.write_text("\n".join(lines) + "\n", "utf-8")
    print(options.output.read_text("utf-8"))


if __name__ == "__main__":
    main()
