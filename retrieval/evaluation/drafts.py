"""Draft questions with gold, made from the ledger and the figures of a report, for staff to check."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from retrieval.evaluation.cloze import clozes
from retrieval.language.numerals import to_han
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Document, Issue

SHORTEST_TITLE, LONGEST_TITLE = 6, 40
"""Characters of an issue's title that a question can name it by."""
_TITLE_END = re.compile(r"[。；;\n]")


def drafts(document: Document, tokenizer: Tokenizer) -> list[dict]:
    """Rows with the contract's columns (lists for answers, issues, evidence), in report order.

    They are drafts: what is asked stands in the report word for word, but whether a person would
    ask it so, and whether it has one answer only, is for a reader to say.
    """
    rows = [*_fields(document), *_sets(document), *_figures(document, tokenizer)]
    return [
        {"id": f"g{n:03d}", "report": document.report.report_id} | r for n, r in enumerate(rows, 1)
    ]


def _fields(document: Document) -> Iterator[dict]:
    """Deadline, status and units of each issue, by its number and by its title."""
    report = document.report
    for issue in document.issues:
        for subject in _subjects(issue, document.issues):
            for value, words in (
                (issue.deadline, "的整改时限是什么"),
                (issue.status, "整改得怎么样了"),
            ):
                if value:
                    line = _line(report.text, value.start, value.end)
                    yield _row(f"{subject}{words}？", [_flat(value.text)], [issue.number], [line])
        units = [f for f in issue.fields if f.kind == "responsible"]
        if len(issue.organisations) == 1 and units:
            line = _line(report.text, units[0].start, units[0].end)
            question = f"问题{issue.number}的责任单位是谁？"
            yield _row(question, [issue.organisations[0]], [issue.number], [line])


def _subjects(issue: Issue, issues: Sequence[Issue]) -> list[str]:
    """How the issue can be named: 问题十九, and by its title where no other has the same."""
    title = _TITLE_END.split(issue.title)[0].strip("，, ")
    alike = sum(_TITLE_END.split(other.title)[0].strip("，, ") == title for other in issues)
    numbered = [f"问题{issue.number}"]
    if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and alike == 1:
        numbered.append(f"“{title}”这个问题")
    return numbered


def _sets(document: Document) -> Iterator[dict]:
    """Which issues, and how many, have a status or a deadline; and a number that there is not."""
    for what, groups in (
        ("整改进展情况写的是", _grouped(document.issues, "status")),
        ("整改时限写的是", _grouped(document.issues, "deadline")),
    ):
        for words, issues in groups.items():
            numbers = [issue.number for issue in issues]
            yield {"question": f"哪些问题的{what}“{words}”？", "issues": numbers, "kind": "list"}
            yield {
                "question": f"{what}“{words}”的问题有几个？",
                "answers": [f"{len(numbers)}个"],
                "issues": numbers,
                "kind": "count",
            }
    if document.issues and all(issue.number == to_han(issue.ordinal) for issue in document.issues):
        beyond = to_han(len(document.issues) + 3)
        yield {"question": f"问题{beyond}的整改时限是什么？", "kind": "refuse", "answerable": "no"}


def _grouped(issues: Iterable[Issue], field: str) -> dict[str, list[Issue]]:
    """Issues by the words of a field, without blanks and with one kind of comma."""
    groups: dict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        if value := getattr(issue, field):
            groups[_flat(value.text).replace(",", "，")].append(issue)
    return groups


def _figures(document: Document, tokenizer: Tokenizer) -> Iterator[dict]:
    numbers = {issue.issue_id: issue.number for issue in document.issues}
    for cloze in clozes(document, tokenizer):
        number = numbers.get(cloze.passage.issue_id)
        yield _row(cloze.question, [cloze.answer], [number] if number else [], [cloze.clause])


def _row(question: str, answers: list[str], issues: list[str], evidence: list[str]) -> dict:
    return {
        "question": question,
        "answers": answers,
        "issues": issues,
        "evidence": evidence,
        "kind": "fact",
    }


def _line(text: str, start: int, end: int) -> str:
    """The line of the report that holds the stretch, its label with it."""
    return text[text.rfind("\n", 0, start) + 1 : end].strip()


def _flat(text: str) -> str:
    return "".join(text.split())
