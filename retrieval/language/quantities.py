"""Figures with their units: money, counts, shares, sizes, capacities, as the report writes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from retrieval.language.codes import codes
from retrieval.language.measures import (
    CAPACITY,
    HAN_MEASURE,
    INDIVISIBLE,
    LATIN_UNIT,
    MEASURE,
    MONEY_UNIT,
)
from retrieval.language.normalise import fold
from retrieval.language.numerals import han_number, is_han_number

_SCALE = {"百": 100, "千": 1_000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED = r"(?:万亿|亿|万|千(?![瓦克米伏帕])|百(?!分))"
_UNIT = rf"%|‰|{MONEY_UNIT}|{MEASURE}|(?:[ ](?=[a-z]))?{LATIN_UNIT}"
# Standards part thousands by a blank: 为2 600万元. Without a unit behind them, or with a blank before
# them as in the row of a table, they are two numbers.
_PARTED = rf"(?<=[^\d.\s])\d{{1,3}}(?: \d{{3}})+(?= ?{_SCALED}?(?:{_UNIT}))|{_NUMBER}"
_QUANTITY = re.compile(
    rf"±?(?:(?P<times>\d+)[x×*](?=\d))?(?P<number>{_PARTED})"
    rf"(?:[~-](?P<upto>{_PARTED}))?"
    rf"[多余]?(?P<scale>{_SCALED})?[多余]?"
    rf"(?P<unit>{_UNIT})?"
    r"(?(unit)(?:/(?P<per>日|天|年|月|小时|时|人|户|秒))?)"
)
_SECOND = re.compile(rf"(?:[~至]|-+)(?P<number>{_PARTED})(?P<scale>{_SCALED})?(?P<unit>{_UNIT})")
# 1/4, 1:3, 22:00; not 问题1:3, nor a day of a month written 02/13.
_PAIR = re.compile(r"(?<![\d./:题件表图号项])\d{1,3}(?:\.\d+)?[/:]\d{1,5}(?:\.\d+)?(?![\d/:.]|年)")
_HAN = "[零〇一二两三四五六七八九十百千万亿]"
_HAN_QUANTITY = re.compile(
    rf"(?<![数几第同统月])(?<!{_HAN})(?P<number>{_HAN}+)(?P<more>[多余])?(?P<scale>万|亿)?(?P<unit>{HAN_MEASURE})"
    # 五家渠, 三台县, 七台河 are places; 一次性 is an adverb, 上一年度 no span of time.
    r"(?![渠河庄性度]|[县镇乡村](?![级属办内里委]))"
)
_NEARLY = re.compile(r"[近超上约逾达]$")
_SLOGAN = re.compile(r"[一两]\S{1,2}[一两]\S|\S一\S一")  # 一企一策
_ORDINAL = re.compile(r"[这那上下本该同另任某]一|二次")
_SHARE = re.compile(
    rf"(?:(?P<whole>{_HAN}+|\d+)分之(?P<part>{_HAN}+(?:点[零〇一二三四五六七八九]+)?|{_NUMBER}))"
    r"|(?<![数几第])(?P<tenths>[一二两三四五六七八九])成(?![不功立员分为都本品果语交长])"
)
_HALF = re.compile(r"(?<![上下前后大多一])半(?P<unit>年|个月|月|天|个小时|小时)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text. Offsets are half-open; `value` in the base unit (元, not 万元).

    `kind`: money, percent, capacity, count (any other figure with a unit), number (no unit).
    `unit` is folded, without its scale (万吨 → 吨); "" for kind number. `upto`: the upper end of a
    range, of which `value` is the lower; else None. `times`: 2 of 2×135MW, of which `value` is 135.
    A share in words is in per cent, rounded to four places (三分之二: 66.6667).
    """

    kind: str
    start: int
    end: int
    value: Decimal
    unit: str
    upto: Decimal | None = None
    times: int = 1


def quantities(text: str) -> list[Quantity]:
    """Every figure of `text` in order, without overlap.

    Digits that count nothing are none: PM2.5, 第24项, GB 3838-2002, 〔2018〕33号, 5.2.1, 2018年.

    >>> [(q.kind, q.value, q.unit) for q in quantities("投资1.2亿元，关停三台")]
    [('money', Decimal('120000000'), '元'), ('count', Decimal('3'), '台')]
    """
    folded = fold(text).replace("³", "3").replace("²", "2")
    free = bytearray(b"\1" * len(folded))
    for start, end in codes(folded):
        free[start:end] = bytes(end - start)
    found = []
    for read in (_shares, _pairs, _figures, _han_figures):
        for quantity in read(folded, free):
            free[quantity.start : quantity.end] = bytes(quantity.end - quantity.start)
            found.append(quantity)
    return sorted(found, key=lambda q: q.start)


def _figures(folded: str, free: bytearray) -> Iterator[Quantity]:
    """Figures in digits; what a code holds is skipped."""
    at = 0
    while match := _QUANTITY.search(folded, at):
        at = match.end()
        if not free[match.start("number")]:
            at = match.start() + 1
            continue
        if not all(free[match.start() : match.end()]):
            start, at = match.start("number"), free.index(0, match.start())
            if at < start:  # 第2×135: a code has taken what stands before the number
                at = start
                continue
            if not (match := _QUANTITY.fullmatch(folded, match.start(), at)):
                continue
        quantity = _figure(match, folded)
        if quantity is not None:
            at = quantity.end
            yield quantity


def _figure(match: re.Match, folded: str) -> Quantity | None:
    """One figure in digits; None: a year."""
    start, end, number, unit = match.start(), match.end(), match["number"], match["unit"] or ""
    if unit == "年" and not match["scale"] and re.fullmatch(r"(?:19|20)\d{2}", number):
        return None
    scale = match["scale"] or ""
    if "." in number and _is_item(folded, start, number, unit if not scale else ""):
        start, number = match.start("number") + number.index(".") + 1, number.partition(".")[2]
    upto = _value(match["upto"], scale) if match["upto"] else None
    second = _SECOND.match(folded, end)
    if second and upto is None and second["unit"].strip() == unit.strip():
        upto, end = _value(second["number"], second["scale"] or ""), second.end()
    unit = unit.strip() + (f"/{match['per']}" if match["per"] else "")
    return _typed(start, end, _value(number, scale), unit, upto, int(match["times"] or 1))


def _is_item(folded: str, start: int, number: str, unit: str) -> bool:
    """Is `2.1460公里` item 2 and 1460公里? At a line's start, where the unit has no parts, the
    decimals are too many, or the items before or after stand there in words."""
    if start and folded[start - 1] not in "\n。;:\t":
        return False
    item, _, decimals = number.partition(".")
    if not item.isdigit() or len(item) > 2 or int(item) == 0 or decimals.startswith("0"):
        return False
    if unit in INDIVISIBLE or len(decimals) > 3:
        return True
    before = re.search(rf"(?:^|\n|。|;){int(item) - 1}\.(?!\d)", folded[:start])
    return bool(before or re.search(rf"\n{int(item) + 1}\.(?!\d)", folded[start:]))


def _value(number: str, scale: str) -> Decimal:
    return _plain(Decimal(re.sub("[, ]", "", number)) * _SCALE.get(scale, 1))


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros behind the point, and without an exponent."""
    return value.normalize() if value % 1 else value.to_integral_value()


def _han_figures(folded: str, free: bytearray) -> Iterator[Quantity]:
    """Figures in characters: 三台, 十余个, 三万五千元, 半年."""
    for match in _HAN_QUANTITY.finditer(folded):
        number, start = match["number"], match.start()
        vague = number in ("百", "千") and not match["more"] and not _NEARLY.search(folded[:start])
        around = folded[max(0, start - 2) : match.end() + 2]
        slogan = number in ("一", "两") and _SLOGAN.search(around)
        ordinal = number in ("一", "二") and _ORDINAL.match(folded, start - (number == "一"))
        if vague or slogan or ordinal or not is_han_number(number):
            continue
        if all(free[start : match.end()]):
            value = Decimal(han_number(number) * _SCALE.get(match["scale"] or "", 1))
            yield _typed(start, match.end(), value, match["unit"])
    for match in _HALF.finditer(folded):
        yield _typed(*match.span(), Decimal("0.5"), match["unit"])


def _shares(folded: str, free: bytearray) -> Iterator[Quantity]:
    """Shares in words, in per cent: 三分之二, 百分之五十, 近三成."""
    for match in _SHARE.finditer(folded):
        if match["tenths"]:
            value = Decimal(10 * han_number(match["tenths"]))
        else:
            whole, part = _spoken(match["whole"]), _spoken(match["part"])
            if not whole or whole < part and whole != 100:
                continue
            value = _plain((100 * part / whole).quantize(Decimal("0.0001")))
        yield Quantity("percent", *match.span(), value, "%")


def _spoken(words: str) -> Decimal:
    """A number in digits or characters (三, 二点五, 12.5); 0: it is none."""
    if words[0].isdigit() and words.isascii():
        return Decimal(words.replace(",", ""))
    whole, _, decimals = words.partition("点")
    if whole not in "零〇百" and not is_han_number(whole):
        return Decimal(0)
    digits = "".join(str(han_number(digit)) for digit in decimals)
    return Decimal(f"{han_number(whole)}.{digits or 0}")


def _pairs(folded: str, free: bytearray) -> Iterator[Quantity]:
    """Two numbers that are read together: a ratio 1:3, a fraction 1/4, an hour 22:00."""
    for match in _PAIR.finditer(folded):
        first, second = map(Decimal, re.split("[/:]", match.group()))
        value = first / second if "/" in match.group() and second else first
        if all(free[match.start() : match.end()]):
            yield Quantity("number", *match.span(), value, "")


def _typed(
    start: int,
    end: int,
    value: Decimal,
    unit: str,
    upto: Decimal | None = None,
    times: int = 1,
) -> Quantity:
    if unit in ("%", "‰") or unit.endswith("百分点"):
        kind = "percent"
    elif re.match(MONEY_UNIT, unit):
        kind = "money"
    elif unit in CAPACITY or unit.endswith(("/日", "/天", "/小时")) and "元" not in unit:
        kind = "capacity"
    else:
        kind = "count" if unit else "number"
    return Quantity(kind, start, end, value, unit, upto, times)
