"""Example questions made from the indexed reports, so that the page offers what they answer."""

import re
from collections.abc import Sequence

from retrieval.language.quantities import quantities
from retrieval.records import Document, Issue

_FINE = re.compile(
    r"对(?:[\u4e00-\u9fff]{2}省|[\u4e00-\u9fff]{2,3}[市县区])?([\u4e00-\u9fff]{2,12}?)(?:累计)?(?:处罚金?|罚款|处罚)(?=\d|：|:)"
)


def example_questions(documents: Sequence[Document], most: int) -> tuple[str, ...]:
    """At most `most` questions over the documents, without repeats: fines, deadlines, counts."""
    found: dict[str, None] = {}
    for document in documents:
        found.update(dict.fromkeys(_fines(document)[:2]))
        issues = document.issues
        if issues:
            found.update(dict.fromkeys(_about_issues(issues)))
    return tuple(found)[:most]


def _fines(document: Document) -> list[str]:
    """Who was fined how much, from the issues of which most figures are asked for."""
    names = (
        match[1]
        for passage in reversed(document.passages)
        if quantities(passage.text)
        for match in _FINE.finditer(passage.text.replace(" ", ""))
    )
    return [f"{name}罚款多少" for name in dict.fromkeys(names)]


def _about_issues(issues: Sequence[Issue]) -> list[str]:
    middle = issues[len(issues) // 2]
    questions = [f"问题{middle.number}整改得怎么样"]
    if middle.deadline:
        questions.append(f"问题{middle.number}的整改时限")
    if any(issue.status for issue in issues):
        questions += ["哪些问题已经完成整改", "一共有几个问题完成整改"]
    return questions
