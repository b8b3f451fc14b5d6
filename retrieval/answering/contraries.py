"""Figures told of the contrary of what is asked: the day work ended for the day it began, what is
planned for what is spent, a length for an area, a punishment for a name, a deputy for the head.

Each is refused only where the question says which of the two it wants, and the words about the
figure say the other one and not this.
"""

import re

from retrieval.answering.candidates import Reading
from retrieval.answering.question import Asked
from retrieval.language.normalise import fold
from retrieval.language.persons import SURNAME
from retrieval.records import Span

_BEGUN = re.compile(r"开工|动工|开建|进场|破土")
_ENDED = re.compile(r"竣工|完工|建成|建完|通车|通水|投用|投产|投运|验收|交付|封顶|干完|修完|完成")
_SPENT = re.compile(r"实际|已经|到现在|目前|至今|迄今|到位了?多少|花掉|花出去|用掉")
_PLANNED = re.compile(r"概算|预算|计划|打算|目标|拟投|总投资|定的|定了|原定|应该")
_TOLD_SPENT = re.compile(r"实际|已|完成|累计|到位|支出|决算|结算")
_TOLD_PLANNED = re.compile(r"概算|预算|计划|拟|总投资|估算|规划|目标|应|需")
_MEASURED = tuple(
    (re.compile(asks), re.compile(says))
    for asks, says in (
        (
            r"(?:多大|多少)(?:的)?面积|面积(?:是|有|为|达)?(?:多大|多少)|面积$",
            r"平|亩|公顷|m2|㎡|倾|顷",
        ),
        (r"多长(?!时间|日子)|多远|长度|里程(?:是|有)?(?:多少)?", r"米|公里|里|m"),
        (r"多久|多长时间|多少时间", r"[年月日天时分周秒旬季]|期|星期|\d ?(?:s|h|min|d)$"),
        (r"多[高深宽厚](?!薪)", r"米|m|层|楼|寸"),
        (r"温度|室温|多少度|几度", r"度|℃|摄氏"),
        (r"分贝|噪声(?:是|有|值)?(?:多少|多大)", r"分贝|db|类|级"),
    )
)
_SHARE = re.compile(r"率|比|占|几成|百分|几倍|增|减|降|多少钱|补|罚|费|价")
_WHO = re.compile(
    r"(?:[局厅处科部院校县市区镇乡团省州站所队会司厂矿]长|书记|主任|经理|负责人|老板|法人|法定代表人|董事长|实际控制人|组长)"
    r"(?:的)?(?:是|叫|姓名|名字|姓)(?:谁|什么|啥|甚)"
)
_PERSON = re.compile(rf"(?:{SURNAME})?[\u4e00-\u9fff]{{1,4}}(?:$|[·•、和])")
_RANK = re.compile(
    r"(?P<deputy>副总?)?(?P<post>[组局市县区省州镇乡院校部处科厅所会站]长|主任|书记|总?经理|司令员|主席)"
)
_FIGURES = frozenset("money count percent capacity number".split())
_NAMES = frozenset("thing quoted title organisation clause clauses".split())


def contrary(asked: Asked, reading: Reading, span: Span) -> bool:
    """Do the words about `span` tell the contrary of what the question asks?"""
    text = fold(span.text)
    if span.kind in _FIGURES and _measures_other(asked.text, text):
        return True
    if span.kind in _NAMES and _WHO.search(asked.text) and not _PERSON.match(text):
        return True
    if span.kind == "person":
        return _other_rank(asked.text, _clause(reading, span))
    if span.kind == "date":
        said = _clause(reading, span)
        return _only(asked.text, said, _BEGUN, _ENDED) or _only(asked.text, said, _ENDED, _BEGUN)
    if span.kind == "money":
        before = _segment_before(reading, span)
        return _told_other(asked.text, before)
    return False


def _measures_other(question: str, said: str) -> bool:
    if _SHARE.search(question):
        return False
    return any(asks.search(question) and not says.search(said) for asks, says in _MEASURED)


def _other_rank(question: str, said: str) -> bool:
    """Is the post that the question names told of a deputy alone, or a deputy's of the head?"""
    told = {(m["post"], bool(m["deputy"])) for m in _RANK.finditer(said)}
    return any(
        (m["post"], not m["deputy"]) in told and (m["post"], bool(m["deputy"])) not in told
        for m in _RANK.finditer(question)
    )


def _only(question: str, said: str, wanted: re.Pattern, other: re.Pattern) -> bool:
    """Does the question name the one deed, and what is said only the other?"""
    asks = bool(wanted.search(question)) and not other.search(question)
    return asks and bool(other.search(said)) and not wanted.search(said)


def _told_other(question: str, before: str) -> bool:
    """Is a sum planned told to who asks what is spent, or the other way round?"""
    spent, planned = bool(_SPENT.search(question)), bool(_PLANNED.search(question))
    if spent == planned:
        return False
    told_spent, told_planned = bool(_TOLD_SPENT.search(before)), bool(_TOLD_PLANNED.search(before))
    return told_planned and not told_spent if spent else told_spent and not told_planned


def _clause(reading: Reading, span: Span) -> str:
    """The clause that the date stands in, and the one that follows a date which stands alone."""
    at = next(i for i, (a, b) in enumerate(reading.clauses) if a <= span.start < b)
    start, end = reading.clauses[at]
    alone = not reading.folded[start : span.start].strip() and end - span.end <= 1
    if alone and at + 1 < len(reading.clauses):
        end = reading.clauses[at + 1][1]
    return reading.folded[start:end]


def _segment_before(reading: Reading, span: Span) -> str:
    start = next(a for a, b in reading.segments if a <= span.start < b)
    return reading.folded[start : span.start]
