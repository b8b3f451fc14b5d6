"""Text → a tokenizer that carries all it needs: no Chinese word list is read at query time."""

import math
import re
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from retrieval.language.lexicon import Lexicon
from retrieval.language.tokenizer import Tokenizer as WordCutter

UNKNOWN, FIGURE = "[UNK]", "#"
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z]{2,12}")
_YEARS = [str(year) for year in range(1980, 2040)]
_SMALL = [str(number) for number in range(100)] + [f"{number:02}" for number in range(10)]

# A blank beside a Chinese character is layout, often a page break inside a word.
_LAYOUT_BLANK = r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])"
# Figures other than a year or a number below 100 are one token: that there is a figure tells a
# passage apart, which one it is the lexical leg knows better.
_OTHER_FIGURE = r"(?<![\d.])(?!(?:19[89]\d|20[0-3]\d)(?![\d.])|\d{1,2}(?![\d.]))\d+(?:\.\d+)*"


def learn_tokenizer(texts: Iterable[str], size: int, longest: int) -> Tokenizer:
    """A Unigram tokenizer of `size` tokens: frequent words of `texts`, and every character.

    `longest`: characters of the longest word. A word that it doesn't know falls into shorter words
    and single characters; a character that never stood in `texts` becomes the unknown token.
    """
    words = _count_words(texts)
    total = sum(words.values())
    characters = Counter()
    for word, count in words.items():
        if _HAN.fullmatch(word):
            characters.update(dict.fromkeys(word, count))
    pieces = [(UNKNOWN, -30.0), (FIGURE, -3.0)]
    pieces += [(number, -9.0) for number in _YEARS + _SMALL]
    pieces += [(letter, -12.0) for letter in map(chr, range(ord("a"), ord("z") + 1))]
    pieces += [(char, _log(max(words[char], 1), total)) for char, _ in characters.most_common()]
    latin = [word for word, count in words.most_common() if count > 30 and _LATIN.fullmatch(word)]
    pieces += [(word, _log(words[word], total)) for word in latin[:1000]]
    han = (
        (word, _log(count, total))
        for word, count in words.most_common()
        if 1 < len(word) <= longest and _HAN.fullmatch(word)
    )
    pieces += [piece for piece, _ in zip(han, range(size - len(pieces)), strict=False)]
    return _tokenizer(pieces)


def _count_words(texts: Iterable[str]) -> Counter:
    cutter = WordCutter(Lexicon((), {}))  # the shipped lexicon may change, the model may not
    counts = Counter()
    for text in texts:
        counts.update(token.text for token in cutter.words(text))
    return counts


def _log(count: int, total: int) -> float:
    return math.log(count / total)


def _tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(_LAYOUT_BLANK), ""),
            normalizers.Replace(Regex(_OTHER_FIGURE), FIGURE),
        ]
    )
    kept = Regex(r"[\u4e00-\u9fff]+|[a-z]+|\d+|#")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(kept, behavior="removed", invert=True)
    return tokenizer
