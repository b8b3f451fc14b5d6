"""Why an answer failed, in one of a few ways that tell where to look."""

from collections.abc import Mapping, Sequence

from retrieval.evaluation.gold import LEDGER_KINDS, GoldQuestion
from retrieval.evaluation.matching import figures, normal

SHOWN = 5
"""Passages that a user sees; evidence below counts as ranked too low."""

CAUSES = {
    "error": ("没有问成", "问题太长或读不懂，原因写在答案一栏"),
    "gold": (
        "标准答案可能有误",
        "所写的原文在报告里找不到，或答案不在所写的原文里，请先核对标准答案",
    ),
    "false_answer": ("报告没写却答了", "应当拒答的问题给出了答案"),
    "refused": ("报告写了却没答", "原文在报告里，但把握不够而拒答"),
    "set": ("问题编号多了或漏了", "列出的问题和标准答案不完全一致"),
    "total": ("数或合计不对", "编号可以对照，数字和标准答案不同"),
    "not_found": ("没找到那段原文", "依据的前 10 段里没有它"),
    "low": ("原文找到了，但排在后面", f"依据的前 {SHOWN} 段里没有它"),
    "subject": ("数字对，说的是另一件事", "答案里有这个数字，但不是在说所问的事，或多说了别的"),
    "part": ("几项里漏了或错了一项", "一次问几件事，没有全部答对"),
    "figure": ("段落对，数字不对", "找到了那段原文，摘出的是别的数字"),
    "words": ("段落对，摘错了话", "找到了那段原文，摘出的不是所问的那几个字"),
}
"""Why it failed → its name, and what that means."""


def cause_of(
    question: GoldQuestion,
    answer: Mapping,
    holders: Sequence[frozenset[str]],
    ranking: Sequence[str],
) -> str:
    """The cause of a wrong answer, a key of CAUSES; `ranking`: keys of its passages, best first."""
    if "error" in answer:
        return "error"
    if question.kind == "refuse":
        return "false_answer"
    if _gold_looks_wrong(question, holders):
        return "gold"
    if answer.get("answer") in (None, ""):
        return "refused"
    if question.kind in LEDGER_KINDS:
        return "total" if question.kind in ("count", "sum") else "set"
    if any(not keys & set(ranking) for keys in holders):
        return "not_found"
    if any(not keys & set(ranking[:SHOWN]) for keys in holders):
        return "low"
    if question.kind == "multi":
        return "part"
    return _misread(question, answer)


def _misread(question: GoldQuestion, answer: Mapping) -> str:
    """The passage was there; what was taken from it?"""
    wanted = [found for gold in question.answers if (found := figures(gold))]
    if not wanted:
        return "words"
    said = figures(answer["answer"])
    return "subject" if any(gold <= said for gold in wanted) else "figure"


def _gold_looks_wrong(question: GoldQuestion, holders: Sequence[frozenset[str]]) -> bool:
    """Is the evidence in no passage at all, or no answer in the evidence?"""
    if question.kind in LEDGER_KINDS or not question.evidence:
        return False
    if not all(holders):
        return True
    proof = normal("".join(question.evidence))
    read = figures("；".join(question.evidence))
    known = (
        normal(gold) in proof or bool(figures(gold)) and figures(gold) <= read
        for gold in question.answers
    )
    if question.kind == "multi":
        return False
    # A sentence in the gold's own words (没有按时完成) can be right without standing there.
    has_figures = any(figures(gold) for gold in question.answers)
    return has_figures and not any(known)
