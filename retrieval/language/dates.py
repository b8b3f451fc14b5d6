"""Dates and spans of time as a report writes them, with the days they cover."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from retrieval.language.codes import codes
from retrieval.language.normalise import fold
from retrieval.language.numerals import han_number

_HAN_DIGITS = "〇零一二三四五六七八九"
_YEAR = r"(?:19|20)\d{2}"
_HAN_MONTH = "十[一二]?|[一二三四五六七八九]"
_HAN_DAY = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_PERIOD = (  # of a year
    rf"(?:(?P<since>\d{{1,2}})月?[-~至])?(?P<m>\d{{1,2}}|{_HAN_MONTH})月(?:份)?"
    rf"(?:(?P<d>\d{{1,2}}|{_HAN_DAY})[日号]|(?P<third>[上中下])旬)?"
    r"|(?P<half>[上下])半年|前(?P<quarters>[一二两三])个?季度|第?(?P<quarter>[一二三四1-4])季度"
    r"|年?(?P<middle>中)(?=前|[,。;)]|$)"
)
_NO_UNIT = r"(?![\d.万亿千百十元%‰吨个公平立米亩倍人家台眼户座])"
_DATE = re.compile(
    rf"(?<!\d)(?P<y>{_YEAR}|二[〇零][{_HAN_DIGITS}]{{2}})年(?:度(?=第?[一二三四1-4]季|[上下]半年))?(?:{_PERIOD})?"
    r"|(?P<m2>\d{1,2})月(?:份)?(?:(?P<d2>\d{1,2})[日号]|(?P<third2>[上中下])旬)?"
    rf"|(?<![\d.])(?P<y3>{_YEAR})(?P<sep>[./-])(?P<m3>\d{{1,2}})(?:(?P=sep)(?P<d3>\d{{1,2}})(?!\d)|{_NO_UNIT})"
    rf"|(?<![\d.])(?P<y4>{_YEAR})(?P<m4>0[1-9]|1[0-2])(?P<d4>0[1-9]|[12]\d|3[01])(?![号吨]){_NO_UNIT}"
    r"|(?P<d5>\d{1,2})[日号]"
    rf"|(?<!\d)(?P<y6>{_YEAR})(?=[-~至到](?:19|20)?\d{{2,4}}年)"  # 2016至2020年
    rf"|(?<![\d.])(?P<y7>{_YEAR})(?=[-~至]+{_YEAR}{_NO_UNIT})"  # 2013-2015
    rf"|(?<=\d[-~至])(?P<y8>{_YEAR}){_NO_UNIT}"
    r"|(?P<half2>[上下])半年|第?(?P<quarter2>[一二三四1-4])季度"
)
_JOIN = re.compile(r"(?:年|月)?起?\s*(?:[-~至到]|--)\s*(?P<next>次年|翌年)?")
_OTHER_YEAR = re.compile(r"(?:每年?|历年|上一?年|当年|次年|翌年|\d年)度?的?\Z")
_SUFFIX = re.compile(
    r"(?:年?(?:底(?![层线部数泥])|末|(?P<early>初)(?![步次审级中始期])))?"
    r"(?:之?前(?![一二两三\d后期端])|以前)?"
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
    2017年8月11日至), unless it stands in no certain year (每年3月底前).

    >>> [(str(d.first), str(d.last)) for d in dates("2018年6月底前；2018年-2020年")]
    [('2018-06-01', '2018-06-30'), ('2018-01-01', '2020-12-31')]
    """
    folded = fold(text)
    coded = codes(folded)
    found: list[DateMention] = []
    year: int | None = None
    month: int | None = None
    last_end = 0
    for match in _DATE.finditer(folded):
        if match.start() < last_end or any(a <= match.start() < b for a, b in coded):
            continue
        parts = _parts(match)
        join = _JOIN.fullmatch(folded, found[-1].end, match.start()) if found else None
        joined = join is not None
        if not _is_date(parts, year, month, joined):
            continue
        year = parts.year or (year + 1 if year and joined and join["next"] else year)
        month = parts.month or (None if parts.year else month)
        suffix = _SUFFIX.match(folded, match.end())
        end = suffix.end()
        elsewhere = not joined and _OTHER_YEAR.search(folded, last_end, match.start())
        given = None if elsewhere else year
        first, last = _covered(parts.year or given, month, parts, suffix["early"] is not None)
        if joined:
            before = found.pop()
            found.append(DateMention(before.start, end, before.first, last))
        else:
            found.append(DateMention(match.start(), end, first, last))
        last_end = end
    return found


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a match names; `third`: 上中下 of 旬, `months`: first and last of a half or quarter."""

    year: int | None
    month: int | None
    day: int | None
    third: str | None
    months: tuple[int, int] | None
    since: int | None


def _parts(match: re.Match) -> _Parts:
    def named(*groups: str) -> str | None:
        return next((match[group] for group in groups if match[group]), None)

    return _Parts(
        year=_number(named("y", "y3", "y4", "y6", "y7", "y8")),
        month=_number(named("m", "m2", "m3", "m4")),
        day=_number(named("d", "d2", "d3", "d4", "d5")),
        third=named("third", "third2"),
        months=_months(named("half", "half2"), named("quarter", "quarter2"), match),
        since=_number(match["since"]),
    )


def _number(written: str | None) -> int | None:
    if written is None or written.isdigit() and written.isascii():
        return written and int(written)
    if len(written) == 4:  # 二〇二四
        return int("".join(str(han_number(digit)) for digit in written))
    return han_number(written)


def _months(half: str | None, quarter: str | None, match: re.Match) -> tuple[int, int] | None:
    """First and last month of 上半年, 三季度, 前三季度, 年中."""
    if half:
        return (1, 6) if half == "上" else (7, 12)
    if quarter:
        return 3 * _number(quarter) - 2, 3 * _number(quarter)
    if match["quarters"]:
        return 1, 3 * _number(match["quarters"])
    return (6, 6) if match["middle"] else None


def _is_date(parts: _Parts, year: int | None, month: int | None, joined: bool) -> bool:
    """Does the match name a date, after the year and month that were named before it?

    A bare 11日 counts only as the end of a span, 下半年 only in a known year.
    """
    if parts.year or parts.month:
        return True
    return year is not None if parts.months else joined and month is not None


def _covered(
    year: int | None, month: int | None, parts: _Parts, early: bool
) -> tuple[date | None, date | None]:
    """First and last day of what is named; None where impossible (month 13, no year).

    年初 is the first quarter, 月初 the first ten days.
    """
    if year is None:
        return None, None
    start, end = parts.months or (month, month)
    start, end = parts.since or start or 1, end or (3 if early else 12)
    try:
        length = calendar.monthrange(year, end)[1]
        thirds = {"上": (1, 10), "中": (11, 20), "下": (21, length)}
        whole = thirds["上"] if early and month and not parts.day else (1, length)
        days = (parts.day, parts.day) if parts.day else thirds.get(parts.third, whole)
        return date(year, start, days[0]), date(year, end, days[1])
    except (ValueError, calendar.IllegalMonthError):
        return None, None
