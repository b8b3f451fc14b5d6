"""One spelling for matching: width, case, traditional characters and subscripts folded away.

`fold` keeps the length, so an offset in the folded text is an offset in the original.
"""

import re
import unicodedata
from functools import lru_cache

import opencc

_SUBSCRIPT = re.compile(r"_\{([\d.]+)\}")
_BLANK = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")


@lru_cache(maxsize=1)
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _Folding(dict):
    """Character → its folded form of one character, found on first use."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        wide = unicodedata.normalize("NFKC", char)
        if len(wide) == 1 and not "①" <= char <= "⑳":  # an item number is no figure
            char = wide
        char = char.lower() if len(char.lower()) == 1 else char
        if "\u3400" <= char <= "\u9fff":
            simple = _to_simplified().convert(char)
            char = simple if len(simple) == 1 else char
        char = {
            "—": "-",
            "–": "-",
            "−": "-",
            "～": "~",
            "∼": "~",
            "∶": ":",
            "〔": "[",
            "〕": "]",
        }.get(char, char)
        self[code] = ord(char)
        return ord(char)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """`text` with half-width, lower-case, simplified characters; of the same length.

    >>> fold("天業集團２眼ＰＭ")
    '天业集团2眼pm'
    """
    return text.translate(_FOLDING)


def clean_question(text: str) -> str:
    """A question as typed → one line in simplified characters, without control characters.

    Traditional characters are converted by phrase (後/后, 發/发), which `fold` cannot do.

    >>> clean_question(" 天業集團\\n因為抽水被罰了多少 ")
    '天业集团 因为抽水被罚了多少'
    """
    text = unicodedata.normalize("NFKC", _SUBSCRIPT.sub(r"\1", _CONTROL.sub("", text)))
    return _BLANK.sub(" ", _to_simplified().convert(text)).strip()


def squeeze(text: str) -> str:
    """`fold(text)` without blanks and without the subscript marks of `PM_{2.5}`: for comparing."""
    return _BLANK.sub("", fold(_SUBSCRIPT.sub(r"\1", text)))
