"""Names told one after another as one answer: 城投、文旅、农发和水务 are four, not the last of them.

Where the first begins and the last ends is not marked, so each way of reading it is offered.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from retrieval.language.names import Name
from retrieval.language.tokenizer import Token

_RUN = re.compile(r"[^,。;:!?()、\n]+(?:、[^,。;:!?()、\n]{1,24})+")
_LAST_JOINT = re.compile(r"以及|[和及与]")
_PREPOSITION = re.compile(r"[由对向将把被为和与及在给是有](?=..)")
_STOP = ("v", "p", "d", "c", "u", "r", "m", "x", "y", "f")
_KEPT = ("vn",)
_LONGEST, _MOST = 24, 3
"""Characters an item has at most, and readings tried of a first and of a last one."""


def listings(
    folded: str, tagged: Sequence[Token], named: Sequence[Name]
) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of each way to read a run of names joined by 、 in a folded text."""
    for run in _RUN.finditer(folded):
        first, last = run.group().index("、") + run.start(), run.group().rindex("、") + run.start()
        starts = [n.start for n in named if n.end == first and n.start >= run.start()]
        starts += _noun_start(folded, tagged, run.start(), first)
        ends = list(_ends(folded, tagged, named, last + 1, run.end()))
        kinds = {n.start: n.kind for n in named if n.end == first}
        for start, (kind, end) in product(dict.fromkeys(starts[:_MOST]), dict.fromkeys(ends)):
            yield kinds.get(start, kind), start, end


def _noun_start(folded: str, tagged: Sequence[Token], begin: int, end: int) -> list[int]:
    """Where the words that can belong to a name before `end` begin, without a preposition before them."""
    start = end
    for token in reversed([t for t in tagged if begin <= t.start and t.end <= end]):
        if token.end != start or token.tag.startswith(_STOP) and token.tag not in _KEPT:
            break
        start = token.start
    start += bool(_PREPOSITION.match(folded, start))
    return [start] if 0 < end - start <= _LONGEST else []


def _ends(
    folded: str, tagged: Sequence[Token], named: Sequence[Name], begin: int, end: int
) -> Iterator[tuple[str, int]]:
    """(kind, end) of each way to read the last item; after 和 one more is the last."""
    joint = _LAST_JOINT.search(folded, begin + 1, min(end - 1, begin + _LONGEST))
    for start in (begin, joint.end()) if joint else (begin,):
        found = [(n.kind, n.end) for n in named if n.start == start and n.end <= end]
        yield from found[:_MOST]
        stop = start
        for token in (t for t in tagged if start <= t.start and t.end <= end):
            if token.start != stop or token.tag.startswith(_STOP) and token.tag not in _KEPT:
                break
            stop = token.end
        if start < stop <= start + _LONGEST:
            yield "thing", stop
