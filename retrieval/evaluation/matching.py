"""Is it the same? What is said against the gold: letter by letter, and by the figures' values."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from retrieval.language.dates import dates
from retrieval.language.normalise import fold
from retrieval.language.quantities import quantities

_SUBSCRIPT = re.compile(r"_\{([\d.]+)\}")
_DROPPED = re.compile(r"[\s“”\"'‘’。，,、；;：:（）()《》]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LATE = "未按序时进度完成整改任务"


def normal(text: str | None) -> str:
    """Half-width, lower case, without blanks and punctuation: for comparing letter by letter."""
    text = unicodedata.normalize("NFKC", text or "")
    return _DROPPED.sub("", _SUBSCRIPT.sub(r"\1", text)).lower()


def inside(answer: str, said: str) -> bool:
    """Does `said` hold the answer, and not as a part of a longer number (4万 in 24万)?

    Both as `normal` gives them.
    """
    if not answer:
        return False
    before = r"(?<![0-9.])" if answer[0].isdigit() else ""
    after = r"(?![0-9]|\.[0-9])" if answer[-1].isdigit() else ""
    return re.search(before + re.escape(answer) + after, said) is not None


def verbatim(said: str | None, answers: Sequence[str]) -> bool:
    """Is one of the answers said letter by letter, with little else beside it?"""
    words = normal(said)
    if "未按序时进度" in words and not any("未按" in answer for answer in answers):
        # 完成整改 is a part of its contrary.
        words = words.replace(_LATE, "")
    return any(inside(gold, words) and _concise(words, gold) for gold in map(normal, answers))


def right(said: str | None, answers: Sequence[str]) -> bool:
    """Is one of the answers said, letter by letter or as a figure or date of the same value?

    120000元, 12 万元 and １２万元 are one; so are 2018年6月30日 and 2018-06-30, 三台 and 3台.
    """
    if verbatim(said, answers):
        return True
    words = normal(said)
    return any(
        _bare(gold) and _concise(words, normal(gold)) and figures(gold) <= figures(said)
        for gold in answers
    )


def all_said(said: str | None, answers: Sequence[str]) -> tuple[bool, bool]:
    """Are all of the answers said? By value, and letter by letter."""
    words = normal(said)
    letters = [inside(normal(gold), words) for gold in answers]
    values = [
        same or _bare(gold) and figures(gold) <= figures(said)
        for same, gold in zip(letters, answers, strict=True)
    ]
    return bool(words) and all(values), bool(words) and all(letters)


@lru_cache(maxsize=4096)
def figures(text: str | None) -> frozenset[tuple]:
    """The figures and dates of a text by value: ("元", 120000), ("date", first day, last day)."""
    text = text or ""
    days = [date for date in dates(text) if date.first]
    taken = {at for date in days for at in range(date.start, date.end)}
    found = {("date", date.first, date.last) for date in days}
    found |= {
        (_unit(q.unit), q.value * q.times, q.upto)
        for q in quantities(text)
        if not taken & set(range(q.start, q.end))
    }
    return frozenset(found)


def figure_exact(said: str | None, answers: Sequence[str], every: bool) -> bool | None:
    """Are the figures said those of the gold, no more and no fewer? None: the gold has none.

    `every`: all answers are wanted together; else any one.
    """
    wanted = [figures(answer) for answer in answers]
    if every:
        wanted = [frozenset().union(*wanted)]
    wanted = [gold for gold in wanted if gold]
    return figures(said) in wanted if wanted else None


def holds(text: str, proof: str, answers: Sequence[str]) -> bool:
    """Does a passage hold the evidence, or a long piece of it with the answer?

    All as `normal` gives them.
    """
    if proof and proof in text:
        return True
    said = next((gold for gold in answers if gold in proof), None)
    if not said or said not in text:
        return False
    at = proof.index(said)
    return proof[max(0, at - 8) : at + len(said) + 4] in text


def number(text: str | None) -> str | None:
    """The first number in digits; None: there is none."""
    match = _NUMBER.search(normal(text))
    return match.group() if match else None


def numbers(text: str | None) -> list[str]:
    """Every number in digits."""
    return _NUMBER.findall(normal(text))


def _concise(said: str, gold: str) -> bool:
    return len(said) <= max(3 * len(gold), len(gold) + 18)


# Words in front of a figure that leave its value as it is.
_AROUND = re.compile(r"^(?:约|共|共计|合计|累计|近|超过|至|到|于)?$")
_SAME_UNITS = {"处": "处", "回": "次", "名": "人", "平米": "平方米", "公斤": "千克"}


def _unit(unit: str) -> str:
    return _SAME_UNITS.get(unit, unit)


def _bare(text: str) -> bool:
    """Is the whole text figures or dates, so that equal values mean equal answers?"""
    folded = fold(text)
    spans = [(q.start, q.end) for q in quantities(text)] + [
        (d.start, d.end) for d in dates(text) if d.first
    ]
    for start, end in sorted(spans, reverse=True):
        folded = folded[:start] + folded[end:]
    return bool(spans) and _AROUND.match(normal(folded)) is not None
