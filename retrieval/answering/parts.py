"""The facts that one question asks for, each as a question of its own."""

import re
from dataclasses import dataclass

from retrieval.answering.clauses import INTERROGATIVE, LINK, MARK, cut_clauses
from retrieval.answering.coordination import expand
from retrieval.answering.ellipsis import complete
from retrieval.language.tokenizer import Tokenizer

_ASKED = re.compile(
    rf"(?:{INTERROGATIVE.pattern})(?:个|位)?(?:百分点|平方米|立方米|公里|[\u4e00-\u9fff])?$|"
    rf"(?:多少|几)(?:万|亿)?(?:个|[眼口台家户套辆座项件次人名处块条份吨米亩天年月倍元])?|(?:{INTERROGATIVE.pattern})(?:天|年|月|家|个|些|候)?"
)
# Who asks how much more one was fined than another is told both figures: 天山铝业比合盛硅业多罚多少.
_COMPARED = re.compile(
    r"(?P<one>[^,]{2,16}?)比(?!例|重|值|上|去|前|同|之|原|计划|以|[12]\d{3}|\d)(?P<other>[^,]{2,16}?)(?:要|还)?[多少高低大小]"
    r"(?P<deed>[^,\d多几]{0,6}?)了?(?P<asks>(?:多少|几)[^,]{0,6})"
)
_COUNT = re.compile(r"(?<![a-z\d.])\d+(?:\.\d+)?(?!\d|\.|年|月)[\u4e00-\u9fff]")
_EMPTY = re.compile(r"了|的|是|又|都|有|到|另外|还|,|，|、|\s")
_LONGEST_LABEL = 16
_FIGURE_END = re.compile(r"[\d.]+$")


@dataclass(frozen=True, slots=True)
class Part:
    """One fact asked for: `question` stands alone; `subject` is the label to put before its answer,
    without figures but years, "" where the question asks only this."""

    question: str
    subject: str


def split(asked_text: str, tokenizer: Tokenizer) -> tuple[Part, ...]:
    """The facts of a folded question without fillers, in the order asked; one: it asks one fact.

    >>> from retrieval.language.tokenizer import shared_tokenizer
    >>> [p.question for p in split("棚改15年完成多少户，16年安排多少户", shared_tokenizer())]
    ['棚改15年完成多少户', '棚改16年安排多少户']
    """
    if found := _COMPARED.fullmatch(asked_text):
        rest = found["deed"] + found["asks"]
        return tuple(Part(found[name] + rest, found[name]) for name in ("one", "other"))
    if MARK.search(asked_text) and not INTERROGATIVE.search(asked_text):
        # Who deals out without asking (没办使用登记和没办变更登记各罚) wants to know how much.
        dealt = expand(asked_text + "多少", tokenizer)
        if len(dealt) > 1:
            return tuple(Part(question, label) for question, label in dealt)
    clauses = _joined(_topicalised(cut_clauses(asked_text), tokenizer), tokenizer)
    if len(clauses) == 1:
        expanded = expand(clauses[0], tokenizer)
        if len(expanded) == 1:
            return (Part(asked_text, ""),)
        return tuple(Part(question, label) for question, label in expanded)
    parts: list[Part] = []
    before = ""
    for clause in clauses:
        full = complete(clause, before, tokenizer) if before else LINK.sub("", clause)
        several = expand(full, tokenizer)
        if len(several) == 1:
            parts.append(Part(full, _label(clause)))
        else:
            parts += [Part(question, label) for question, label in several]
        before = several[0][0]
    return tuple(parts)


def _topicalised(clauses: list[str], tokenizer: Tokenizer) -> list[str]:
    """A list after the question goes before it: 分别罚了多少,甲和乙 → 甲和乙分别罚了多少."""
    last, comma, tail = clauses[-1].rpartition(",")
    if comma and MARK.search(last) and not INTERROGATIVE.search(tail):
        turned = tail + last
        if len(expand(turned, tokenizer)) > 1:
            return [*clauses[:-1], turned]
    return clauses


def _joined(clauses: list[str], tokenizer: Tokenizer) -> list[str]:
    """A clause that only deals out (各几天) goes with the one before, where that names several."""
    joined: list[str] = []
    for clause in clauses:
        if joined and MARK.match(clause) and len(expand(joined[-1] + "," + clause, tokenizer)) > 1:
            joined[-1] += "," + clause
        else:
            joined.append(clause)
    return joined


def _label(clause: str) -> str:
    """The clause without what it asks: 备案证明又是哪天撤销的 → 备案证明撤销."""
    text = _EMPTY.sub("", MARK.sub("", _COUNT.sub("", _ASKED.sub("", LINK.sub("", clause)))))
    if len(text) <= _LONGEST_LABEL:
        return text
    # Half a figure (20 of 2021年) would stand in the answer as one that nobody wrote.
    return _FIGURE_END.sub("", text[:_LONGEST_LABEL])
