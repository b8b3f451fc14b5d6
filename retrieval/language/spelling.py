"""Homophones and slips of the input method put right from the words of the indexed reports.

A typed stretch is replaced only where a term of the reports sounds the same and the stretch is no
word of its own, or its neighbours show which term was meant: 天也集团 → 天业集团, 按装 → 安装.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.language.normalise import fold
from retrieval.language.tokenizer import STOP, Token, Tokenizer

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
_NUMBERED = re.compile(r"(?:问题|第)[〇零一二两三四五六七八九十百千]+")
_LONGEST = 6
_RARER = 20
"""How many times rarer than its homophone an ordinary word must be to pass for a slip."""
# Words of asking, which few reports contain.
_ASKING = frozenset(
    "什么时候 啥时候 时候 什么 多少 哪天 哪年 几月 为什么 怎么 怎么样 责任单位 时限 进展 请问 是否 分别 多少钱 "
    "哪些 哪个 谁负责 完成 整改 问题 罚款 投资 投入 负责 单位 企业 时间 截止 期限".split()
)
_FREE = frozenset(
    "各还再每某第两二出掉完好到住起开过成光满够后前没不共干打弄做搞个家户只条项次天年月日点"
)
# Sounds that many speakers do not tell apart; used only where the neighbours speak for the term.
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))


@lru_cache(maxsize=8192)
def sound(char: str) -> str:
    """The commonest reading of a Chinese character, in pinyin without tone; "" for another one."""
    from pypinyin import Style, pinyin  # half a second to import, and only questions need it

    readings = pinyin(char, style=Style.NORMAL, errors="ignore")
    return readings[0][0] if readings else ""


def _spoken_word(word: str) -> list[list[str]]:
    """How a word is read: character by character, and as pypinyin's phrases have it (银行)."""
    from pypinyin.constants import PHRASES_DICT

    plain = [sound(char) for char in word]
    phrase = PHRASES_DICT.get(word)
    if phrase is None:
        return [plain]
    toneless = [_toneless(readings[0]) for readings in phrase]
    return [plain] if toneless == plain else [plain, toneless]


