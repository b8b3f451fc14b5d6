"""Questions made of sentences: the figure, date or document number of a clause is asked for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.language.dates import dates
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.proper_names import proper_names
from retrieval.language.quantities import Quantity, quantities
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Document, Passage

SHORT, LONG = 10, 90
"""Fewest and most characters of a question; a clause of less than SHORT - 6 beside its figure is
put behind the one before it."""
WHEN = "什么时候"
SPAN_DAYS = 31
"""Days of the longest date that 什么时候 asks for; a year is no point in time."""

_CLAUSE = re.compile(r"[，,；;。！？\n]")
_SENTENCE = re.compile(r"[；;。！？\n]")
_ITEM = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[是、]|\d+[.、．])\s*"
)
_LABEL = re.compile(r"^整改[\u4e00-\u9fff]{0,6}[：:]\s*")
_LEAD = re.compile(r"^(?:其中|同时|并且|并|且|但|另外|此外|通过努力)[:：，,]?")
_NUMBER = re.compile(
    r"^[约近超]?[±\d.,，．×xX*+\-~～—–至百万亿一二三四五六七八九十两零〇多余 ]+(?:千(?![瓦克米伏帕]))?"
)
_BOUND = re.compile(r"^[及]?(?:以[上下内外]|之[上下内外]|级|类|期|号|[)/·])")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|[（(][^）)]*[）)]")
_HALF = re.compile(r"(?:[中时后前的及和与]|限制|情况下)\Z")
"""How a clause ends that goes on after its comma: 兵团现有32个工业园区中，…"""
_OPEN = re.compile(r"[（(][^（()）]*\Z")
_FIELDS = (None, "finding", "goal", "measures", "progress")
"""Kinds of a passage's field that figures are asked from; a deadline is asked from the ledger."""
_LEANS = re.compile(
    r"^(?:其中|其余|该|其|此|这|上述|后者|前者|分别|均|共|累计|比|较|同比|与|占|达|还有|另|处理能力|受|由于|因|已|正在|总|一期|二期|分期)"
)


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question with its answer. `clause`: the stretch of the report that proves it."""

    question: str
    answer: str
    clause: str
    passage: Passage


def clozes(document: Document, tokenizer: Tokenizer) -> list[Cloze]:
    """The questions that the sentences of a report answer, in report order.

    Two places that give the same question with other answers are both left out.
    """
    numbers = {issue.issue_id: issue.number for issue in document.issues}
    found = [
        cloze
        for passage in document.passages
        if passage.field in _FIELDS
        for cloze in _of_passage(passage, numbers.get(passage.issue_id), tokenizer)
    ]
    answers: dict[str, set[str]] = defaultdict(set)
    for cloze in found:
        answers[cloze.question].add(cloze.answer)
    kept = {c.question: c for c in reversed(found) if len(answers[c.question]) == 1}
    return [cloze for cloze in found if kept.get(cloze.question) is cloze]


def _of_passage(passage: Passage, number: str | None, tokenizer: Tokenizer) -> Iterator[Cloze]:
    text = passage.text
    named = list(_named(fold(text), tokenizer))
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    days = [d for d in dates(text) if d.first]
    for start, end, asked in (*_amounts(text, days), *_moments(text, days)):
        if any(a <= start < b for a, b in quoted):
            continue
        stretch = _stretch(text, start, end, named, number is not None, asked == WHEN)
        if stretch is None:
            continue
        left, right, telling = stretch
        words = _tidy(text[left:start] + asked + text[end:right])
        question = words if telling else f"问题{number}里，{words}"
        answer = "".join(text[start:end].split())
        if SHORT <= len(question) <= LONG and question.count(asked) == 1:
            yield Cloze(question, answer, text[left:right].strip(), passage)


def _amounts(text: str, days: Sequence) -> Iterator[tuple[int, int, str]]:
    """Figures with the words that ask for them: 12万元 → 多少元."""
    dated = {at for day in days for at in range(day.start, day.end)}
    for figure in quantities(text):
        raw = text[figure.start : figure.end]
        unit = _NUMBER.sub("", raw).strip()
        if figure.start in dated or not unit or not _asked_for(figure, text):
            continue
        yield (
            figure.start,
            figure.end,
            "百分之多少" if figure.unit == "%" else f"多少{unit}",
        )


def _asked_for(figure: Quantity, text: str) -> bool:
    """Is it a figure that one asks for, and not a bound, a size or a manner of speaking?"""
    after, before = text[figure.end : figure.end + 3], text[max(0, figure.start - 2) : figure.start]
    if figure.kind == "number" or figure.times > 1 or figure.upto is not None:
        return False
    if _BOUND.match(after) or re.search(r"[第每约近×xX*/]$|不足$|不[超低]$", before):
        return False
    if text[figure.start : figure.end] == "24小时":  # round the clock, no length of time
        return False
    if not text[figure.start].isdigit():  # 一家, 两次: mostly no figures that matter
        return False
    # A size in front of what it is the size of: 10蒸吨锅炉, 135MW机组, 65吨/小时燃煤锅炉.
    return not (figure.kind == "capacity" and not _CLAUSE.match(after[:1] or "。"))


def _moments(text: str, days: Sequence) -> Iterator[tuple[int, int, str]]:
    """Days and months that one asks for; 3月 without a year may be of any."""
    for day in days:
        written = re.search("年|[日号]", text[day.start : day.end])
        if written and (day.last - day.first).days < SPAN_DAYS:
            yield day.start, day.end, WHEN


def _stretch(
    text: str, start: int, end: int, named: Sequence[tuple[int, int]], in_issue: bool, dated: bool
) -> tuple[int, int, bool] | None:
    """The clause around a figure, with those before it until it can stand alone; and whether a name
    in it tells what it is about.

    Without one the question must name the issue, or, in main text, go back until there is one.
    None: it would fit many things.
    """
    first = max((m.end() for m in _SENTENCE.finditer(text, 0, start)), default=0)
    edge = _CLAUSE.search(text, end)
    right = edge.start() if edge else len(text)
    lefts = [m.end() for m in _CLAUSE.finditer(text, first, start)][::-1] + [first]
    if not text[lefts[0] : start].strip() and edge and text[edge.start()] in "，,":
        # 2017年9月7日，师市下发…: what happened stands in the next clause.
        following = _CLAUSE.search(text, right + 1)
        right = following.start() if following else len(text)
    if _HALF.search(text[:right]):
        return None
    for left in dict.fromkeys(lefts):
        words = _LABEL.sub("", _ITEM.sub("", text[left:right]).strip())
        if right - left > LONG:
            return None
        if _LEANS.match(words) or len(words) - (end - start) < SHORT - 6:
            continue
        telling = any(left <= a and b <= right and not a <= start < b for a, b in named)
        # A day, or a figure that begins the clause, says nothing of what it belongs to.
        vague = dated or not text[left:start].strip("，, ")
        if telling or in_issue and not vague:
            return left, right, telling
    return None


def _named(folded: str, tokenizer: Tokenizer) -> Iterable[tuple[int, int]]:
    """Places of organisations, places and titles of documents."""
    tagged = tokenizer.tagged(folded)
    for name in proper_names(folded, tagged):
        yield name.start, name.end
    for name in names(folded, tagged):
        if name.kind == "title":
            yield name.start, name.end


def _tidy(words: str) -> str:
    words = _LABEL.sub("", _ITEM.sub("", " ".join(words.split())).strip())
    words = _LEAD.sub("", words).strip("，,；;：: ")
    words = _OPEN.sub("", words)  # 77个监测点(师市60个: the clause ended inside the bracket
    words = words.replace("PM_{2.5}", "PM2.5").replace("什么时候，", "什么时候")
    return words.rstrip("。").removesuffix("等") + "？"
