"""Questions with answers as they were given, and the figures that another scorer gave them."""

import json
from pathlib import Path

from retrieval.evaluation.gold import QuestionSet, read_gold
from retrieval.records import Document, Issue, Passage, Report

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "evaluation_cases.jsonl")
    .read_text("utf-8")
    .split("\n")
    if line
]


def questions(folder: Path) -> QuestionSet:
    """The cases' questions, read through a question file."""
    path = folder / "cases.jsonl"
    rows = (json.dumps(case["question"], ensure_ascii=False) for case in CASES)
    path.write_text("\n".join(rows), "utf-8")
    return read_gold(path)


def document() -> Document:
    """A report of all the passages that the cases cite, each where the case says it stands."""
    found = {(p["start"], p["end"]): p for case in CASES for p in case["answer"]["passages"]}
    numbers = list(dict.fromkeys(p["issue"] for p in found.values() if p["issue"]))
    issues = tuple(
        Issue(f"i{n}", "r", number, n, "", None, None, (), (), 0, 0)
        for n, number in enumerate(numbers, 1)
    )
    ids = {issue.number: issue.issue_id for issue in issues}
    passages = tuple(
        Passage(f"p{n}", "r", ids.get(p["issue"]), "", p["text"], "", p["start"], p["end"], "")
        for n, p in enumerate(found.values(), 1)
    )
    return Document(Report("r", "报告", "v1", "", "r.txt", ""), issues, passages)
