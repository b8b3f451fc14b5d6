"""Deadline wording → the last day that it allows.

A deadline may name several days (`2025年底前，其中2023年底前取得阶段性成效`): the last one counts.
"""

import re
from calendar import monthrange
from datetime import date

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_YEAR = r"(?:19|20)\d{2}"
_NUMERIC_FORMS = (
    (re.compile(rf"({_YEAR})[-./](\d{{1,2}})[-./](\d{{1,2}})(?!\d)"), r"\1年\2月\3日"),
    (re.compile(rf"(?<!\d)({_YEAR})(\d{{2}})(\d{{2}})(?!\d)"), r"\1年\2月\3日"),
    (re.compile(rf"({_YEAR})[-./](\d{{1,2}})(?![\d年])"), r"\1年\2月"),
)
_PERIOD = re.compile(
    rf"(?:(?P<year>{_YEAR}|二[〇零][〇零一二三四五六七八九]{{2}})(?:年度?|(?=[-—~至]))年?)?"
    r"(?:(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月份?"
    r"(?:(?P<day>\d{1,2})[日号]|(?P<third>[上中下])旬)?"
    r"|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)?"
)
_PLAN = re.compile(r"“?十(?P<plan>[二三四五六])五”?(?:规划)?(?:期间|时期|期)?(?:末|$|内|结束)")
_FIRST_PLAN_END = 2015  # of the 十二五; each plan is five years
_SEASON = re.compile(r"采暖季|供暖季|取暖季|汛期|春节|国庆|雨季|[春夏秋冬]季|暑期|寒假|开学")


def due_date(words: str) -> date | None:
    """The last day that a deadline allows; None: the wording gives no date (立行立改, 长期坚持,
    2022年采暖季前)."""
    words = words.translate(_FULL_WIDTH)
    for form, chinese in _NUMERIC_FORMS:
        words = form.sub(chinese, words)
    plans = (match["plan"] for match in _PLAN.finditer(words))
    ends = [date(_FIRST_PLAN_END + 5 * "二三四五六".index(plan), 12, 31) for plan in plans]
    return max([*ends, *_period_ends(words)], default=None)


def _period_ends(words: str) -> list[date]:
    """The last day of every year, half-year, quarter, month or day that is named.

    A month without a year (`2018年3月至6月`) belongs to the year named before it.
    """
    ends, year = [], None
    for match in _PERIOD.finditer(words):
        named = match["month"] or match["half"] or match["quarter"]
        if match["year"]:
            year = int(match["year"].translate(_DIGITS))
            if not named and _SEASON.match(words, match.end()):
                continue
        if year and (match["year"] or named):
            ends += _last_day(year, match)
    return ends


def _last_day(year: int, match: re.Match[str]) -> list[date]:
    """The last day of the period, as a list; empty: there is no such day (13月, 31日 of a June)."""
    if match["half"]:
        month = 6 if match["half"] == "上" else 12
    elif match["quarter"]:
        month = 3 * int(match["quarter"].translate(_DIGITS))
    else:
        month = _month(match["month"]) if match["month"] else 12
    if not 1 <= month <= 12:
        return []
    last = monthrange(year, month)[1]
    day = {"上": 10, "中": 20}.get(match["third"], int(match["day"] or last))
    return [date(year, month, day)] if 1 <= day <= last else []


def _month(written: str) -> int:
    if written.startswith("十"):
        return 10 + int(written[1:].translate(_DIGITS) or 0)
    return int(written.translate(_DIGITS))
