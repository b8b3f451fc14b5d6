"""Dates and spans of time as a report writes them, with the days they cover."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from retrieval.language.normalise import fold

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?:(?:(?P<since>\d{1,2})月?[-~至])?(?P<m>\d{1,2})月(?:份)?(?:(?P<d>\d{1,2})[日号])?)?"
    r"|(?P<m2>\d{1,2})月(?:份)?(?:(?P<d2>\d{1,2})[日号])?"
    r"|(?P<yb>(?:19|20)\d{2})[./-](?P<mb>\d{1,2})(?:[./-](?P<db>\d{1,2}))?(?!\d)"
    r"|(?P<d3>\d{1,2})[日号]"
    r"|(?P<yc>(?:19|20)\d{2})(?=[-~至到](?:19|20)?\d{2,4}年)"  # 2016至2020年
)
_JOIN = re.compile(r"(?:年|月)?\s*(?:[-~至到]|--)\s*")
_SUFFIX = re.compile(
    r"(?:年?(?:底|末|初)|[上中下]旬|第?[一二三四1-4]季度|[上下]半年)?(?:之?前|以前)?"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or span of time; offsets half-open. `first` and `last` are the days it covers.

    Both are None where the text names no year and none came before it.
    """

    start: int
    end: int
    first: date | None
    last: date | None


def dates(text: str) -> list[DateMention]:
    """Every date or span of `text` in order, without overlap.

    A date without a year takes the year of the one before it in the text (9月11日 after
    2017年8月11日至).

    >>> [(str(d.first), str(d.last)) for d in dates("2018年6月底前；2018年-2020年")]
    [('2018-06-01', '2018-06-30'), ('2018-01-01', '2020-12-31')]
    """
    folded = fold(text)
    found: list[DateMention] = []
    year: int | None = None
    month: int | None = None
    last_end = -1
    for match in _DATE.finditer(folded):
        if match.start() < last_end:
            continue
        y, m, d = _parts(match)
        if y is None and m is None and (month is None or not _joined(folded, found, match.start())):
            continue  # a bare 11日 counts only as the end of a span
        year, month = y or year, m or (month if y is None else None)
        end = match.end() + len(_SUFFIX.match(folded, match.end()).group())
        first, last = _days(year, month, d)
        if match["since"]:
            first, _ = _days(year, int(match["since"]), None)
        if _joined(folded, found, match.start()):
            before = found.pop()
            found.append(DateMention(before.start, end, before.first, last))
        else:
            found.append(DateMention(match.start(), end, first, last))
        last_end = end
    return found


def _parts(match: re.Match) -> tuple[int | None, int | None, int | None]:
    year = match["y"] or match["yb"] or match["yc"]
    month = match["m"] or match["m2"] or match["mb"]
    day = match["d"] or match["d2"] or match["db"] or match["d3"]
    return tuple(int(part) if part else None for part in (year, month, day))


def _joined(folded: str, found: list[DateMention], start: int) -> bool:
    """Does only a dash or 至 stand between the mention before and `start`?"""
    return bool(found) and _JOIN.fullmatch(folded, found[-1].end, start) is not None


def _days(year: int | None, month: int | None, day: int | None) -> tuple[date | None, date | None]:
    """First and last day of a year, month or day; None where impossible (month 13, no year)."""
    if year is None:
        return None, None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None, None
