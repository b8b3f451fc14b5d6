"""Amounts of money bound to a deed (罚款, 投入) and to whom it was done, as a report's sentences
state them: what a sum over issues adds up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from retrieval.answering.entries import Entry, sentences
from retrieval.language.quantities import Quantity, quantities
from retrieval.records import Passage

# 追缴罚款 and 少收罚款 speak of fines imposed before.
FINE = "".join(
    f"(?<!{word})" for word in "追缴 少收 少缴 收缴 上缴 缴纳 拖欠 欠缴 退还 减免".split()
)
FINE = f"{FINE}(?:罚款|处罚金|罚金|处罚)"
FUNDS = "资金|投入|投资|拨付|安排|落实|支出|补助|配套"
_FILLER = r"(?:人民币|金额|总额|资金|合计|共计|总计|累计|共|约|近|为|是|达到|达|了|的|:)*"
_PAUSE = re.compile(r"[,，。;；\n]")
_TOTAL = re.compile(r"合计|共计|总计|总共")
_PART = re.compile(r"其中|包括|分别为")
_AGAINST = r"(?:分别)?(?:对|给予|向)(?:其中)?([^,，。;；]{2,40}?)"
_VERB = r"(?:累计|分别|共|依法|并|实施|作出|作|处以|处|予以|各|没收|行政|立案|吊销|责令|撤销|给予|进行)*"
_BARE = re.compile(
    r"(?:和|以及|及)?(?:对|给予|向)((?:(?!没收|追缴|赔偿|收取|征收|收回|补)[^,，。;；\d]){2,30})"
)
_DONE_TO = re.compile(r"没收|追缴|罚|累计|合计|处以|作出|立案")
_NAMED = re.compile(_AGAINST + r"(?:没收|罚|处|作出|立案|责令|吊销|实施|给予)")
_PERSON = re.compile(
    r"负责人|责任人|个人|法定代表|老板|人员|房主|驾驶员|司机|业主|户主|船主|当事人|\d+名"
)
_JOINED = re.compile(r"[、和及与]")
_GROUP = re.compile(r"^(\d+)(?:家|户|个)")


@dataclass(frozen=True, slots=True)
class Addend:
    """An amount, `passage.text[start:end]`, of `value` 元. `subject`: on whom, folded; "" where
    the sentence does not say."""

    passage: Passage
    start: int
    end: int
    value: Decimal
    subject: str

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def personal(self) -> bool:
        """Is it on a person (主要负责人) and not on an enterprise?"""
        return _PERSON.search(self.subject) is not None

    @property
    def heads(self) -> int:
        """How many it is on: 3 of 3家企业, else 1."""
        group = _GROUP.match(self.subject)
        return int(group[1]) if group else 1


def fines(entry: Entry) -> list[Addend]:
    """Every fine that the issue's progress reports, in order; a total stated beside the fines is
    left out. Of an issue without progress, all its text counts."""
    progress = [p for p in entry.passages if p.field not in ("finding", "goal", "measures")]
    return amounts(progress or entry.passages, FINE)


def amounts(passages: Iterable[Passage], deed: str) -> list[Addend]:
    """Every amount bound to one of the deeds (a regular expression), without stated totals and
    without parts of an amount (其中…)."""
    found: list[Addend] = []
    for passage, start, sentence in sentences(passages):
        if re.search(deed, sentence):
            found += _without_totals(list(_bound(passage, start, sentence, deed)), sentence, start)
    return found


def _bound(passage: Passage, start: int, sentence: str, deed: str) -> Iterable[Addend]:
    """The amounts of a sentence that follow a deed; one joined to such an amount by 、 or with a
    对… of its own inherits the deed."""
    direct = re.compile(rf"(?:{deed}){_FILLER}$")
    against = re.compile(rf"{_AGAINST}{_VERB}(?:{deed}){_FILLER}$")
    bound_end, subject = -1, ""
    for quantity in _money(sentence):
        head = _clause_before(sentence, quantity.start)
        named = against.search(head)
        bare = _BARE.fullmatch(head) if bound_end >= 0 else None
        joined = bound_end >= 0 and _JOINED.fullmatch(sentence[bound_end : quantity.start])
        if not (direct.search(head) or bare or joined) or _PART.search(head):
            continue
        subject = (
            (named or bare)[1] if named or bare else _earlier_subject(sentence, quantity.start)
        )
        subject = _DONE_TO.split(subject)[0]
        bound_end = quantity.end
        yield Addend(passage, start + quantity.start, start + quantity.end, quantity.value, subject)


def _money(sentence: str) -> list[Quantity]:
    return [q for q in _quantities(sentence) if q.kind == "money" and q.unit == "元"]


@lru_cache(maxsize=4096)
def _quantities(sentence: str) -> tuple[Quantity, ...]:
    return tuple(quantities(sentence))


def _clause_before(sentence: str, end: int) -> str:
    pauses = [m.end() for m in _PAUSE.finditer(sentence, 0, end)]
    return sentence[pauses[-1] if pauses else 0 : end]


def _earlier_subject(sentence: str, end: int) -> str:
    """Whom the sentence last named with 对…: 对甲公司没收违法所得217万元，并处罚款43.5万元."""
    named = list(_NAMED.finditer(sentence, 0, end))
    return named[-1][1] if named else ""


def _without_totals(found: list[Addend], sentence: str, start: int) -> list[Addend]:
    """Without an amount that says 合计 and is the sum of the others of its sentence."""
    for addend in found:
        head = _clause_before(sentence, addend.start - start)
        others = [other for other in found if other is not addend]
        if len(others) > 1 and sum(o.value for o in others) == addend.value:
            return others
        if others and _TOTAL.search(head) and addend.value == sum(o.value for o in others):
            return others
    return found


def first_amount(entry: Entry) -> Addend | None:
    """The first amount of money that the issue's finding states; None: it states none."""
    for passage, start, sentence in entry.sentences():
        money = _money(sentence) if passage.field == "finding" else []
        if money:
            q = money[0]
            return Addend(passage, start + q.start, start + q.end, q.value, "")
    return None


def total(addends: Sequence[Addend]) -> str:
    """The sum in the largest unit that the addends are written in: 341万元, 5.34亿元."""
    value = sum((addend.value for addend in addends), Decimal(0))
    return money_text(value, [addend.text for addend in addends])


def money_text(value: Decimal, written: Sequence[str]) -> str:
    """`value` 元 as the amounts in `written` are written."""
    for scale, unit in ((10**8, "亿"), (10**4, "万")):
        if any(unit in text for text in written):
            return f"{plain(value / scale)}{unit}元"
    return f"{plain(value)}元"


def plain(value: Decimal) -> str:
    """A figure without exponent or trailing zeros: 341, 5.34."""
    return format(value.normalize(), "f")
