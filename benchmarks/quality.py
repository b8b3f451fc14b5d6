"""What is answered right, refused and found, and what each part of the product brings to it.

    python benchmarks/quality.py --questions FOLDER --report FILE --reports FOLDER
                                 [--cmrc FILE.jsonl.xz] [--output benchmarks/results/quality.md]
                                 [--answers FOLDER]

FOLDER of questions: the six sets over one report, FILE. `--reports`: `rN.txt` with
`rN_questions.jsonl`, each indexed alone. `--cmrc`: benchmarks/cmrc.py over that file too.
`--answers`: the whole product's answers are written there, a file a report, in the contract's JSON.
The reliability plot goes beside the output. How an answer counts: benchmarks/scoring.py.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import cmrc, quality_table  # noqa: E402
from benchmarks.ablation import STEPS, Partial, Step  # noqa: E402
from benchmarks.reliability import bins, plot  # noqa: E402
from benchmarks.scoring import judge, questions, report_questions  # noqa: E402
from retrieval.answering.answerer import Answerer  # noqa: E402
from retrieval.assistant import Assistant, build  # noqa: E402
from retrieval.contract import answer_json  # noqa: E402
from retrieval.records import Answer  # noqa: E402
from retrieval.settings import Settings  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results"


def asked(answerer: Answerer | Assistant, rows: Sequence[dict]) -> Iterator[dict]:
    """The answers to the rows in order, in the contract's JSON; a session's rows are one talk."""
    history: dict[str, list[Answer]] = defaultdict(list)
    ask = answerer.ask if isinstance(answerer, Assistant) else answerer.answer
    for row in rows:
        turns = history[row["session"]] if row.get("session") else []
        turns.append(ask(row["question"], history=tuple(turns)))
        yield answer_json(turns[-1], {"id": row["id"]})


def measured(report: Path, rows: Sequence[dict], name: str) -> tuple[list[dict], list[dict]]:
    """Judged rows of every step over a report indexed alone, and the whole product's answers."""
    found, whole = [], []
    lexical = replace(Settings(), dense_weight=0.0)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [report])
        for step in STEPS:
            settings = Settings() if step.dense else lexical
            with Assistant.open(Path(folder), settings=settings) as assistant:
                is_product = step == Step(step.name)
                used = assistant if is_product else Partial(assistant._current(), step)
                answers = list(asked(used, rows))
            whole = answers if is_product else whole
            for row, answer in zip(rows, answers, strict=True):
                scores = judge(row, answer)
                if not step.reader:  # it only finds: there is nothing to be right or refused
                    scores = {k: v for k, v in scores.items() if k.startswith("evidence")}
                found.append(
                    {
                        "set": f"{name} {row['set']}".strip(),
                        "kind": row["set"],
                        "group": f"{name}{row.get('session') or row['id']}",
                        "step": step.name,
                        "scores": scores,
                        "confidence": answer["confidence"],
                        "answered": step.reader and not answer["abstained"],
                    }
                )
    return found, whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--cmrc", type=Path)
    parser.add_argument("--output", type=Path, default=RESULTS / "quality.md")
    parser.add_argument("--answers", type=Path)
    options = parser.parse_args()
    sources = [("", options.report, questions(options.questions))]
    for path in sorted(options.reports.glob("*_questions.jsonl")):
        name = path.name.removesuffix("_questions.jsonl")
        sources.append((name, path.with_name(f"{name}.txt"), report_questions(path)))
    rows = []
    for name, report, own in sources:
        judged, answers = measured(report, own, name)
        rows += judged
        print(f"{report.name}: {len(own)} questions", file=sys.stderr, flush=True)
        if options.answers:
            lines = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers)
            options.answers.mkdir(parents=True, exist_ok=True)
            (options.answers / f"{name or 'questions'}.jsonl").write_text(lines, "utf-8")
    read = cmrc.measure(options.cmrc) if options.cmrc else []
    groups = bins(quality_table.pairs(rows))
    options.output.write_text(quality_table.page(rows, groups, read), "utf-8")
    options.output.with_name("reliability.svg").write_text(plot(groups) + "\n", "utf-8")
    print(options.output.read_text("utf-8"))


if __name__ == "__main__":
    main()
