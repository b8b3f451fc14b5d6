"""Whether an index answers a gold question file no worse than the one before it."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from retrieval.errors import GateFailed
from retrieval.evaluation.questions import QuestionRow
from retrieval.language.normalise import fold
from retrieval.records import Answer

Ask = Callable[[str, tuple[Answer, ...]], Answer]
"""A question and the earlier answers of its conversation → the answer."""

_LEFT_OUT = re.compile(r"[\s“”\"'‘’。，,、；;：:（）()《》]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_LEDGER_KINDS = ("list", "count", "sum", "compare")
_NAMED = 10
"""Questions named in a refusal."""


def right_lines(rows: Sequence[QuestionRow], ask: Ask) -> set[int]:
    """Lines of the questions that are answered right, or refused where gold has no answer."""
    turns: dict[str, list[Answer]] = defaultdict(list)
    found = set()
    for row in rows:
        earlier = turns[row.session] if row.session else []
        answer = ask(row.question, tuple(earlier))
        if row.session:
            earlier.append(answer)
        if _is_right(row, answer):
            found.add(row.line)
    return found


def verdict(rows: Sequence[QuestionRow], before: set[int] | None, after: set[int]) -> str:
    """A Chinese sentence on the score; `before`: None where there was no index to compare with.

    Raises GateFailed, with the questions lost, where fewer are right than before.
    """
    if before is not None and len(after) < len(before):
        lost = [row.question for row in rows if row.line in before - after]
        named = "；".join(lost[:_NAMED]) + ("……" if len(lost) > _NAMED else "")
        raise GateFailed(
            f"标准问题集 {len(rows)} 题，原来答对 {len(before)} 题，更新后只答对 {len(after)} 题",
            f"不应比原来差；原来答对、现在答错的有：{named}",
            "索引保持原样。核对这些问题涉及的报告，改好后重试，或不加 --gate",
        )
    compared = "（原来没有索引可比）" if before is None else f"（原来 {len(before)} 题）"
    return f"标准问题集 {len(rows)} 题，答对 {len(after)} 题{compared}"


def _is_right(row: QuestionRow, answer: Answer) -> bool:
    golds = _several(row.values.get("answers")) or _several(row.values.get("answer"))
    issues = _several(row.values.get("issues"))
    if not golds and not issues or str(row.values.get("answerable", "")).lower() == "no":
        return answer.abstained
    if answer.abstained:
        return False
    kind, said = row.values.get("kind"), _bare(answer.text or "")
    if kind in _LEDGER_KINDS:
        same = not issues or set(answer.issues) == set(issues)
        figure = _FIGURE.search(_bare(golds[0])) if golds and kind in ("count", "sum") else None
        return same and (figure is None or figure[0] in _FIGURE.findall(said))
    evidence = row.values.get("evidence")
    if kind == "multi" or isinstance(evidence, list) and len(evidence) > 1:
        return all(_inside(_bare(gold), said) for gold in golds)
    return any(_says(_bare(gold), said) for gold in golds)


def _says(gold: str, said: str) -> bool:
    """The gold answer whole, and little else."""
    return _inside(gold, said) and len(said) <= max(3 * len(gold), len(gold) + 18)


def _inside(gold: str, said: str) -> bool:
    """`gold` in `said`, and not as a part of a longer number (4万 in 24万)."""
    if not gold:
        return False
    before = r"(?<![0-9.])" if gold[0].isdigit() else ""
    after = r"(?![0-9]|\.[0-9])" if gold[-1].isdigit() else ""
    return re.search(before + re.escape(gold) + after, said) is not None


def _bare(text: str) -> str:
    folded = fold(text).replace("_{2.5}", "2.5").replace("_{10}", "10")
    return _LEFT_OUT.sub("", folded).lower()


def _several(value) -> list[str]:
    """Gold values: a list, or a text with | between them."""
    if isinstance(value, list):
        return [str(each) for each in value if str(each).strip()]
    return [each.strip() for each in str(value or "").split("|") if each.strip()]
