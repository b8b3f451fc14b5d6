"""Figures with their units: money, counts, shares, sizes, capacities, as the report writes them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from retrieval.language.normalise import fold

_SCALE = {"十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

# Compound units come first: an alternation takes the first that fits.
_MEASURES = (
    "微克/立方米 毫克/立方米 毫克/升 微克/升 克/立方米 立方米/日 立方米/天 立方米/小时 "
    "立方米/秒 吨/日 吨/天 吨/年 吨/小时 吨/时 蒸吨/小时 蒸吨/时 万吨/日 m3/d m³/d mg/m3 "
    "mg/m³ ug/m3 mg/l g/l kg/t 平方公里 平方千米 平方米 立方米 个百分点 百分点 千瓦时 "
    "兆瓦时 千伏安 个工作日 工作日 个小时 小时 分钟 个月 个季度 个星期 个礼拜 星期 礼拜 "
    "公里 千米 厘米 毫米 微克 毫克 千克 公斤 公顷 平米 蒸吨 兆瓦 千瓦 人次 辆次 家次 户次 "
    "件次 批次 架次 课时 学时 车次 标方 频道 mw kwh kw kv gw km kg mm cm mg ml ℃ 度 克 吨 "
    "米 亩 升 倍 秒 天 日 周 年 月 岁 号 个 台 眼 口 家 户 套 辆 座 项 件 次 人 名 处 块 "
    "条 份 起 只 头 株 棵 门 节 期 批 轮 场 趟 本 篇 幅 张 艘 架 栋 幢 间 层 级 类 种 部 "
    "支 枚 具 盏 根 段 片 所 届 对 队 笔 宗 例 桩 排 组 层 级 站 方 步 部 把 颗 粒 箱 袋 "
    "瓶 桶 车 船 床 桌 道 盘 线 位 员 岗 线 分 章 回 遍 版 集 点 元"
).split()
_MEASURE = "|".join(re.escape(m) for m in sorted(set(_MEASURES), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN_NUMBER = r"[一二两三四五六七八九十百千]+|[一二三四五六七八九]百[零一二三四五六七八九十]*"
_QUANTITY = re.compile(
    rf"(?P<times>\d+[x×*])?(?P<number>{_NUMBER})"
    rf"(?P<upto>[~-](?:{_NUMBER}))?"
    r"(?P<more>多|余)?(?P<scale>万亿|亿|万|千|百)?(?P<more2>多|余)?"
    rf"(?P<unit>%|‰|元(?:/(?:吨|度|立方米|平方米|年|月|人))?|美元|{_MEASURE}|t/h|t)?"
    r"(?:/(?P<per>日|天|年|月|小时|时|人|户|秒))?"
)
_HAN_QUANTITY = re.compile(
    rf"(?<![第一二三四五六七八九十])(?P<number>{_HAN_NUMBER})(?P<scale>万|亿)?"
    r"(?P<unit>个百分点|元|平方米|公里|吨|亩|倍|个月|小时|[个台眼口家户套辆座项件次人名处块份天年周所株栋])"
)
_CAPACITY_UNITS = frozenset(
    (
        "mw kw gw kv 千瓦 兆瓦 蒸吨 蒸吨/小时 蒸吨/时 吨/日 吨/天 吨/年 吨/小时 吨/时 "
        "立方米/日 立方米/天 m3/d 千伏安 t/h 立方米/小时 立方米/秒 万吨/日"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text. Offsets are half-open; `value` in the base unit (元, not 万元).

    `kind`: money, percent, capacity, count (any other figure with a unit), number (no unit).
    `unit` is folded, without its scale (万吨 → 吨); "" for kind number.
    """

    kind: str
    start: int
    end: int
    value: Decimal
    unit: str


def quantities(text: str) -> list[Quantity]:
    """Every figure of `text` in order, without overlap.

    >>> [(q.kind, q.value, q.unit) for q in quantities("投资1.2亿元，关停三台")]
    [('money', Decimal('120000000'), '元'), ('count', Decimal('3'), '台')]
    """
    folded = fold(text).replace("³", "3")
    found = [_quantity(m) for m in _QUANTITY.finditer(folded)]
    taken = [(q.start, q.end) for q in found]
    for match in _HAN_QUANTITY.finditer(folded):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            value = Decimal(han_number(match["number"]) * _SCALE.get(match["scale"] or "", 1))
            found.append(_typed(match, match["unit"], value))
    return sorted(found, key=lambda q: q.start)


def _quantity(match: re.Match) -> Quantity:
    value = Decimal(match["number"].replace(",", "")) * _SCALE.get(match["scale"] or "", 1)
    unit = match["unit"] or ""
    if unit and match["per"]:
        unit += "/" + match["per"]
    return _typed(match, unit, value.normalize() if value % 1 else value.to_integral_value())


def _typed(match: re.Match, unit: str, value: Decimal) -> Quantity:
    for scale in ("万", "亿"):
        if unit in (scale + "元",):
            unit, value = "元", value * _SCALE[scale]
    if unit in ("%", "‰") or unit.endswith("百分点"):
        kind = "percent"
    elif unit.startswith("元") or unit == "美元":
        kind = "money"
    elif unit in _CAPACITY_UNITS or unit.endswith(("/日", "/天", "/小时")):
        kind = "capacity"
    else:
        kind = "count" if unit else "number"
    return Quantity(kind, match.start(), match.end(), value, unit)


def han_number(text: str) -> int:
    """A number in Chinese characters (十九, 二百三十, 两) as an integer, up to 99,999.

    Raises ValueError where a character is none of a number's.
    """
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            raise ValueError(f"not a Chinese number: {text!r}")
    return total + section + digit


def to_han(number: int) -> str:
    """An integer from 1 to 99 in Chinese characters: 19 → 十九."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    left = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return left + (digits[ones] if ones else "")
