"""Why a question is refused: the wording of the reasons lies with the page, the choice here."""

import re
from collections.abc import Sequence

import numpy as np

from retrieval.answering.candidates import Reading
from retrieval.answering.contraries import contrary
from retrieval.answering.fitting import FROM_TO, RANGE, asks_content, no_content
from retrieval.answering.jointly import first_of
from retrieval.answering.matching import Word, match
from retrieval.answering.question import Asked, same_unit
from retrieval.answering.reader import Read, Reader
from retrieval.answering.subjects import of_another
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.quantities import quantities
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Hit, Passage, Report, Span

NO_SUCH_ISSUE = "no_such_issue"
FIELD_ABSENT = "field_absent"
NOT_IN_REPORTS = "not_in_reports"
OFF_TOPIC = "off_topic"
CONFLICT = "conflict"


_PLACE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,6})"
    r"(?:自治州|自治县|[县镇乡旗]|(?<![城都超门股夜集上地县州])市|(?<!城)(?P<district>区))"
)
_PENALTY = re.compile(r"罚|没收|处\d")
_NUMERAL = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿半全]")
_MONEY = re.compile(r"[元倍]")
_CALLED = re.compile(r"叫什么|什么名字|姓名是")
_SINGLE = frozenset(
    "个 台 眼 口 家 户 套 辆 座 项 件 人 名 处 块 条 份 所 头 只 艘 栋 根 间".split()
)
_MEASURES = frozenset("天 小时 分钟 公里 亩 吨 平方米 立方米 兆瓦 千瓦".split())
_MEASURED = re.compile(
    r"(?:小时|分钟|[天日年月亩吨米]|公里|公顷|平方米|立方米|兆瓦|千瓦|mw|kw|mg/l|%)$"
)
_TIME = re.compile(r"[年月日天周时季旬]")
_DAY = re.compile(r"\d|[年月日天号周季底内前后旬]")
# A committee or an office bears its place's name: 桑洼县委.
_SEAT = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<place>[\u4e00-\u9fff]{2,3}[县市区镇乡])(?=委|政府|人民政府|人大|政协)"
)
_WHY = re.compile(r"(?:(?!多少|几).)*(?:原因|缘由|为什么|为啥|为何)(?:(?!多少|几).)*")
_EITHER = re.compile(r"还是|是否|是不是|有没有|[吗没]$|[了过]没")
_NO_REASON = frozenset("money count percent capacity number date".split())
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_FAR = 20_000
"""Characters looked back on for a year."""
_NO_PLACE = re.compile(r"[全各本我该这那哪几多每有跨]|以来|其他|^(?:经开|高新)$")


def unfit(asked: Asked, span: Span, reading: Reading, report: Report, tokenizer: Tokenizer) -> bool:
    """Is `span` no answer of the sort asked for, or said of another subject, place or year than the
    question names? `reading` is that of its passage, `report` the one it stands in."""
    passage = span.passage
    return (
        misfits(asked, span.kind, fold(span.text))
        or no_penalty(asked, reading, span.start, span.kind)
        or contrary(asked, reading, span)
        or of_another(asked.text, reading, span, report.title, tokenizer)
        or another_year(asked.years, passage, span.start, report.text[: passage.start])
        or elsewhere(asked.text, passage, report.title, tokenizer)
    )


def elsewhere(text: str, passage: Passage, title: str, tokenizer: Tokenizer) -> bool:
    """Does the folded question name a city, county, district or town that neither the passage, nor
    its headings, nor its report's title names, under any name of it? Then what the passage says is
    said of another place, however well the rest fits."""
    said = fold(passage.text + passage.context + title)
    tagged = tokenizer.tagged(text)
    # 纳污区, 核心区 are no districts; only the tagger knows.
    districts = {token.end for token in tagged if token.tag == "ns"}
    found = [(n.start, n.end) for n in names(text, tagged) if n.kind == "place"]
    found += [m.span("place") for m in _SEAT.finditer(text)]
    for start, end in found:
        match = _PLACE.fullmatch(text, start, end)
        if not match or _NO_PLACE.search(match["stem"]):
            continue
        if match["district"] and end not in districts:
            continue
        stem, also = match["stem"], tokenizer.lexicon.also
        if not any(form in said for form in (stem, *also(match.group()), *also(stem))):
            return True
    return False


