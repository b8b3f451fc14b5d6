"""The facts of one question are chosen together: 各罚多少 wants a figure for each, no figure twice."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product

from retrieval.answering.question import Asked
from retrieval.answering.reader import Read
from retrieval.records import Span

SAME_SENTENCE, SAME_SORT, SAME_TEXT = 2.0, 1.0, -2.0
"""What it adds to a choice, on the scale of spans' scores, that two facts stand in one sentence,
that those asked alike are of one kind, and that they say the same in two places; set by hand."""
_LOOKED_AT, _MOST = 8, 4000
_ENDS = re.compile(r"[。！？!?\n；;]")


def together(asks: Sequence[Asked], reads: Sequence[Read]) -> list[tuple[Span, ...]]:
    """The spans of each read, those that go best together first; as read where one has none."""
    if any(not read.spans for read in reads):
        return [read.spans for read in reads]
    deep = min(_LOOKED_AT, max(1, int(_MOST ** (1 / len(reads)))))
    pairs = list(combinations(range(len(reads)), 2))
    alike = {(i, j): _alike(asks[i], asks[j]) for i, j in pairs}

    def worth(chosen: tuple[Span, ...]) -> float:
        own = sum(
            span.score - read.spans[0].score for span, read in zip(chosen, reads, strict=True)
        )
        return own + sum(_pair(chosen[i], chosen[j], alike[i, j]) for i, j in pairs)

    best = max(product(*(read.spans[:deep] for read in reads)), key=worth)
    return [
        (span, *(other for other in read.spans if other is not span))
        for span, read in zip(best, reads, strict=True)
    ]


def settled(reads: Sequence[Read], chosen: Sequence[tuple[Span, ...]]) -> list[Read]:
    """The reads with the spans chosen for them together first, as sure as of the best that the
    other parts leave: a figure that answers one of them doesn't make another's less likely."""
    found = []
    for i, (read, spans) in enumerate(zip(reads, chosen, strict=True)):
        taken = {own[0].text for j, own in enumerate(chosen) if j != i and own}
        left = tuple(s for s in read.spans if s.text not in taken or s is spans[0])
        found.append(first_of(replace(read, spans=left), spans))
    return found


def first_of(read: Read, spans: tuple[Span, ...]) -> Read:
    """The read with its spans in another order; no surer of a first span that it liked less."""
    if not spans or spans[0] is read.spans[0]:
        return read
    odds = math.exp(spans[0].score - read.spans[0].score)
    return replace(read, spans=spans, confidence=read.confidence * odds)


def _alike(one: Asked, other: Asked) -> bool:
    return (one.query.expects, one.query.unit) == (other.query.expects, other.query.unit)


def _pair(one: Span, other: Span, alike: bool) -> float:
    worth = SAME_SORT if alike and one.kind == other.kind else 0.0
    if one.passage.passage_id != other.passage.passage_id:
        return worth + (SAME_TEXT if one.text == other.text else 0.0)
    if one.start < other.end and other.start < one.end:
        # A clause may hold the figure that answers another part.
        return -math.inf if one.kind == other.kind else worth
    between = one.passage.text[min(one.end, other.end) : max(one.start, other.start)]
    return worth + (0.0 if _ENDS.search(between) else SAME_SENTENCE)
