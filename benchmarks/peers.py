"""Evidence@1 and @5 of other search libraries beside ours: same passages, same questions, one run.

    python3 -m venv PEERS && PEERS/bin/pip install -r benchmarks/requirements-peers.txt
    python benchmarks/peers.py --python PEERS/bin/python --questions FOLDER --report FILE
                               --reports FOLDER [--output benchmarks/results/peers.md]

Options but the first as in benchmarks/quality.py. The peers answer nothing, so only what is found is
compared, over questions for facts that stand alone. Everybody searches heading path and text of each
passage. Ours: the search by itself; and the whole product, which puts the passage of its answer first.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.scoring import interval, judge, questions, report_questions  # noqa: E402
from retrieval.assistant import Assistant, build  # noqa: E402
from retrieval.contract import answer_json  # noqa: E402

HERE = Path(__file__).resolve().parent
SETS = ("factual", "robust", "multi")
MOST = 5
HEAD = """# Search libraries beside ours

`python benchmarks/peers.py --python PEERS/bin/python --questions QUESTIONS --report REPORT --reports REPORTS`

Share of questions whose evidence stands in the first passage, in the first five; in brackets
bootstrap 95 % intervals of the first. Same passages (heading path and text), same questions, same
run. Peers: {packages}, with their own settings. txtai and Haystack take each Chinese character as a
word, so cutting the text by jieba first changes nothing for them. txtai's hybrid search wants
vectors; its usual model cannot be had offline, so it was given those of the product's encoder.
Questions go to the peers as they were asked. `ours, search` is the product's search without its
reader, typos mended; `ours, whole product` puts the passage of its answer first.
"""


def found(report: Path, rows: Sequence[dict], python: Path) -> tuple[dict[str, list], dict]:
    """Searcher → for each question (evidence@1, evidence@5); and the peers' versions."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [report])
        with Assistant.open(Path(folder)) as assistant:
            passages = [(d, p) for d in assistant.documents() for p in d.passages]
            told = [f"{p.context}\n{p.text}" for _, p in passages]
            asked = [row["question"] for row in rows]
            ours = [[e.passage.passage_id for e in assistant.find(q, k=MOST)] for q in asked]
            whole = [answer_json(assistant.ask(q)) for q in asked]
            vectors = dict(zip(told, assistant.encoder.encode_passages(told), strict=True))
            vectors |= dict(zip(asked, assistant.encoder.encode_queries(asked), strict=True))
            shown = [
                {
                    "text": p.text,
                    "issue": next((i.number for i in d.issues if i.issue_id == p.issue_id), None),
                }
                for d, p in passages
            ]
    given = {"passages": told, "questions": asked, "most": MOST}
    given["vectors"] = {text: vector.tolist() for text, vector in vectors.items()}
    command = [str(python), str(HERE / "peer_rankings.py")]
    ran = subprocess.run(command, input=json.dumps(given), text=True, stdout=subprocess.PIPE)
    if ran.returncode:
        sys.exit(f"{command}: exit code {ran.returncode}")
    made = json.loads(ran.stdout)
    place = {p.passage_id: at for at, (_, p) in enumerate(passages)}
    rankings = made["rankings"] | {"ours, search": [[place[i] for i in ids] for ids in ours]}
    answers = {
        name: [{"passages": [shown[at] for at in ranking]} for ranking in rows_of]
        for name, rows_of in rankings.items()
    }
    answers["ours, whole product"] = whole
    return {name: _scores(rows, own) for name, own in answers.items()}, made["packages"]


def _scores(rows: Sequence[dict], answers: Sequence[dict]) -> list[tuple[float, float]]:
    judged = [judge(row, answer) for row, answer in zip(rows, answers, strict=True)]
    return [(scores["evidence@1"], scores["evidence@5"]) for scores in judged]


def table(columns: dict[str, dict[str, list]]) -> str:
    """A line a searcher, a column a set. `columns`: set → searcher → its scores."""
    heads = [f"{name}, n = {len(next(iter(own.values())))}" for name, own in columns.items()]
    lines = ["| searcher | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
    for searcher in next(iter(columns.values())):
        cells = []
        for own in columns.values():
            first, fifth = zip(*own[searcher], strict=True)
            low, high = interval([[value] for value in first])
            cells.append(
                f"{sum(first) / len(first):.3f} [{low:.2f}, {high:.2f}] · {sum(fifth) / len(fifth):.3f}"
            )
        lines.append(f"| {searcher} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, required=True, help="the peers' interpreter")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=HERE / "results" / "peers.md")
    options = parser.parse_args()
    sources = [("", options.report, questions(options.questions))]
    for path in sorted(options.reports.glob("*_questions.jsonl")):
        name = path.name.removesuffix("_questions.jsonl")
        sources.append((f"{name} ", path.with_name(f"{name}.txt"), report_questions(path)))
    columns: dict[str, dict[str, list]] = {}
    for name, report, every in sources:
        rows = [row for row in every if row["set"] in SETS]
        scores, packages = found(report, rows, options.python)
        for wanted in SETS:
            places = [at for at, row in enumerate(rows) if row["set"] == wanted]
            if places:
                columns[name + wanted] = {
                    searcher: [own[at] for at in places] for searcher, own in scores.items()
                }
    told = ", ".join(f"{name} {version}" for name, version in packages.items())
    text = HEAD.format(packages=told) + "\n" + table(columns) + "\n"
    options.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
