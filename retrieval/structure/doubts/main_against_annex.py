"""The main text against the issues: one thing under two figures, done here and half done there."""

import re
from collections.abc import Iterator, Sequence

from retrieval.language.dates import dates
from retrieval.language.quantities import Quantity, quantities
from retrieval.records import Doubt, Issue
from retrieval.structure.doubts.bounds import Span, clause_around, sentence_around, trimmed

_ANCHOR = 4
"""Characters before a figure that must be the same in both places for them to be compared."""

_ALIKE = 0.7
"""Share of the pairs of characters of two clauses that both must have."""

_PAIRS = 6
"""Least number of those pairs: a clause of a few characters is like many others."""

_SUBJECT = 8
"""Least characters that name the work whose stage is compared."""

_SUBJECT_SHARE = 0.6
"""Share of that name that the other text must begin with as well."""

_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*")
_NOT_ALONE = re.compile(r"[\d，。；：\n、]")
# What opens a clause whose subject stands elsewhere.
_ELIDED = ("其中", "包括", "分别", "合计")
_TIME_UNITS = frozenset("年 月 日 号".split())
_GROWTH = ("新增", "增加", "净增")
_PERCENT = re.compile(r"\d[\d.]*%")
_HALF = re.compile(r"(?:目前|已经|已|累计)*(?:完成|达到?)[^，。；\d]{0,10}$")
_STAGE = re.compile(r"进度|工程量|进展|完成率")
_BUILT = re.compile(r"完工|竣工|建成投运|建成|建设完成|完成建设")
_FINISHED = re.compile(rf"(?:已|均|全部|全面){{1,3}}(?:{_BUILT.pattern})|(?:{_BUILT.pattern})$")
_UNFINISHED = re.compile(
    r"尚未|未完工|未建成|正在(?:建设|施工|办理)|(?:完成|达到?)[^，。；]{0,12}\d%"
)


def annex_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """Doubts on what the text before the issues and the issues say of one thing."""
    main_end = issues[0].start
    for number in _NUMBER.finditer(text, 0, main_end):
        yield from _figure_doubts(text, number.start(), issues)
    for percent in _PERCENT.finditer(text, 0, main_end):
        clause = clause_around(text, *percent.span())
        verb = _HALF.search(text, clause[0], percent.start())
        if verb and percent.group() != "100%" and _STAGE.search(text, *clause):
            yield from _stage_doubts(text, clause, verb.start(), _FINISHED, issues)
    for built in _BUILT.finditer(text, 0, main_end):
        clause = clause_around(text, *built.span())
        if verb := _FINISHED.search(text, *clause):
            yield from _stage_doubts(text, clause, verb.start(), _UNFINISHED, issues)


def _figure_doubts(text: str, at: int, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """One thing with two figures: the same words before it, in clauses that are much alike."""
    anchor = text[max(at - _ANCHOR, 0) : at]
    alone = len(anchor) == _ANCHOR and not _NOT_ALONE.search(anchor)
    places = _before_figures(text, anchor, issues) if alone else []
    own = _figure_at(text, at) if places else None
    if own is None:
        return
    clause = clause_around(text, at, at + 1)
    if text.startswith(_ELIDED, clause[0]):
        return
    figures = [_figure_at(text, place) for place in places]
    others = [q for q in figures if q and (q.kind, q.unit) == (own.kind, own.unit)]
    if any(other.value == own.value for other in others):
        return
    spans = [clause_around(text, other.start, other.end) for other in others]
    if _is_sum(text, own, clause, others, spans):
        said = f"正文的“{text[slice(*clause)]}”等于问题里几个总数之和，总数不是新增数。"
        yield _doubt(said, clause, spans, issues)
        return
    for other, span in zip(others, spans, strict=True):
        if _alike(text, clause, span) and not _other_time(text, clause, span):
            said = (
                f"正文写“{text[own.start : own.end]}”，问题{_issue_at(issues, span[0])}写"
                f"“{text[other.start : other.end]}”，说的像是同一件事。"
            )
            yield _doubt(said, clause, [span], issues)
            return


def _before_figures(text: str, anchor: str, issues: Sequence[Issue]) -> list[int]:
    """Where in the issues a figure stands behind the anchor."""
    places, end = [], issues[-1].end
    at = text.find(anchor, issues[0].start, end)
    while at >= 0:
        place = at + len(anchor)
        if place < end and text[place].isdigit():
            places.append(place)
        at = text.find(anchor, place, end)
    return places


def _figure_at(text: str, start: int) -> Quantity | None:
    """The figure with a unit that begins at `start`; None: a date, or a number alone."""
    for q in quantities(text[start : start + 24])[:1]:
        if q.start == 0 and q.kind != "number" and q.unit not in _TIME_UNITS:
            return Quantity(q.kind, start, start + q.end, q.value, q.unit)
    return None


def _is_sum(
    text: str, own: Quantity, clause: Span, others: Sequence[Quantity], spans: Sequence[Span]
) -> bool:
    """Is the figure called an increase the sum of figures that are called none?"""
    grown = [any(word in text[a:b] for word in _GROWTH) for a, b in (clause, *spans)]
    return (
        len(others) > 1
        and grown[0]
        and not any(grown[1:])
        and own.value == sum(q.value for q in others)
    )


def _alike(text: str, one: Span, other: Span) -> bool:
    """Do the two clauses, their figures left out, share most of their pairs of characters?"""
    first, second = (_pairs(_NUMBER.sub("", text[a:b])) for a, b in (one, other))
    shared = len(first & second)
    return shared >= _PAIRS and shared >= _ALIKE * len(first | second)


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}


def _other_time(text: str, one: Span, other: Span) -> bool:
    """Do both clauses have a time, their own or one named before them, and not the same?"""
    first, second = _time_of(text, one), _time_of(text, other)
    return None not in (first, second) and first != second


def _time_of(text: str, clause: Span) -> tuple | None:
    """The last time that the sentence names up to the end of the clause; None: it names none."""
    begin, _ = sentence_around(text, *clause)
    named = dates(text[begin : clause[1]])
    return (named[-1].first, named[-1].last) if named else None


def _stage_doubts(
    text: str, clause: Span, verb: int, contrary: re.Pattern[str], issues: Sequence[Issue]
) -> Iterator[Doubt]:
    """Work, named between the clause's start and the `verb`, whose stage in the main text is
    contrary to what an issue says of it."""
    subject = text[clause[0] : verb]
    if len(subject) < _SUBJECT or _NUMBER.search(subject):
        return
    stem = subject[: max(_SUBJECT, int(len(subject) * _SUBJECT_SHARE))]
    spans, end = [], issues[-1].end
    at = text.find(stem, issues[0].start, end)
    while at >= 0:
        span = trimmed(text, at, clause_around(text, at, at + len(stem))[1])
        if contrary.search(text, *span):
            spans.append(span)
        at = text.find(stem, at + len(stem), end)
    if spans:
        said = (
            f"正文写“{text[slice(*clause)]}”，问题{_issue_at(issues, spans[0][0])}写"
            f"“{text[slice(*spans[0])]}”。"
        )
        yield _doubt(said, clause, spans, issues)


def _doubt(said: str, clause: Span, spans: Sequence[Span], issues: Sequence[Issue]) -> Doubt:
    numbers = dict.fromkeys(_issue_at(issues, start) for start, _ in spans)
    return Doubt("annex", said, (clause, *spans), tuple(numbers))


def _issue_at(issues: Sequence[Issue], position: int) -> str:
    return next((i.number for i in issues if i.start <= position < i.end), "")
