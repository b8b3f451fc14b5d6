"""Deadline wording → the last day that it allows.

A deadline may name several days (`2025年底前，其中2023年底前取得阶段性成效`): the last one counts.
"""

import re
from datetime import date

from retrieval.language.dates import DateMention, dates
from retrieval.language.normalise import fold

_PLAN = re.compile(r"“?十(?P<plan>[二三四五六])五”?(?:规划)?(?:期间|时期|期)?(?:末|$|内|结束)")
_FIRST_PLAN_END = 2015  # of the 十二五; each plan is five years
_SEASON = re.compile(
    r"[\u4e00-\u9fff]{1,3}季(?!度)|汛期|汛[前后]|春节|元旦|五一|国庆|[春夏秋冬]天|[春夏秋冬][种收]|暑[期假]|寒假|开学"
)
_BEGINNING = re.compile(
    r"起|以来|以后|之?后|开始|启动|印发|出台|[-—~至到]+(?:长期|今后)"
    r"|[^，。；、（(]{0,12}?(?:之日起|后[^，。；]{0,4}(?:日|天|周|月)内)"
)
_NAMED_FOR = re.compile(r"度?(?:工作|整改|实施|重点)?(?:计划(?!完成|于|在)|方案|预算|要点)")
_REPEATED = re.compile(r"每年?$")
_TITLE = re.compile(r"《[^》]*》")


def due_date(words: str) -> date | None:
    """The last day that a deadline allows; None: the wording gives no date (立行立改, 长期坚持,
    2022年采暖季前, 2018年起长期坚持, 每年12月底前)."""
    words = _TITLE.sub(lambda title: "、" * len(title.group()), fold(words))
    plans = (match["plan"] for match in _PLAN.finditer(words))
    ends = [date(_FIRST_PLAN_END + 5 * "二三四五六".index(plan), 12, 31) for plan in plans]
    ends += [mention.last for mention in dates(words) if mention.last and _ends(mention, words)]
    return max(ends, default=None)


def _ends(mention: DateMention, words: str) -> bool:
    """Is the date an end, rather than a beginning, a season of a year, a day of every year, or the
    year of a plan (按2019年度计划推进)?"""
    if _NAMED_FOR.match(words, mention.end):
        return False
    if _SEASON.match(words, mention.end) or _REPEATED.search(words[: mention.start]):
        return False
    begins = not words[: mention.end].endswith("前") and _BEGINNING.match(words, mention.end)
    return not begins
