"""Typographic blanks: which of them carry meaning, and how wide a line is.

Chinese needs no blank between words. Blanks round figures, inside letter-spaced titles and after
item numbers come from typesetting and would split a fact (`724 万元`); blanks between Latin words
and between the columns of a table are kept.
"""

import re

_BLANKS = re.compile(r"\s+")
_CJK = r"[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff〇]"
_NAME_BEFORE = re.compile(rf"{_CJK}{{3}}\Z")
_NAME_AFTER = re.compile(rf"{_CJK}{{3}}")
_LONE_CJK_BEFORE = re.compile(rf"(?<!{_CJK}){_CJK}\Z")
_LONE_CJK_AFTER = re.compile(rf"{_CJK}(?!{_CJK})")
# An item number at a line's start: whatever blank follows it only sets the text off.
_ITEM_NUMBER = re.compile(
    r"(?:第?[\d０-９一二三四五六七八九十百零〇]{1,5}[、.．条章节项编]?|[（(][\d０-９一二三四五六七八九十]{1,3}[）)]|#+)\Z"
)
# 任务一 and 问题2 are numbers only where a blank parts them from what follows.
_NAMED_NUMBER = re.compile(
    r"(?:整改|反馈|督察|督查)*(?:问题|任务|事项|案例)[\d０-９一二三四五六七八九十]{1,3}\Z"
)
COLUMN_GAP = "  "


def squeeze(line: str, names: bool = False) -> str:
    """The line without typographic blanks; no other character is added, dropped or altered.

    Column separators stay: a tab as one tab, a run of two or more blanks as two blanks. `names`:
    the line lists names, so that a single blank between two of them stays as well.
    """
    line = line.strip()
    return _BLANKS.sub(lambda run: _kept_blank(line, run, names), line)


def _kept_blank(line: str, run: re.Match[str], names: bool) -> str:
    """What remains of one run of blanks inside a stripped line: "", one blank, or a separator."""
    before, after = line[: run.start()], line[run.end() :]
    numbered = run.start() <= 6 and _ITEM_NUMBER.match(before)
    if numbered and not before.isdigit():
        return " " if before.startswith("#") else ""
    if "\t" in run.group():
        return "\t"
    if _NAMED_NUMBER.match(before):
        return " "
    if len(run.group()) > 1 or run.group() == "\u3000":
        return "" if _is_letter_spacing(before, after) else COLUMN_GAP
    if names and _NAME_BEFORE.search(before) and _NAME_AFTER.match(after):
        return " "
    return " " if _separates_latin(before[-1], after[0]) else ""


def _is_letter_spacing(before: str, after: str) -> bool:
    """Is the gap inside a word set wide (`总　　则`) or beside punctuation, not a column's?"""
    if not (before[-1].isalnum() and after[0].isalnum()):
        return not (before[-1].isascii() and after[0].isascii())
    return bool(_LONE_CJK_BEFORE.search(before) and _LONE_CJK_AFTER.match(after))


def _separates_latin(left: str, right: str) -> bool:
    """Does a single blank between these two characters separate Latin words or two numbers?"""
    if not (left.isascii() and right.isascii()):
        return False
    return left.isalpha() or right.isalpha() or (left.isdigit() and right.isdigit())


def width(text: str) -> float:
    """How wide the text is set, in Chinese characters: an ASCII character counts as a half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def join(left: str, right: str) -> str:
    """Two pieces of a line that was wrapped: a blank only where two Latin words would merge."""
    merges = left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii()
    return left + (" " if merges and right[:1].isalpha() else "") + right
