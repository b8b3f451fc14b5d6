"""Questions with what is known to be right of them, from the rows of a question file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import QuestionFileError
from retrieval.evaluation.questions import BadRow, QuestionRow, read_table

COLUMNS = ("id", "question", "answers", "issues", "evidence", "kind", "answerable", "session")
"""The contract's columns, in the order of the template."""

KINDS = {
    "fact": "单项",
    "multi": "多项",
    "list": "列举",
    "count": "计数",
    "sum": "合计",
    "compare": "比较",
    "refuse": "应拒答",
    "ask": "只提问",
}
"""Kinds of a question and their names. refuse: the reports do not answer it; ask: no gold."""

LEDGER_KINDS = ("list", "count", "sum", "compare")
_NAMED = {name: kind for kind, name in KINDS.items()} | {"abstain": "refuse", "拒答": "refuse"}
_FAR = ("near", "domain", "offtopic")
"""How far from the reports a question without gold is asked; none of them is answered there."""
_NO = {"no", "false", "0", "否", "不可答", "不能"}
_SEPARATOR = re.compile(r"[|｜]")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question to be asked, with its gold.

    `kind`: one of KINDS. `answers`: for `multi` all of them are wanted, else any one. `issues`:
    numbers as the report writes them; for the ledger's kinds the exact set. `evidence`: sentences
    that prove it, all wanted. `values`: every column of the file, untouched.
    """

    line: int
    id: str
    question: str
    session: str | None
    kind: str
    answers: tuple[str, ...]
    issues: tuple[str, ...]
    evidence: tuple[str, ...]
    values: dict

    @property
    def scored(self) -> bool:
        """Is there gold to score the answer by?"""
        return self.kind != "ask"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a file in file order, and the rows that cannot be asked."""

    name: str
    questions: tuple[GoldQuestion, ...]
    bad: tuple[BadRow, ...]


def read_gold(path: Path, columns: Mapping[str, str] | None = None) -> QuestionSet:
    """The question set of a file; `columns` maps its headers to the contract's names.

    Raises QuestionFileError where the file cannot be read or no row of it has a question.
    """
    rows, bad = read_table(path, columns)
    questions: list[GoldQuestion] = []
    seen: set[str] = set()
    for row in rows:
        reason, found = _gold(row)
        if found and found.id in seen:
            reason, found = f"编号 {found.id} 和前面的重复", None
        if found:
            seen.add(found.id)
            questions.append(found)
        else:
            bad.append(BadRow(row.line, reason))
    if not questions:
        headers = "、".join(map(str, rows[0].values)) if rows else "无"
        raise QuestionFileError(
            f"{path.name} 里没有能问的问题（现有列：{headers}）",
            "要有一列 问题（question），下面至少一行有内容",
            "改好表头，或在页面上指明哪一列是问题",
        )
    return QuestionSet(path.name, tuple(questions), tuple(sorted(bad, key=lambda b: b.line)))


def headers(path: Path) -> list[str]:
    """The columns of a file in their order, the known ones by the contract's names."""
    rows, _ = read_table(path)
    return list(dict.fromkeys(name for row in rows for name in row.values))


def _gold(row: QuestionRow) -> tuple[str, GoldQuestion | None]:
    """The row as a question, or the reason why it is none."""
    if not row.question:
        return "没有写问题", None
    values = row.values
    answers = _several(values.get("answers")) or _several(values.get("answer"))
    issues, evidence = _several(values.get("issues")), _several(values.get("evidence"))
    refused = str(values.get("answerable", "")).strip().lower() in _NO
    if refused and answers:
        return "标了“不可答”，却又写了答案", None
    written = str(values.get("kind") or "").strip()
    kind = written if written in KINDS else _NAMED.get(written, "")
    if refused or kind == "refuse":
        kind, answers = "refuse", ()
    elif not (answers or issues or evidence):
        kind = "refuse" if written in _FAR else "ask"
    elif kind in ("", "ask"):
        kind = "fact" if answers or evidence else "list"
    elif kind in ("count", "sum") and not answers:
        return f"类型是“{KINDS[kind]}”，却没有写答案", None
    identity = str(values.get("id") or f"第{row.line}行").strip()
    found = GoldQuestion(
        row.line, identity, row.question, row.session, kind, answers, issues, evidence, values
    )
    return "", found


def _several(value) -> tuple[str, ...]:
    """A cell's values: a list as it stands, a text split at |, a number as written."""
    if value is None:
        return ()
    parts: Sequence = value if isinstance(value, list) else _SEPARATOR.split(str(value))
    return tuple(text for part in parts if (text := str(part).strip()))
