"""Numbers in Chinese characters: 十九, 二百三十, 三万五千 and back."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def han_number(text: str) -> int:
    """A number in Chinese characters (十九, 二百三十, 两, 三万五千) as an integer.

    Raises ValueError where a character is none of a number's.
    """
    hundred_millions = total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif char == "亿":
            hundred_millions, total, section, digit = total + section + digit, 0, 0, 0
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            raise ValueError(f"not a Chinese number: {text!r}")
    return hundred_millions * 100_000_000 + total + section + digit


def is_han_number(text: str) -> bool:
    """Is it one number as it is said (三十, 一百零五)? Not 万 alone, nor 二〇一八, digit by digit.

    >>> is_han_number("二十四"), is_han_number("一八"), is_han_number("万")
    (True, False, False)
    """
    if not text or text[0] in "万亿零〇":
        return False
    pairs = zip(text, text[1:], strict=False)
    return not any(a in _DIGITS and b in _DIGITS and a not in "零〇" for a, b in pairs)


def to_han(number: int) -> str:
    """An integer from 1 to 99 in Chinese characters: 19 → 十九."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    left = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return left + (digits[ones] if ones else "")