@lru_cache(maxsize=2048)
def _toneless(reading: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal

    return to_normal(reading)


@lru_cache(maxsize=1024)
def _near(sound: str) -> str:
    for wide, narrow in _NEAR:
        sound = sound.replace(wide, narrow, 1)
    return sound


def _key(readings: Iterable[str]) -> str:
    return " ".join(map(_near, readings))


class Vocabulary:
    """The words of the indexed passages by their sound; built on first use, safe to share after."""

    def __init__(self, texts: Iterable[str], tokenizer: Tokenizer):
        self._texts, self.tokenizer = texts, tokenizer

    @cached_property
    def terms(self) -> frozenset[str]:
        """Words of the reports, of the lexicon and of asking, and neighbours joined, of 2 to 6
        characters."""
        found = {w for w in self.tokenizer.lexicon.words if _fits(w)} | _ASKING
        for text in self._texts:
            words = [t for t in self.tokenizer.words(text) if _HAN.fullmatch(t.text)]
            found.update(t.text for t in words if _fits(t.text))
            found.update(_joined(words))
        return frozenset(found)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Pairs of neighbouring characters in the terms."""
        return frozenset(t[i : i + 2] for t in self.terms for i in range(len(t) - 1))

    @cached_property
    def _by_sound(self) -> dict[str, list[tuple[str, list[str]]]]:
        index: dict[str, list[tuple[str, list[str]]]] = {}
        for term in sorted(self.terms):
            for readings in _spoken_word(term):
                index.setdefault(_key(readings), []).append((term, readings))
        return index

    def alike(self, readings: list[str]) -> list[tuple[str, list[str]]]:
        """The terms that sound like `readings`, each with its own, in a fixed order."""
        return self._by_sound.get(_key(readings), [])

    def knows(self, stretch: str) -> bool:
        """Does `stretch` stand in the reports, as far as its pairs of characters tell?"""
        return stretch in self.terms or all(
            stretch[i : i + 2] in self.pairs for i in range(len(stretch) - 1)
        )


def _joined(words: list[Token]) -> Iterable[str]:
    """Neighbouring words as one, two or, around a single character, three: a name that the
    dictionary does not have is cut in pieces (恒 岳 水泥)."""
    for i, first in enumerate(words):
        text = first.text
        for last, word in zip(words[i:], words[i + 1 : i + 3], strict=False):
            if last.end != word.start or text in STOP or word.text in STOP:
                break
            if len(text) > 1 and len(first.text) + len(last.text) > 3 and last is not first:
                break
            text += word.text
            if _fits(text):
                yield text


def _fits(word: str) -> bool:
    return 2 <= len(word) <= _LONGEST and _HAN.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class _Slip:
    """A stretch [start, end) of the question that should read `term`; `worth`: how sure."""

    start: int
    end: int
    term: str
    worth: float


def correct(question: str, vocabulary: Vocabulary) -> str:
    """`question` with homophones and slips put right, of the same length; unchanged where nothing
    is surely wrong.

    >>> from retrieval.language.tokenizer import shared_tokenizer
    >>> words = Vocabulary(["对天业集团处罚12万元"], shared_tokenizer())
    >>> correct("天也集团发款多少", words)
    '天业集团罚款多少'
    """
    folded = fold(question)
    tokens = [t for t in vocabulary.tokenizer.words(folded) if _HAN.fullmatch(t.text)]
    spoken = [sound(char) for char in folded]
    slips: list[_Slip] = []
    for first in range(len(tokens)):
        for last in range(first, len(tokens)):
            start, end = tokens[first].start, tokens[last].end
            if end - start > _LONGEST or (
                last > first and tokens[last - 1].end != tokens[last].start
            ):
                break
            if end - start > 1:
                stretch, said = folded[start:end], spoken[start:end]
                slips += _slips(stretch, said, tokens[first : last + 1], vocabulary)
    fixed = {i for m in _NUMBERED.finditer(folded) for i in range(*m.span())}
    slips = [slip for slip in slips if not _touches_figure(slip, folded, fixed)]
    corrected, taken = list(question), set()
    for slip in sorted(slips, key=lambda s: (-s.worth, s.start)):
        place = range(slip.start, slip.end)
        if taken.isdisjoint(place):
            taken.update(place)
            for at, char in zip(place, slip.term, strict=True):
                if folded[at] != char:
                    corrected[at] = char
    return "".join(corrected)


def _touches_figure(slip: _Slip, folded: str, fixed: set[int]) -> bool:
    """Would it change the number of an issue (问题九是), or make one longer (二十是, 二十四)?"""
    for at, char in zip(range(slip.start, slip.end), slip.term, strict=True):
        if folded[at] != char:
            longer = char in _NUMERALS and _NUMERALS & {*folded[max(at - 1, 0) : at + 2]}
            if at in fixed or longer:
                return True
    return False


def _slips(
    stretch: str, said: list[str], tokens: list[Token], vocabulary: Vocabulary
) -> list[_Slip]:
    """The terms that the stretch, made of whole tokens, may have been meant for."""
    candidates = vocabulary.alike(said)
    if not candidates or vocabulary.knows(stretch):
        return []
    found = []
    for term, readings in candidates:
        wrong = [i for i, (a, b) in enumerate(zip(stretch, term, strict=True)) if a != b]
        exact = all(said[i] == readings[i] for i in wrong)
        worth = _worth(term, wrong, exact, tokens, vocabulary)
        if worth > 0:
            found.append(_Slip(tokens[0].start, tokens[-1].end, term, worth))
    return found


def _worth(
    term: str, wrong: list[int], exact: bool, tokens: list[Token], vocabulary: Vocabulary
) -> float:
    """How sure it is that `term` was meant, of which the characters `wrong` were typed otherwise;
    0: not sure enough."""
    base, kept = tokens[0].start, len(term) - len(wrong)
    hit = [t for t in tokens if any(t.start <= base + i < t.end for i in wrong)]
    typed = "".join(t.text for t in tokens)
    if any(vocabulary.tokenizer.lexicon.also(typed[i]) for i in wrong):
        return 0.0  # a deed of one character that the lexicon knows: 多罚 is no 多发
    ordinary = [t for t in hit if len(t.text) > 1 and _is_ordinary(t.text, vocabulary)]
    if ordinary:
        rare = all(_is_slip_of(t, term, base, vocabulary) for t in ordinary)
        return float(kept) if exact and (rare or kept >= 3) else 0.0
    if kept >= 2 and all(t.text not in _FREE for t in hit):
        return kept + 0.5 * exact
    free = any(
        _goes_with_anything(w) for w in (*(t.text for t in tokens), *(typed[i] for i in wrong))
    )
    return 0.5 + kept if exact and not free and len(term) == 2 else 0.0


def _is_ordinary(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.terms or vocabulary.tokenizer.is_word(word)


def _is_slip_of(token: Token, term: str, base: int, vocabulary: Vocabulary) -> bool:
    """Is the dictionary's word much rarer than the homophone in its place (时侯, 时候)?"""
    meant = term[token.start - base : token.end - base]
    return vocabulary.tokenizer.is_word(meant) and (
        vocabulary.tokenizer.frequency(meant) > _RARER * vocabulary.tokenizer.frequency(token.text)
    )


def _goes_with_anything(word: str) -> bool:
    """A function word or the result of a deed (踢出, 修好): its neighbour says nothing about it."""
    return word in STOP or word in _FREE
