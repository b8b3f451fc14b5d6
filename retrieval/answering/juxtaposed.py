"""Parts named one right after another with nothing between: 处级科级各几个, 1号楼2号楼分别多少.

Told by what they share: as many characters each, and the same first or last one.
"""

import re
from collections.abc import Iterator

_OPPOSITES = re.compile(r"男女|市县(?=两级)|长宽[深高]|红橙黄|红黄蓝|前后|上下(?=半年)")
_LONGEST = 5
_SHAPE = re.compile(r"(?=.*[一-龥a-z])[一-龥a-z\d.]+")
_INSIDE = re.compile(r"[\d.]{2}|[a-z]{2}")
"""Two characters of one figure or one word, which no part may end between."""


def juxtaposed(text: str) -> tuple[int, tuple[str, ...]] | None:
    """Where the parts that stand side by side in `text` begin, and they, in order; None: there are
    none. The last such stretch counts: what is dealt out stands next to the word that deals.

    >>> juxtaposed("锦绣河畔1号楼2号楼夜里")
    (4, ('1号楼', '2号楼'))
    """
    found = max(_alike(text), default=None)
    if found:
        *_, start, count, size = found
        items = tuple(text[start + n * size : start + (n + 1) * size] for n in range(count))
        return start, items
    match = list(_OPPOSITES.finditer(text))
    return (match[-1].start(), tuple(match[-1].group())) if match else None


def _alike(text: str) -> Iterator[tuple[int, bool, int, int, int]]:
    """(characters shared, are they the last, start, how many, size) of every run of parallel parts."""
    for size in range(2, _LONGEST + 1):
        for count in (2, 3, 4):
            for start in range(len(text) - count * size + 1):
                parts = [text[start + n * size : start + (n + 1) * size] for n in range(count)]
                cuts = [start + n * size for n in range(count + 1)]
                whole = not any(_INSIDE.match(text, cut - 1) for cut in cuts if cut)
                if whole and len(set(parts)) == count and all(map(_SHAPE.fullmatch, parts)):
                    shared, last = _shared(parts)
                    if shared:
                        yield shared * count, last, start, count, size


def _shared(parts: list[str]) -> tuple[int, bool]:
    """Characters that all parts end or begin with, and is it the end; 0 where a figure is cut."""
    front = next(n for n in range(len(parts[0]) + 1) if len({p[: n + 1] for p in parts}) > 1)
    back = next(n for n in range(len(parts[0]) + 1) if len({p[-n - 1 :] for p in parts}) > 1)
    if back and any(p[0].isdigit() != parts[0][0].isdigit() for p in parts):
        return 0, True
    if front and not back and any(p[-1].isdigit() for p in parts):
        return 0, False
    return max(front, back), back >= front
