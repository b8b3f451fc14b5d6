"""Several issues that a question names by their numbers: 问题十一、十四、十九; 第5个和第6个问题; 问题三到五."""

import re
from dataclasses import dataclass

from retrieval.answering.question import HAN_NUMBER
from retrieval.answering.sums import TOTAL
from retrieval.language.numerals import han_number, to_han

_NUMBER = rf"(?:{HAN_NUMBER}|\d{{1,3}})"
# A number that counts something (二十家企业) is none of an issue.
_BARE = rf"{_NUMBER}(?![一二三四五六七八九十百千万亿\d%.家户台吨亩元眼座人名年月日天倍次处公平立])"
_ONE = rf"(?:(?:问题|第){_NUMBER}|{_BARE})(?:[个项条号](?!月))?(?:整改)?(?:问题|任务|事项)?"
_LIST = re.compile(
    rf"(?:问题|第){_NUMBER}[个项条号]?(?:整改)?(?:问题|任务|事项)?"
    rf"(?:(?:、|,|和|与|及|以及|跟|还有|或者?|到|至|[-~—])+{_ONE})+(?:这?(?:[几两三]个)?问题)?"
)
_RANGE = re.compile(
    rf"({_NUMBER})[个项条号]?(?:整改)?(?:问题)?(?:到|至|[-~—])(?:问题|第)?({_NUMBER})"
)
_ALONE = re.compile(rf"(?:问题|第(?=.{{1,4}}[个项条]问题)){_NUMBER}[个项条号]?(?:问题)?")
_OVER_ALL = re.compile(rf"{TOTAL.pattern}|总和|总额|加在一起|哪一?个|哪些|哪几|谁|几个|最|有没有")
_WHICH = re.compile(r"(?:哪一?个|哪些|哪几个|几个)$")
_EACH = re.compile(r"^(?:各自|分别|各|都|是|的|里|中|,|\s)+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """`numbers` of the issues as the question writes them, in its order; `rest`: what it asks of
    them; `over_all`: of all of them together (一共, 哪个) rather than of each."""

    numbers: tuple[str, ...]
    rest: str
    over_all: bool


def numbered(text: str) -> Numbered | None:
    """The issues that a folded question names by number; None where it names none, or one of which
    nothing is to be added up (问题十九一共罚了多少)."""
    match = _LIST.search(text) or _ALONE.search(text)
    if match is None:
        return None
    named = _RANGE.sub(lambda m: "、".join(_between(m[1], m[2])), match.group())
    numbers = tuple(dict.fromkeys(re.findall(_NUMBER, re.sub(r"[几两三]个问题$", "", named))))
    if len(numbers) < 2 and not TOTAL.search(text):
        return None
    rest = text[: match.start()] + _EACH.sub("", text[match.end() :])
    rest = _WHICH.sub(r"\g<0>问题", rest.strip(" ,，的"))
    return Numbered(numbers, rest, _OVER_ALL.search(rest) is not None)


def _between(first: str, last: str) -> list[str]:
    """三, 五 → 三, 四, 五, in the same numerals; the two alone where they are no range."""
    low, high = (int(n) if n.isdigit() else han_number(n) for n in (first, last))
    if not low < high <= low + 99:
        return [first, last]
    return [str(n) if first.isdigit() else to_han(n) for n in range(low, high + 1)]
