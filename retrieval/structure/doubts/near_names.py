"""Names that differ by a character or two: two names, or one that was mistyped."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from retrieval.language.names import names
from retrieval.language.tokenizer import Tokenizer, shared_tokenizer
from retrieval.records import Doubt, Issue
from retrieval.structure.doubts.bounds import Span, clause_around

_CONTEXTS = ((2, 3), (3, 2))
"""Characters before and after the one that differs, which must be the same."""

# Names of a series differ by one of these and are told apart by it (第六师, 城东, 甲厂, 二期), as
# clauses are by the words of grammar.
_TELLING = frozenset(
    "的了和与及等各对为已未在是将把被由从向并或其该本此这不可须应要再也都均有"
    "〇零一二三四五六七八九十百千万两第上中下前后左右内外东南西北甲乙丙丁大小新老高低正副总分"
    "国省市县区旗乡镇村州师团年月日个家处台眼口座项件次人名块条份所局厅委部"
)
_NAMED = ("organisation", "person", "place")
_TITLE = re.compile(r"《(?P<name>[^《》\n]{8,80})》")
_MARKS = re.compile(r"[\s“”\"'（()）〈〉<>·\-－—–、，,]")
_FIGURES = re.compile(r"[\d〇零一二三四五六七八九十东南西北甲乙丙丁]+")
_TITLE_LENGTH = 10
"""Least characters of a title that one or two of them do not make another document's."""


def name_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """Doubts on names of units, places and persons, then on titles in 《》."""
    yield from _character_doubts(text, issues)
    yield from _title_doubts(text, issues)


def _character_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    tokenizer = shared_tokenizer()
    told: set[str] = set()
    for one, other in _differing(text):
        pair = text[one] + text[other]
        if set(pair) & _TELLING or pair in told or pair[::-1] in told:
            continue
        if _word_over(text, one, tokenizer) and _word_over(text, other, tokenizer):
            continue
        if not any(_is_in_name(text, at, tokenizer) for at in (one, other)):
            continue
        told.add(pair)
        first, second = sorted(_common(text, one, other))
        yield _doubt(text, issues, first, second)


def _differing(text: str) -> Iterator[tuple[int, int]]:
    """Pairs of places whose characters differ while those around them are the same Chinese ones."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.uint64
    )
    is_chinese = (codes >= 0x4E00) & (codes <= 0x9FFF)
    for before, after in _CONTEXTS:
        length = before + after + 1
        count = max(len(codes) - length + 1, 0)
        hashes, inside = np.zeros(count, np.uint64), np.ones(count, bool)
        for offset in range(length):
            inside &= is_chinese[offset : offset + count]
            if offset != before:
                hashes = (hashes ^ codes[offset : offset + count]) * np.uint64(0x9E3779B97F4A7C15)
                hashes ^= hashes >> np.uint64(29)
        places = np.flatnonzero(inside)
        places = places[np.argsort(hashes[places], kind="stable")]
        keys, differs = hashes[places], codes[places + before]
        same = (keys[1:] == keys[:-1]) & (differs[1:] != differs[:-1])
        for index in np.flatnonzero(same):
            yield int(places[index]) + before, int(places[index + 1]) + before


def _word_over(text: str, at: int, tokenizer: Tokenizer) -> bool:
    """Does a word of the dictionary, of two to four characters, hold the character at `at`?"""
    return any(
        tokenizer.is_word(text[start : start + length])
        for length in (2, 3, 4)
        for start in range(max(at - length + 1, 0), at + 1)
    )


def _is_in_name(text: str, at: int, tokenizer: Tokenizer) -> bool:
    """Does a name hold the character, and go on? Where one ends, its kind is said (炉门, 炉柱)."""
    start, end = clause_around(text, at, at + 1)
    clause = text[start:end]
    return any(
        name.kind in _NAMED and name.start <= at - start < name.end - 1
        for name in names(clause, tokenizer.tagged(clause))
    )


def _common(text: str, one: int, other: int) -> tuple[Span, Span]:
    """The two names: what the texts around both places share, as far as it is Chinese."""
    before, after = 0, 0
    while before < min(one, other) and _shared(text, one - before - 1, other - before - 1):
        before += 1
    last = len(text) - 1 - max(one, other)
    while after < last and _shared(text, one + after + 1, other + after + 1):
        if text[one + after + 1] in "等和与及":
            break
        after += 1
    return (one - before, one + after + 1), (other - before, other + after + 1)


def _shared(text: str, one: int, other: int) -> bool:
    return text[one] == text[other] and "\u4e00" <= text[one] <= "\u9fff"


def _title_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    first_seen: dict[str, Span] = {}
    for match in _TITLE.finditer(text):
        first_seen.setdefault(_MARKS.sub("", match["name"]), match.span())
    by_length = sorted(first_seen, key=len)
    for one, other in combinations(by_length, 2):
        if len(other) - len(one) > 1 or len(one) < _TITLE_LENGTH:
            continue
        if _FIGURES.findall(one) == _FIGURES.findall(other) and _is_near(one, other):
            spans = sorted((first_seen[one], first_seen[other]))
            yield _doubt(text, issues, *spans)


def _is_near(one: str, other: str) -> bool:
    """Do the titles differ in one place inside: by a character that one has more, by another one,
    or by two that share one (治理, 防治)?

    A title that only has more at an end (with its year, its town) is the other cut short.
    """
    head = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    tail = 0
    while tail < len(one) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    if min(head, tail) < 2:
        return False
    first, second = set(one[head : len(one) - tail]), set(other[head : len(other) - tail])
    longest = max(len(one), len(other)) - head - tail
    if len(one) != len(other):
        return not first and longest == 1
    return (
        longest == 1 and not (first | second) & _TELLING or longest == 2 and first & second != set()
    )


def _doubt(text: str, issues: Sequence[Issue], first: Span, second: Span) -> Doubt:
    said = f"名称只差一两个字：“{text[slice(*first)]}”与“{text[slice(*second)]}”。"
    numbers = (i.number for at in (first[0], second[0]) for i in issues if i.start <= at < i.end)
    return Doubt("name", said, (first, second), tuple(dict.fromkeys(numbers)))
