"""What an issue mentions, with its place in the report: figures, dates, documents, names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.language.dates import dates
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.proper_names import proper_names
from retrieval.language.quantities import Quantity, quantities
from retrieval.language.tokenizer import Token, Tokenizer
from retrieval.records import Issue, Report


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure or name in a report: `report.text[start:end]` is `text`.

    `kind`: money, percent, capacity, count, date, document, title, organisation, place. `value`:
    of a figure in its base unit `unit` (元 for 万元), of a date its days as 2018-06-01/2018-06-30;
    "" where there is none, as for names. A range has its ends as 50/60, 2×135MW is 2×135.
    """

    kind: str
    text: str
    value: str
    unit: str
    start: int
    end: int


def mentions(report: Report, issue: Issue, tokenizer: Tokenizer) -> tuple[Mention, ...]:
    """Every figure, date, document, organisation and place of the issue, in report order.

    Bare numbers are left out: without a unit they are mostly numbers of items, pages and phones.
    """
    folded = fold(report.text[issue.start : issue.end])
    found = sorted(_found(folded, tokenizer), key=lambda found: (found[1], -found[2]))
    return tuple(
        Mention(kind, report.text[start:end], value, unit, start, end)
        for kind, first, last, value, unit in found
        for start, end in [(issue.start + first, issue.start + last)]
    )


def _found(folded: str, tokenizer: Tokenizer) -> Iterator[tuple[str, int, int, str, str]]:
    """Kind, half-open offsets, value and unit of each."""
    tagged = tokenizer.tagged(folded)
    taken = bytearray(len(folded))
    for kind, start, end, value, unit in _candidates(folded, tagged):
        if not any(taken[start:end]):
            taken[start:end] = bytes([1]) * (end - start)
            yield kind, start, end, value, unit


def _candidates(folded: str, tagged: Sequence[Token]) -> Iterator[tuple[str, int, int, str, str]]:
    """The same with overlaps, the surest kinds first."""
    for name in names(folded, tagged):
        if name.kind in ("document", "title"):
            yield name.kind, name.start, name.end, "", ""
    for date in dates(folded):
        days = f"{date.first}/{date.last}" if date.first and date.last else ""
        yield "date", date.start, date.end, days, ""
    for figure in quantities(folded):
        if figure.kind != "number":
            yield figure.kind, figure.start, figure.end, _value(figure), figure.unit
    for name in proper_names(folded, tagged):
        yield name.kind, name.start, name.end, "", ""


def _value(figure: Quantity) -> str:
    times = f"{figure.times}×" if figure.times > 1 else ""
    upto = f"/{figure.upto:f}" if figure.upto is not None else ""
    return f"{times}{figure.value:f}{upto}"
