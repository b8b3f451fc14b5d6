"""Questions for a given number of answers that they don't name: 被处理的两个人叫什么, 两回分别罚了多少."""

import re

from retrieval.answering.clauses import MARK
from retrieval.answering.features import JOINT
from retrieval.answering.jointly import first_of
from retrieval.answering.reader import Read
from retrieval.records import Span

_NUMBER = {"两": 2, "俩": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_OF_THEM = r"(?P<n>[两俩二三四五2-5])(?:个|家|位|座|项|条|处|笔|回|次|台|期|件|类|样|种|艘|名|所|人|起|宗|眼|口|段|辆|栋)"
_WHICH = re.compile(rf"哪{_OF_THEM}")
_COUNTED = re.compile(rf"(?<![第前后近\d]){_OF_THEM}(?!月)")
_ASKED = re.compile(r"(?:是|叫|有)(?:谁|啥|什么|哪)|谁$")
_TOGETHER = re.compile(r"一共|总共|合计|共计|加起来|累计")
_NUMBER_OF = re.compile(r"[\d.,\s万亿]")
_GAP = 4.0
"""Score that another answer may lie behind the first: beyond it, it is hardly one."""


def wanted(text: str) -> int | None:
    """How many answers a folded question wants, of things that it doesn't name; None: one."""
    if _TOGETHER.search(text):
        return None
    found = _WHICH.search(text)
    if found is None and (MARK.search(text) or _ASKED.search(text)):
        found = _COUNTED.search(text)
    if found is None:
        return None
    return int(found["n"]) if found["n"].isdigit() else _NUMBER[found["n"]]


def each(seen: Read, count: int) -> list[Read]:
    """A read for each of the `count` answers wanted; one where there are not as many."""
    return [first_of(seen, (span,)) for span in beside(seen, count)]


def beside(seen: Read, count: int) -> tuple[Span, ...]:
    """The first span and those of its sort in its passage, `count` in all, in the text's order.

    Only the first where it names as many itself, or where there are not enough.
    """
    first = seen.spans[0]
    if len(JOINT.split(first.text)) == count:
        return (first,)
    kept = [first]
    for span in seen.spans[1:]:
        alike = span.kind == first.kind and span.passage.passage_id == first.passage.passage_id
        apart = all(span.end <= other.start or other.end <= span.start for other in kept)
        if alike and apart and _same_unit(span, first) and first.score - span.score <= _GAP:
            kept.append(span)
    kept = sorted(kept[:count], key=lambda span: span.start)
    return tuple(kept) if len(kept) == count else (first,)


def _same_unit(one: Span, other: Span) -> bool:
    """Do two figures end in the same unit? What is no figure has none to differ in."""
    figures = one.text[0].isdigit() and other.text[0].isdigit()
    return not figures or _NUMBER_OF.sub("", one.text)[-1:] == _NUMBER_OF.sub("", other.text)[-1:]
