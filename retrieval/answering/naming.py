"""How a question names several things, the subject of an amount, or an issue."""

import re
from collections.abc import Callable, Sequence

from retrieval.answering.entries import Entry
from retrieval.answering.question import same_number
from retrieval.answering.topics import content_tokens, loosely
from retrieval.language.numerals import han_number
from retrieval.language.tokenizer import Tokenizer

_NUMERAL = r"[两二三四五六七八九十\d]{1,2}"
_SUMMARY = re.compile(
    rf"(?:这|那)?(?<![第\d])({_NUMERAL})(家|条|项|个|户|类|处)(?:企业|公司|单位|机构|问题|任务|地方)?$"
)
_MEMBERS = re.compile(rf"(?:的|这|那)*({_NUMERAL})(家|户)(?:企业|公司|单位|机构)?")
_COMMA = re.compile(r"[,，]")
_JOINT = re.compile(r"、|以及|还有|和|与|及|跟")
_NUMBERED = re.compile(r"(?:问题|第)([\d一二三四五六七八九十]{1,4})(?:个|项|条|号)?(?:问题|任务)?")
GENERIC = frozenset(
    "企业 公司 单位 机构 家 所有 全部 全 各 各家 这些 那些 问题 里面 加 块 起来 钱 了".split()
)
"""Words that tell no issue and no subject from another."""


def coordinated(head: str) -> tuple[list[str], int | None, str]:
    """The names in a list and how many there are said to be: 甲、乙和丙三家 → three, 3; one name or
    a description with its number: 填湖盖别墅的两家公司 → 填湖盖别墅, 2."""
    clauses = [c for c in _COMMA.split(head) if c.strip()]
    head = clauses[0] if clauses else ""
    summary = _SUMMARY.search(head)
    number = _number(summary[1]) if summary else None
    listed = head[: summary.start()].rstrip("的这那 ") if summary else head
    parts = [p for p in _JOINT.split(listed) if p.strip()]
    if len(parts) > 1:
        return parts, number if number == len(parts) else None, summary[2] if summary else ""
    members = _MEMBERS.search(head)
    if members:
        return [head[: members.start()] + head[members.end() :]], _number(members[1]), "家"
    return [listed], number, summary[2] if summary else ""


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else han_number(numeral)


def fit(description: str, entry: Entry, tokenizer: Tokenizer) -> float:
    """Share in [0, 1] of the description's words, by length, that the issue holds."""
    words = [t.text for t in tokenizer.content_words(description) if len(t.text) > 1]
    words = [w for w in words if w not in GENERIC]
    met = [w for w in words if _in_issue(w, entry, tokenizer)]
    return sum(map(len, met)) / sum(map(len, words)) if words else 0.0


def _in_issue(word: str, entry: Entry, tokenizer: Tokenizer) -> bool:
    return any(entry.find(form) for form in (word, *tokenizer.lexicon.also(word)))


def names_subject(part: str, subject: str) -> bool:
    """Does the question's `part` name the subject of an amount: 颐福公寓 is 颐福老年公寓, and
    四家串标企业 is 4家企业?"""
    group = re.search(rf"({_NUMERAL})(?=家|户)", part)
    if group:
        return subject.startswith(f"{_number(group[1])}家")
    part = part.strip(" 的")
    return len(part) > 1 and (
        part in subject or len(part) > 2 and loosely(part, subject) is not None
    )


def locate(part: str, ledger: Sequence[Entry], tokenizer: Tokenizer) -> Entry | None:
    """The one issue that `part` calls by a name: by its headline if it can, else by its text."""
    if number := _NUMBERED.fullmatch(part.strip()):
        return next((e for e in ledger if same_number(number[1], e.issue.number)), None)
    words = [w for w in content_tokens(part, tokenizer) if len(w) > 1] or [part]
    forms = [(w, *tokenizer.lexicon.also(w)) for w in words]
    tests: tuple[Callable[[Entry], bool], ...] = (
        lambda e: part in e.headline,
        lambda e: all(any(f in e.headline for f in own) for own in forms),
        lambda e: loosely(part, e.headline, 4) is not None,
        lambda e: bool(e.find(part)),
        lambda e: any(all(any(f in s for f in own) for own in forms) for _, _, s in e.sentences()),
    )
    for test in tests:
        met = [entry for entry in ledger if test(entry)]
        if met:
            return met[0] if len(met) == 1 else None
    return None
