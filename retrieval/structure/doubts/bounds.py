"""The clause and the sentence that a stretch of text stands in."""

import re

_CLAUSE_EDGE = re.compile(r"[，。；！？：\n]|[,;:](?!\d)")
_SENTENCE_EDGE = re.compile(r"[。！？\n]")

Span = tuple[int, int]
"""Half-open offsets into the text of the report."""


def clause_around(text: str, start: int, end: int) -> Span:
    """The clause that holds `start`..`end`, without the marks at its ends."""
    return _around(text, start, end, _CLAUSE_EDGE)


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence, within one line, that holds `start`..`end`, without its full stop."""
    return _around(text, start, end, _SENTENCE_EDGE)


def _around(text: str, start: int, end: int, edge: re.Pattern[str]) -> Span:
    line = text.rfind("\n", 0, start) + 1
    for mark in edge.finditer(text, line, start):
        line = mark.end()
    after = edge.search(text, end)
    return trimmed(text, line, after.start() if after else len(text))


def clauses(text: str, start: int, end: int) -> list[Span]:
    """The clauses of a stretch in order, none of them empty."""
    edges = [start, *(m.end() for m in _CLAUSE_EDGE.finditer(text, start, end)), end + 1]
    spans = (trimmed(text, a, b - 1) for a, b in zip(edges, edges[1:], strict=False))
    return [span for span in spans if span[0] < span[1]]


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without blanks at its ends and without a comma behind it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "，,；;"):
        end -= 1
    return start, end
