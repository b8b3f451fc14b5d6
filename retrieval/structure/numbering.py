"""Item numbers of Chinese official documents: 一、 （一） 1. １． 第三条 问题二十四 序号：1 一是 ①.

A marker is told apart by its style, which is the written form with the numeral left out (`（N）`,
`N、`, `第N条`) and the sort of numeral. Which style nests in which is not decided here.
"""

import re
from dataclasses import dataclass

_CHINESE = "〇零一二三四五六七八九十百"
_NUMERAL = rf"(?P<numeral>[0-9]{{1,3}}|[{_CHINESE}]{{1,5}})"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# One character for one character, so that offsets in the folded line are offsets in the line.
_FOLD = str.maketrans("０１２３４５６７８９（）．：，", "0123456789().:,")
# `1.2022年底前…` is item 1, `4.5%` and `12.68亿元` are figures.
_NOT_A_FIGURE = r"(?!\d(?!\d{3}年))"
_MEASURE = "[万亿千百十个项条吨米元倍年月日人家户台套座亩公平立毫微克天次度级分]"
# （三）条所列事项 speaks of a paragraph, it does not begin one.
_REFERRED = "(?:[条款项](?:[所的中之、和及]|规定|内容|要求)|点[所中])"
_NOUN = (
    r"(?:整改|反馈|督察|督查|审计|巡察|存在|具体)*"
    r"(?:问题|任务|事项|案例|清单|意见|建议|隐患)(?:编号|序号)?"
)
_NAMED = f"{_NOUN}|(?:整改|台账|销号)?(?:序号|编号)"
# 1.2 and 1-2 count within what they begin with.
_DOTTED = r"(?P<dotted>(?:\d{1,2}[.-]){1,3}(?P<numeral>\d{1,2}))"
# Behind the number of a card another column may stand in the same line.
_NUMBER_END = r"(?!\d)(?=[\s,、.。;:|]|$|[\u4e00-\u9fff]{2,8}:)"

_FORMS = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("序号:N.N", rf"(?:{_NAMED})\s*:\s*{_DOTTED}{_NUMBER_END}"),
        ("问题N.N", rf"{_NOUN}\s*{_DOTTED}(?:[\s:、,】\]]|$)"),
        ("序号:N", rf"(?:{_NAMED})\s*:\s*第?{_NUMERAL}号?{_NUMBER_END}"),
        ("序号:N", rf"(?:序号|编号)\s*{_NUMERAL}$"),
        ("No.N", r"(?:[Nn][Oo][.:]?|№)\s*(?P<numeral>[0-9]{1,3})(?:[\s:、.,】\]]|$)"),
        ("问题N", rf"{_NOUN}\s*{_NUMERAL}(?:[\s:、.,】\]]|$)"),
        ("问题(N)", rf"{_NOUN}\s*\({_NUMERAL}\)[\s:、.,】\]]?"),
        (
            "第N条",
            rf"(?:第[0-9{_CHINESE}]{{1,4}}批次?[、,\s]?)?第{_NUMERAL}"
            r"(?P<unit>章|节|编|篇|条|款|项|类|部分|个问题|件|号(?=建议|提案|议案|案件))"
            r"(?:(?:(?:整改|反馈)?(?:任务|问题|事项)|建议|提案|议案|案件)(?::|(?<=[议提]案|建议)(?=关于))|[:、.,]?)",
        ),
        ("第N、", rf"第{_NUMERAL}[、,:]"),
        ("(N)", rf"\({_NUMERAL}\)(?!{_REFERRED})[、.]?"),
        ("N、", rf"{_NUMERAL}、"),
        ("N.", rf"{_NUMERAL}\.{_NOT_A_FIGURE}"),
        ("N)", rf"{_NUMERAL}\)"),
        ("N是", rf"(?P<numeral>[{_CHINESE}]{{1,3}})是"),
        ("其N", rf"其(?P<numeral>[{_CHINESE}]{{1,2}})[,:是]"),
        ("①", rf"(?P<numeral>[{_CIRCLED}])"),
        (
            "N.N",
            r"(?P<dotted>(?:\d{1,2}\.){1,3}(?P<numeral>\d{1,2}))"
            rf"(?:(?=[\u4e00-\u9fff])(?!{_MEASURE})|[.、](?=[\u4e00-\u9fff]))",
        ),
    )
)
_DECORATION = re.compile(r"(?:#{1,6}\s*|\*\*|[【\[]|[◆◇●○■□★☆▲△•▶➤✦]\s*)*")


@dataclass(frozen=True, slots=True)
class Marker:
    """An item number at a line's start.

    `style` is comparable between items of one list; `value` from 1; `number` is the numeral as
    written, digits in half width; `end` the offset in the line at which the item's text begins.
    """

    style: str
    value: int
    number: str
    end: int

    @property
    def short(self) -> str:
        """The number as it is joined into a path: （一） keeps its brackets, 一、 becomes 一."""
        form = self.style.split("/")[0]
        if form == "(N)":
            return f"（{self.number}）"
        if form == "附件":
            return f"{self.number}·"
        if form in ("N是", "其N") or form.startswith("第N"):
            return form.rstrip("、").replace("N", self.number)
        return self.number

    @property
    def within(self) -> tuple[int, ...]:
        """What a number of several parts counts in: (1,) of 1.2; () for any other number."""
        return tuple(map(int, re.split("[.-]", self.number)[:-1])) if self.is_dotted else ()

    @property
    def is_dotted(self) -> bool:
        """Is the number of several parts (1.2)?"""
        return self.style.split("/")[0].endswith("N.N")

    @property
    def joins(self) -> bool:
        """Is it written onto the number of the section above, as in 一（五） and 二（一）1?"""
        return self.style.split("/")[0] in ("(N)", "N.", "N、", "N)")


def undecorated(line: str) -> int:
    """Where the words of the line begin, behind marks such as ■, # and 【."""
    return _DECORATION.match(line).end()


def marker_of(line: str) -> Marker | None:
    """The item number that the line starts with; None: it starts with none.

    Only the form is looked at: whether the number fits its neighbours is for the outline to say.
    """
    folded = line.translate(_FOLD)
    start = undecorated(folded)
    for style, pattern in _FORMS:
        if match := pattern.match(folded, start):
            numeral = match["numeral"]
            value = numeral_value(numeral)
            if value:
                number = match.groupdict().get("dotted") or numeral
                return Marker(_full_style(style, match), value, number, match.end())
    return None


def numeral_value(numeral: str) -> int:
    """The number that a numeral says: digits, 二十四, 一百零三 or ⑤; 0: it says none."""
    numeral = numeral.translate(_FOLD)
    if numeral.isascii():
        return int(numeral) if numeral.isdigit() else 0
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    return _chinese_value(numeral)


def _chinese_value(numeral: str) -> int:
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = "〇一二三四五六七八九".find(character.replace("零", "〇"))
    return total + digit


def _full_style(style: str, match: re.Match[str]) -> str:
    """The style told apart by its unit (第N章, 第N条), sort of numeral and, in 4.1.2, its depth."""
    if style == "第N条":
        style = f"第N{match['unit']}"
    if style.endswith("N.N"):
        return f"{style}/{len(re.findall('[.-]', match['dotted']))}"
    return f"{style}/{'digit' if match['numeral'].isascii() else 'chinese'}"
