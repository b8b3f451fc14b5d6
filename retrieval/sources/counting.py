"""Counting numbers written as documents write them: 十二 （三） ④ IV c 壹."""

import re

_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")
_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def formatted(number: int, style: str) -> str:
    """`number` in one of Word's number formats; an unknown format counts in Arabic figures."""
    lowered = style.lower()
    if lowered.startswith(("chinesecounting", "taiwanesecounting", "japanesecounting")):
        return chinese(number)
    if lowered.startswith(("chineselegal", "ideographlegal")):
        return chinese(number).translate(_LEGAL)
    if lowered in ("ideographdigital", "taiwanesedigital"):
        return "".join("〇" if d == "0" else _DIGITS[int(d)] for d in str(number))
    if lowered.startswith("decimalenclosedcircle") and number <= 20:
        return chr(0x2460 + number - 1)
    if lowered == "decimalenclosedparen" and number <= 20:
        return chr(0x2474 + number - 1)
    if lowered == "decimalenclosedfullstop" and number <= 20:
        return chr(0x2488 + number - 1)
    if lowered.startswith("decimalfullwidth"):
        return str(number).translate(_FULL_WIDTH)
    if lowered == "decimalzero":
        return f"{number:02d}"
    return _lettered(number, style) or str(number)


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese figures as documents count: 十, 十一, 二十, 一百零五."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = digit == 0
    return text.removeprefix("一") if 10 <= number < 20 else text


def _lettered(number: int, style: str) -> str:
    """Letters, Roman figures, stems and branches; "" for any other format."""
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
        return text if style == "upperRoman" else text.lower()
    if style == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    return _BRANCHES[(number - 1) % 12] if style == "ideographZodiac" else ""


def raised(text: str) -> str:
    """Text set above the line; figures as such, for 10 with a raised 4 is not 104."""
    return text.translate(_RAISED) if re.fullmatch(r"\s*[+-]?\d+\s*", text) else text
