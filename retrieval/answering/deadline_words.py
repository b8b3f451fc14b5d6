"""Words of a question that ask for issues by their deadline: 2018年6月就到期的, 2020年以后的."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answering.entries import Condition, Entry, Place
from retrieval.language.normalise import fold
from retrieval.records import Deadline
from retrieval.structure.deadlines import due_date

_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d{2}|\d{2}(?=年))年?"
    r"(?P<fine>年?[底末]|年?[上下]半年|第?[一二三四1-4]季度|"
    r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?(?:\d{1,2}[日号])?)?(?:\(\d{1,2}月\))?|"
    r"(?P<plan>“?十[二三四五六]五”?)(?:规划)?(?:期间|时期)?)"
    r"(?:年?[底末])?(?:里头|里面|之内|以内|内|里|当年)?"
    r"(?P<side>之前|以前|前|之后|以后|后|往后)?"
)
_CUE = re.compile(
    r"到(?:了)?期|期限|时限|截止|最晚|最迟|限(?=\s*(?:在|到)?\d)|[底末月日号年]之?[前内]|[底末月日号年]以前|"
    r"(?:就|才|都)?(?:要|该|应|得|须|需)(?:要|该|当)?(?:完成|整改|改|办|弄|销号|到位)|交(?:账|卷)"
)
# What such a question says of the deadline, beside the date: taken out with it.
_AROUND = re.compile(
    r"(?:整改|完成|最终|最后|办理)*(?:的)?(?:期限|时限)|截止(?:日期|时间|到|在)?|最晚|最迟|落(?:在|到)|卡(?:在|到)|"
    r"(?:截[至止]|到)(?=\0)|拖(?:到|在)|定(?:在|到)|限(?:在|到|期)?(?=\0)|"
    r"(?:就|才|都)?(?:已经?|会|要|该|应该?|得|必须|须|需要?)?(?:到(?:了)?期|交账|交卷)|"
    r"(?<=\0)的?(?:就|才|都)?(?:要|该|应该?|得|必须|须|需要?)?(?:完成整改|整改完成?|整改到位|整改好|完成|改完|改好|改到位|改掉|到位|办结|销号|交差)"
)
_SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年?(?:到|至|-|~)((?:19|20)\d{2})年?底?(?P<within>之间|期间|之内|以内|内)?"
)
_ALREADY = re.compile(r"(?:已经?|都)到了?期|到期了")
_LITERAL = re.compile(r"立行立改|立整立改|即知即改|长期坚持|常态化坚持|常抓不懈")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`; None: no limit on that side. `year`: the period is this whole
    year, so that a deadline within it which names no day (2022年采暖季前) counts too."""

    first: date | None
    last: date | None
    year: int | None = None

    def holds(self, deadline: Deadline) -> bool:
        """Is the deadline's last day in the period?"""
        if deadline.due is None:
            return self.year is not None and self._names_year(deadline.text)
        after = self.first is None or self.first <= deadline.due
        return after and (self.last is None or deadline.due <= self.last)

    def _names_year(self, words: str) -> bool:
        return f"{self.year}年" in fold(words) and not _LITERAL.search(words)


def deadline_conditions(text: str, bare: bool = False) -> tuple[list[Condition], str]:
    """What the folded text asks of the deadline, and the text without those words.

    `bare`: a date alone is meant as the deadline (2018年12月的问题), though nothing says so.
    """
    conditions: list[Condition] = [_says(m.group()) for m in _LITERAL.finditer(text)]
    text = _LITERAL.sub(" ", text)
    if (span := _SPAN.search(text)) and (bare or _CUE.search(text)):
        conditions.append(_in_years(span))
        text = _AROUND.sub(" ", _SPAN.sub("\0", text)).replace("\0", " ")
    match = _DATE.search(text)
    if match and (bare or _CUE.search(text)) and (period := _period(match)):
        if _ALREADY.search(text):
            period = Period(None, period.last)
        conditions.append(_due_in(period))
        text = f"{text[: match.start()]}\0{text[match.end() :]}"
        text = _AROUND.sub(" ", text).replace("\0", " ")
    return conditions, text


def _period(match: re.Match[str]) -> Period | None:
    fine, side = (match["fine"] or "").lstrip("年"), match["side"] or ""
    if match["plan"]:
        last = due_date(match["plan"].strip("“”") + "末")
        return last and _sided(Period(date(last.year, 1, 1), last), side, False)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    ends = match.group().removesuffix(side).endswith(("底", "末"))
    last = due_date(f"{year}年{fine if fine not in ('底', '末') else ''}")
    if last is None:
        return None
    whole = not fine and not ends
    first = date(year, 12, 1) if not fine and ends else _first_day(year, fine, last)
    return _sided(Period(first, last, year if whole else None), side, whole)


def _first_day(year: int, fine: str, last: date) -> date:
    """The first day of the year, half-year, quarter, month or day that ends with `last`."""
    if not fine:
        return date(year, 1, 1)
    if fine in ("底", "末"):
        return date(year, 12, 1)
    months = 6 if "半年" in fine else 3 if "季度" in fine else 1
    if months == 1 and last.day != monthrange(year, last.month)[1] or re.search(r"[日号]", fine):
        return last
    return date(year, last.month - months + 1, 1)


def _sided(period: Period, side: str, whole: bool) -> Period:
    """The period that 以前 and 以后 make of a date. 2018年6月底前 is how reports word the deadline
    itself, so it is no more than that month; 2018年前 leaves the year out."""
    if side in ("之前", "以前") or side == "前" and whole:
        before = date(period.first.year - 1, 12, 31) if whole else period.last
        return Period(None, before)
    if side in ("之后", "以后", "后", "往后"):
        return Period(date.fromordinal(period.last.toordinal() + 1), None)
    return period


def _in_years(span: re.Match[str]) -> Condition:
    """A deadline that names both years as its own (2018年-2020年), or lies between them."""
    first, last = int(span[1]), int(span[2])
    if span["within"]:
        return _due_in(Period(date(first, 1, 1), date(last, 12, 31)))

    def condition(entry: Entry) -> list[Place] | None:
        deadline = entry.issue.deadline
        if deadline is None or not all(str(year) in fold(deadline.text) for year in (first, last)):
            return None
        return entry.places(deadline.start, deadline.end)

    return condition


def _due_in(period: Period) -> Condition:
    def condition(entry: Entry) -> list[Place] | None:
        deadline = entry.issue.deadline
        if deadline is None or not period.holds(deadline):
            return None
        return entry.places(deadline.start, deadline.end)

    return condition


def _says(words: str) -> Condition:
    """The words stand in the deadline or the status."""

    def condition(entry: Entry) -> list[Place] | None:
        fields: Sequence = [f for f in (entry.issue.deadline, entry.issue.status) if f]
        found = [f for f in fields if words in fold(f.text)]
        return [place for f in found for place in entry.places(f.start, f.end)] or None

    return condition
