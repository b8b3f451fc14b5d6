"""Respectively: which of several subjects each of several figures belongs to.

“总磷、总氮等浓度持续上升，分别比2013年上升21.2%和19.9%” gives the first figure to 总磷, the second to 总氮.
"""

import re
from collections.abc import Sequence

from retrieval.language.quantities import quantities

_RESPECTIVELY = re.compile(r"分别|依次")
_JOINT = re.compile(r"[、和及与]|以及|,")
_SPARE = 2
"""Characters by which the first subject may be longer than the last."""
_BETWEEN = re.compile(r"(?:[、和及与,]|以及)[^\d,;。、]{0,3}")
"""What may stand between two figures of one series; more is another statement."""


def alignments(folded: str, sentences: Sequence[tuple[int, int]]) -> dict[tuple[int, int], tuple]:
    """Figure (start, end) → (its subject, the other subjects), each a half-open stretch.

    Figures without a series, or a series whose subjects don't number the same, are left out.
    """
    found = {}
    for start, end in sentences:
        for word in _RESPECTIVELY.finditer(folded, start, end):
            series = _series(folded, word.end(), end)
            subjects = _subjects(folded, start, word.start(), len(series))
            for index, figure in enumerate(series if subjects else ()):
                others = tuple(s for i, s in enumerate(subjects) if i != index)
                found[figure] = (subjects[index], others)
    return found


def _series(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The figures of one kind that follow each other from `start`, two or more."""
    figures = [q for q in quantities(folded[start:end]) if q.kind != "number"]
    # A year named on the way (分别比2013年上升…) is no member of the series.
    figures = [q for q in figures if not (q.unit == "年" and q.value > 1900)]
    series = []
    for figure in figures:
        if series and (
            figure.kind != series[-1].kind
            or not _BETWEEN.fullmatch(folded, start + series[-1].end, start + figure.start)
        ):
            break
        series.append(figure)
    return [(start + q.start, start + q.end) for q in series] if len(series) > 1 else []


def _subjects(folded: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """The last `count` members of the nearest enumeration before `end`; empty where none fits."""
    clauses = [(m.start(), m.end()) for m in re.finditer(r"[^,]+", folded[start:end])]
    for a, b in reversed(clauses):
        cuts = [m.span() for m in _JOINT.finditer(folded, start + a, start + b)]
        edges = [start + a, *(edge for cut in cuts for edge in cut), start + b]
        members = list(zip(edges[::2], edges[1::2], strict=True))
        if count and len(members) >= count:
            return _bare(folded, members[-count:])
    return []


def _bare(folded: str, members: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The members without what all of them share: 2020年 before the first, 收集率 after the last.

    The last ends as the others do (…区、…区收集率), or is no longer than those before it.
    """
    (start, end), (first, until) = members[-1], members[0]
    alike = folded.find(folded[members[-2][1] - 1], start + 1, end) + 1
    end = alike or min(end, start + max(b - a for a, b in members[:-1][-2:]))
    first = max(first, until - (end - start) - _SPARE)
    return [(first, until), *members[1:-1], (start, end)]
