"""Whether an index answers a gold question file no worse than the one before it."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from retrieval.errors import GateFailed, IndexStateError, QuestionFileError, RetrievalError
from retrieval.evaluation.gold import QuestionSet, read_gold
from retrieval.evaluation.judging import judge
from retrieval.records import Answer

Ask = Callable[[str, tuple[Answer, ...]], tuple[Answer, dict]]
"""(question, earlier answers of its conversation) → the answer, and the same as the contract's
JSON. Raises RetrievalError for a question that cannot be asked."""

_NAMED = 10
"""Questions named in a refusal."""


def gate_over(
    file: Path, live: Path, opened: Callable[[Path], AbstractContextManager[Ask]]
) -> Callable[[Path], str]:
    """What tells of an index that is to go live whether it answers `file` no worse than `live`.

    `opened` opens an index folder to be asked. Raises as `read_gate`; what comes out raises as
    `verdict`.
    """
    asked = read_gate(file)

    def right(folder: Path) -> set[str]:
        with opened(folder) as ask:
            return right_ids(asked, ask)

    def check(folder: Path) -> str:
        try:
            before = right(live)
        except IndexStateError:
            before = None  # nothing there yet, or nothing that this encoder can search
        return verdict(asked, before, right(folder))

    return check


def read_gate(path: Path) -> QuestionSet:
    """The gold questions of a file that is to guard an index.

    Raises QuestionFileError where a row cannot be asked (a question passed over guards nothing),
    or none has an answer to tell by.
    """
    asked = read_gold(path)
    if asked.bad:
        first = asked.bad[0]
        raise QuestionFileError(
            f"{path.name} 有 {len(asked.bad)} 行不能用，第{first.line}行：{first.reason}",
            "标准问题集的每一行都要能问",
            f"改好第{first.line}行再试",
        )
    if not any(question.scored for question in asked.questions):
        raise QuestionFileError(
            f"{path.name} 里没有标准答案",
            "至少一行要有答案、问题编号或原文，或标明“不可答”",
            "补上答案（answers）列再试",
        )
    return asked


def right_ids(asked: QuestionSet, ask: Ask) -> set[str]:
    """Ids of the questions that are answered, or refused, as their gold has it."""
    turns: dict[str, list[Answer]] = defaultdict(list)
    found = set()
    for question in asked.questions:
        earlier = turns[question.session] if question.session else []
        try:
            answer, row = ask(question.question, tuple(earlier))
        except RetrievalError:
            continue  # what cannot be asked is not right
        if question.session:
            earlier.append(answer)
        if judge(question, row, ()).right:
            found.add(question.id)
    return found


def verdict(asked: QuestionSet, before: set[str] | None, after: set[str]) -> str:
    """A Chinese sentence on the score; `before`: None where there was no index to compare with.

    Raises GateFailed, with the questions lost, where fewer are right than before.
    """
    scored = sum(question.scored for question in asked.questions)
    if before is not None and len(after) < len(before):
        lost = [q.question for q in asked.questions if q.id in before - after]
        named = "；".join(lost[:_NAMED]) + ("……" if len(lost) > _NAMED else "")
        raise GateFailed(
            f"标准问题集 {scored} 题，原来答对 {len(before)} 题，更新后只答对 {len(after)} 题",
            f"不应比原来差；原来答对、现在答错的有：{named}",
            "索引保持原样。核对这些问题涉及的报告，改好后重试，或不加 --gate",
        )
    compared = "（原来没有索引可比）" if before is None else f"（原来 {len(before)} 题）"
    others = len(asked.questions) - scored
    told = f"；另有 {others} 题没有标准答案，不计" if others else ""
    return f"标准问题集 {scored} 题，答对 {len(after)} 题{compared}{told}"
