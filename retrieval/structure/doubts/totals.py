"""Figures that do not add up within a sentence, and the report's own tally of statuses."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from retrieval.language.quantities import Quantity, quantities
from retrieval.records import Doubt, Issue
from retrieval.structure.doubts.bounds import clause_around, clauses, sentence_around, trimmed
from retrieval.structure.status import normal_status

_PARTS = re.compile(r"其中[，,：:]?|分别为|包括")
# A part that names what it counts before the figure (厅级干部3人); a figure that comes first opens
# a remark on some of the whole (83家违规住人), and remarks may overlap.
_SHARE = re.compile(r"[^，,。；;、（()）]{2,20}$")
_REMARK = re.compile(r"中$|每|最|约|近|同比")
_NO_SUM = re.compile(r"平均|同比|浓度|率|水位|占|每")
_REST = re.compile(r"剩余|其余|尚|另|。|；|;|\n")
_OPEN_ENDED = re.compile(r"等(?![级次])|[.…]{2,}")
_SUM = re.compile(r"(?:合计|总计|共计)(?:为|达|约)?(?=\d)")
_SHARE_OF = re.compile(
    r"[，,（(]?(?:占|为|完成)(?:总?任务|总量|总数|全部|计划|总?目标|(?:计划)?总投资)"
    r"(?:\d[\d.]*[^\d，。；]{1,3})?的(?=\d[\d.]*%)"
)
_ADDABLE = ("money", "count", "capacity")
_NO_PART_UNITS = frozenset("年 月 日 号 天 级 倍 期 周 小时 岁 届 次".split())
_ONE_UNIT = {"名": "人", "位": "人", "项": "个"}
_TALLIED = ("完成", "达到序时进度", "未达序时进度")


def total_doubts(text: str) -> Iterator[Doubt]:
    """Totals whose parts, named one by one, come to something else."""
    for opening in _PARTS.finditer(text):
        yield from _parts_doubt(text, opening)
    for closing in _SUM.finditer(text):
        yield from _sum_doubt(text, closing)


def _parts_doubt(text: str, opening: re.Match[str]) -> Iterator[Doubt]:
    """`34人…，其中厅级3人，处级29人`: the parts of one unit against the figure before 其中."""
    parts = _named_parts(text, opening.end())
    if len(parts) < 2:
        return
    begin = sentence_around(text, *opening.span())[0]
    wholes = [q for q in _figures(text, begin, opening.start()) if _addable(q, parts[0])]
    parted = sum(part.value for part in parts)
    if not wholes or parted in [whole.value for whole in wholes]:
        return
    whole = wholes[-1]
    if max(part.value for part in parts) > whole.value or _about(whole.value, parts):
        return
    if _NO_SUM.search(text, clause_around(text, whole.start, whole.end)[0], whole.start):
        return
    written = " + ".join(text[part.start : part.end] for part in parts)
    than = "少于" if parted < whole.value else "多于"
    said = f"分项之和与总数不符：{written} {than} {text[whole.start : whole.end]}。"
    quotes = (trimmed(text, begin, opening.start()), (opening.start(), parts[-1].end))
    yield Doubt("total", said, quotes)


def _named_parts(text: str, start: int) -> list[Quantity]:
    """The parts behind 其中 up to where the enumeration ends, each a name and then a figure, all of
    one unit; empty where one of them is no such part, or where 等 leaves the list open."""
    rest = _REST.search(text, start)
    end = rest.start() if rest else len(text)
    if not any(map(str.isdigit, text[start:end])) or _OPEN_ENDED.search(text, start, end):
        return []
    figures = _figures(text, start, end)
    parts = [q for q in figures if _addable(q, figures[0])]
    position = start
    for part in parts:
        name = text[position : part.start].lstrip("，,、和及与 \n")
        if not _SHARE.match(name) or _REMARK.search(name) or _goes_on(text, part.end):
            return []
        position = part.end
    return parts


def _goes_on(text: str, end: int) -> bool:
    """Does the phrase go on behind the figure (`3家排水企业`), so that it counts something else?"""
    return end < len(text) and text[end] not in "，,、；;。和及与）)（( \n"


def _addable(one: Quantity, other: Quantity) -> bool:
    """May the two figures be added up?"""
    return (
        one.kind in _ADDABLE
        and one.unit not in _NO_PART_UNITS
        and _ONE_UNIT.get(one.unit, one.unit) == _ONE_UNIT.get(other.unit, other.unit)
    )


def _about(whole: Decimal, parts: Sequence[Quantity]) -> bool:
    """Could rounding explain the difference: is it less than one in the last place of each part?"""
    step = max(Decimal(1).scaleb(part.value.as_tuple().exponent) for part in parts)
    return step < 1 and abs(whole - sum(part.value for part in parts)) < step * len(parts)


def _sum_doubt(text: str, closing: re.Match[str]) -> Iterator[Doubt]:
    """`罚款28万元，…罚款16万元，合计45万元`: the figures before 合计 against it."""
    begin, end = sentence_around(text, *closing.span())
    total, *_ = _figures(text, closing.end(), min(end, closing.end() + 24))
    before = [q for q in _figures(text, begin, closing.start()) if _addable(q, total)]
    if len(before) < 2 or "×" in text[begin:end]:
        return
    sums = [sum(q.value for q in before[first:]) for first in range(len(before))]
    if total.value in sums or _about(total.value, before):
        return
    written = "、".join(text[q.start : q.end] for q in before)
    said = f"合计与前面各数不符：{written}，合计写作{text[total.start : total.end]}。"
    yield Doubt("total", said, ((begin, closing.start()), (closing.start(), total.end)))


def share_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """`4430个，占任务的85.2%`: the share against every whole of that unit that the issue names."""
    for issue in issues:
        for match in _SHARE_OF.finditer(text, issue.start, issue.end):
            begin, _ = sentence_around(text, *match.span())
            share = _figures(text, match.end(), match.end() + 8)[0]
            parts = [q for q in _figures(text, begin, match.start()) if _addable(q, q)]
            own = _figures(text, issue.start, issue.end)
            wholes = [
                q for q in own if parts and _addable(q, parts[-1]) and q.value > parts[-1].value
            ]
            if not wholes or any(_is_share(parts[-1], whole, share) for whole in wholes):
                continue
            part = (parts[-1].start, share.end)
            said = f"占比与数量不符：问题{issue.number}写“{text[slice(*part)]}”。"
            quotes = (part, *(clause_around(text, q.start, q.end) for q in wholes))
            yield Doubt("total", said, tuple(dict.fromkeys(quotes)), (issue.number,))


def _is_share(part: Quantity, whole: Quantity, share: Quantity) -> bool:
    """Is the share that of the two figures, give or take one in its last place?"""
    step = Decimal(1).scaleb(min(share.value.as_tuple().exponent, 0))
    return abs(100 * part.value / whole.value - share.value) < step


def tally_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """`24个问题中，11个完成整改…` against the statuses that the issues themselves carry."""
    whole = re.compile(rf"(?<!\d){len(issues)}\s*[个项]")
    told: set[str] = set()
    for claim in whole.finditer(text, 0, issues[0].start):
        begin, end = sentence_around(text, *claim.span())
        claimed: Counter[str] = Counter()
        for span in clauses(text, claim.end(), end):
            for words, count in _counts(text, *span):
                claimed[normal_status(words) or ""] += count
        for form in _TALLIED:
            own = [i.status for i in issues if i.status and i.status.normal == form]
            if claimed[form] not in (0, len(own)) and form not in told:
                told.add(form)
                said = f"报告称“{form}”的问题有{claimed[form]}个，逐个问题写明的有{len(own)}个。"
                quotes = ((begin, end), *((status.start, status.end) for status in own))
                numbers = (i.number for i in issues if i.status in own)
                yield Doubt("total", said, quotes, tuple(numbers))


def _counts(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Each count of a clause with the words it counts: those before it (整改滞后2项), or behind it
    where none stand before (11个问题完成整改)."""
    counts = [q for q in _figures(text, start, end) if q.unit in ("个", "项")]
    if counts and normal_status(text[start : counts[0].start]) is None:
        edges = [*(q.start for q in counts[1:]), end]
        spans = [(q.end, edge) for q, edge in zip(counts, edges, strict=True)]
    else:
        edges = [start, *(q.end for q in counts[:-1])]
        spans = [(edge, q.start) for q, edge in zip(counts, edges, strict=False)]
    for count, span in zip(counts, spans, strict=True):
        yield text[slice(*span)], int(count.value)


def _figures(text: str, start: int, end: int) -> list[Quantity]:
    """The figures of a stretch, with offsets in the whole text."""
    return [
        Quantity(q.kind, q.start + start, q.end + start, q.value, q.unit)
        for q in quantities(text[start:end])
    ]