def of_sort(asked: Asked, seen: Read, reader: Reader) -> Read:
    """What was read, from the first span on that can be what is asked for, less sure where that is
    not the first; unchanged where none can."""
    fits = tuple(
        span
        for span in seen.spans
        if not misfits(asked, span.kind, fold(span.text))
        and not no_penalty(asked, reader.reading(span.passage), span.start, span.kind)
        and not contrary(asked, reader.reading(span.passage), span)
    )
    return first_of(seen, fits) if fits else seen


def misfits(asked: Asked, kind: str, text: str) -> bool:
    """Can a span not be what is asked for, whatever stands about it: a figure without a number or
    in another sort of unit, a day without a date, a person or an office told by a whole clause?

    `kind` and folded `text` are the span's.
    """
    if _WHY.fullmatch(asked.text) and kind in _NO_REASON or _echoes(asked.text, kind, text):
        return True
    expects, unit = asked.query.expects, asked.query.unit
    if not unit and asks_content(asked.text) and no_content(kind, text):
        return True
    if expects in ("count", "money", "percent", "capacity"):
        if kind == "date" or not _NUMERAL.search(text):
            return True
        if expects == "money" and kind in ("count", "capacity", "number"):
            return not _MONEY.search(text)
        if kind == "count" and unit in _MEASURES:
            return not any(same_unit(unit, found.unit) for found in quantities(text))
        return kind == "count" and unit in _SINGLE and bool(_MEASURED.search(text))
    if kind == "date" and FROM_TO.search(asked.text) and not RANGE.search(text):
        return True
    if expects == "date":
        timed = kind != "count" or _TIME.search(text)
        return kind in ("money", "percent", "capacity", "number") or not (
            timed and _DAY.search(text)
        )
    called = expects in ("person", "organisation") or _CALLED.search(asked.text)
    return bool(called) and kind in ("clause", "clauses", "count", "money")


def _echoes(question: str, kind: str, text: str) -> bool:
    """Does a clause say nothing but what the question says already (分布在哪8个师: 分布在8个师)?"""
    wordy = kind in ("clause", "clauses", "quoted") and not _EITHER.search(question)
    return wordy and not set(text) - set(question)


def no_penalty(asked: Asked, reading: Reading, start: int, kind: str) -> bool:
    """Is a penalty asked for, and none told in the sentence of the amount at `start`?"""
    if kind != "money" or not _PENALTY.search(asked.text):
        return False
    sentence = next(s for s in reading.sentences if s[0] <= start < s[1])
    return not _PENALTY.search(reading.folded, *sentence)


def another_year(years: Sequence[int], passage: Passage, start: int, before: str) -> bool:
    """Is what begins at `start` in the passage said of a year that isn't asked for?

    `before`: the report's text up to the passage. The year last named is that of what follows it;
    no year named at all may be any.
    """
    said = fold(passage.text + passage.context)
    if not years or any(str(year) in said for year in years):
        return False
    named = _YEAR.findall(fold(before[-_FAR:] + passage.text[:start]))
    return bool(named) and int(named[-1]) not in years


def covered(words: Sequence[Word], reader: Reader, hits: Sequence[Hit]) -> float:
    """Largest share in [0, 1] of the question's word weight met in one hit or its headings."""
    whole = sum(word.weight for word in words)
    if not whole:
        return 0.0
    weights = np.array([word.weight for word in words])
    best = 0.0
    for hit in hits:
        reading = reader.reading(hit.passage)
        found = match(list(words), reading)
        met = found.cover(weights, np.array([[0, len(reading.folded)]]))[0]
        best = max(best, float(np.maximum(met, found.in_context * weights).sum()) / whole)
    return best


def why(asked: Asked, reader: Reader, hits: Sequence[Hit], on_topic: float, present: float) -> str:
    """The reason for refusing a question that no span answers well enough.

    `on_topic`, `present`: shares of the question met in one passage below which it is taken as off
    topic, and above which its matter is in the reports and only the asked detail is not.
    """
    share = covered(reader.weighed(asked), reader, hits)
    if share < on_topic:
        return OFF_TOPIC
    return FIELD_ABSENT if share >= present else NOT_IN_REPORTS
