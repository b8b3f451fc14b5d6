"""Text of a report as HTML, with what is highlighted in it."""

from collections.abc import Sequence
from html import escape


def highlighted(text: str, highlights: Sequence[tuple[int, int]]) -> str:
    """`text` escaped, with <mark> round each span; overlapping or touching spans become one.

    Spans are half-open offsets in `text`; what lies outside it is cut off.
    """
    pieces, at = [], 0
    for start, end in _merged(highlights, len(text)):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join(pieces) + escape(text[at:])


def clause_round(text: str, start: int, end: int, most: int = 60) -> tuple[int, int]:
    """Offsets of the clauses that `start`..`end` stands in, at most `most` characters on a side."""
    stops = "，。；;！？\n"
    left = max((text.rfind(stop, 0, start) for stop in stops), default=-1) + 1
    ends = [found for stop in stops if (found := text.find(stop, end)) >= 0]
    return max(left, start - most), min([*ends, end + most, len(text)])


def _merged(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(e, length)) for s, e in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged
