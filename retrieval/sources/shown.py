"""Values of spreadsheet cells as the sheet shows them under their number formats."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_MASK = re.compile(
    r"General|(?P<whole>[#0?]([#0?,]*[#0?])?)(?P<places>\.[0#?]+)?(?P<scale>,*)(?P<percent>%?)"
)


def shown(value: object, style: str = "General") -> str:
    """A cell's value as the sheet shows it under the number format `style`.

    5.0 → 5, 0.125 under 0.0% → 12.5%, a date → 2024年11月15日 whatever order its format has.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (datetime, date, time)):
        return _day(value, style)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, (int, float)):
        return _figure(value, style)
    return str(value)


def _day(value: datetime | date | time, style: str) -> str:
    """A date or time in Chinese, with the parts that its format shows."""
    codes = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", style.lower())
    clock = f"{value:%H:%M}" if "h" in codes or isinstance(value, time) else ""
    if isinstance(value, time):
        return clock
    parts = [f"{value.year}年" if "y" in codes or "e" in codes else "", f"{value.month}月"]
    if "d" in codes or not parts[0]:
        parts.append(f"{value.day}日")
    # What is written behind the date belongs to it: yyyy"年"m"月底前".
    behind = re.search(
        r'[ymd](("[^"]*"|[^ymdhs"])*)$', re.sub(r"\[[^\]]*\]|;.*", "", style.lower())
    )
    words = "".join(re.findall(r'"([^"]*)"', behind[1])) if behind else ""
    said = "".join(parts) + re.sub("^[年月日号]", "", words)
    return " ".join(filter(None, (said, clock)))


def _figure(value: float, style: str) -> str:
    """A number under a number format; formats beyond decimals, commas, % and units are General."""
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", style.split(";")[0])
    literals = re.findall(r'"([^"]*)"|[\\!](.)', section)
    bare = re.sub(r'"[^"]*"|[\\!].', "\x00", section)
    masks = list(_MASK.finditer(bare))
    if len(masks) != 1 or re.search("[eE/]", bare.replace("General", "")):
        return _general(value)
    before, after = bare[: masks[0].start()], bare[masks[0].end() :]
    texts = iter(quoted or escaped for quoted, escaped in literals)
    around = [re.sub("\x00", lambda _: next(texts), part) for part in (before, after)]
    return f"{around[0]}{_masked(value, masks[0])}{around[1]}".strip()


def _masked(value: float, mask: re.Match[str]) -> str:
    """The digits that a mask such as #,##0.00% shows, rounded as a sheet rounds: 2.5 → 3."""
    whole, places, percent = mask["whole"], mask["places"] or "", mask["percent"]
    if not whole:
        return _general(value)
    exact = Decimal(str(value)).scaleb(2 * len(percent) - 3 * len(mask["scale"]))
    step = Decimal(1).scaleb(min(1 - len(places), 0))
    rounded = exact.quantize(step, ROUND_HALF_UP)
    number = f"{abs(rounded):{',' if ',' in whole else ''}f}"
    if "#" in places:
        number = number.rstrip("0").rstrip(".")
    units, point, decimals = number.partition(".")
    return f"{'-' if rounded < 0 else ''}{units.zfill(whole.count('0'))}{point}{decimals}{percent}"


def _general(value: float) -> str:
    """A number without the dust of binary arithmetic, and never in exponent form."""
    if isinstance(value, int):
        return str(value)
    return f"{round(value, 10):.10f}".rstrip("0").rstrip(".")
