"""Whole sentences of a paragraph, packed into stretches that are short enough to quote."""

import re
from itertools import pairwise

_SENTENCE = re.compile(r"[。！？][”’）)」』》】]*|[!?](?=[^\x00-\x7f]|$)|[：:]?\n")
_CLAUSE = re.compile(r"[；;][”’）)」』》】]*")
_ENDED = re.compile(r"[。！？；;：:][”’）)」』》】]*\Z")
_PAUSE = re.compile(r"[，,、\s]")


def pack(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """`start`..`end` of the text as stretches of whole sentences, blanks trimmed, nothing left out.

    A stretch holds at most `longest` characters unless it is one sentence, which stays whole up
    to twice that. A paragraph that would not fit begins a stretch of its own, unless a heading
    stands before it.
    """
    stretches: list[tuple[int, int]] = []
    for line_start, line_end in _trimmed(text, _cuts(text, start, end, re.compile(r"\n"))):
        sentences = [
            piece
            for sentence in _trimmed(text, _cuts(text, line_start, line_end, _SENTENCE))
            for piece in _bounded(text, *sentence, longest)
        ]
        if stretches and line_end - stretches[-1][0] <= longest:
            stretches[-1] = (stretches[-1][0], line_end)
        elif stretches and not _ENDED.search(text, *stretches[-1]):
            stretches[-1:] = _packed([stretches[-1], *sentences], longest)
        else:
            stretches += _packed(sentences, longest)
    return stretches


def _packed(pieces: list[tuple[int, int]], longest: int) -> list[tuple[int, int]]:
    packed: list[tuple[int, int]] = []
    for start, end in pieces:
        if packed and end - packed[-1][0] <= longest:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed


def _cuts(text: str, start: int, end: int, after: re.Pattern[str]) -> list[tuple[int, int]]:
    """The stretch cut after each match of the pattern."""
    edges = [start, *(match.end() for match in after.finditer(text, start, end)), end]
    return [(left, right) for left, right in pairwise(edges) if left < right]


def _trimmed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without blanks at their ends; a span of blanks alone is gone."""
    kept = []
    for start, end in spans:
        content = text[start:end]
        start += len(content) - len(content.lstrip())
        end -= len(content) - len(content.rstrip())
        kept += [(start, end)] if start < end else []
    return kept


def _bounded(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """A sentence of more than twice `longest` in pieces: at ；, else at a pause, else anywhere."""
    for after in (_CLAUSE, _PAUSE):
        if end - start <= 2 * longest:
            return [(start, end)]
        pieces = _packed(_trimmed(text, _cuts(text, start, end, after)), longest)
        if len(pieces) > 1:
            return [part for piece in pieces for part in _bounded(text, *piece, longest)]
    if end - start <= 2 * longest:
        return [(start, end)]
    edges = [*range(start, end, longest), end]
    return _trimmed(text, list(pairwise(edges)))
