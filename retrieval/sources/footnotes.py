"""Footnotes at the bottom of printed pages, kept apart: a sentence may go on across them."""

import re

from retrieval.sources.layout import Line, Sheet, glued
from retrieval.sources.margins import body_size

SMALL = 0.93
"""Size of a footnote against the body's, at most: 小五 9 pt under 五号 10.5 pt, 10 pt under 11."""

SHARE = 0.5
"""Most lines of a page that its footnotes may be; more are text in small print."""

_MARK = re.compile(
    r"[⁰¹²³⁴-⁹]+|[①-⑳]|[\[［〔]\d{1,3}[\]］〕]|[*＊]+|\d{1,3}(?![\d.．、，,：:）)\-—/年月日%])\s*\D"
)


def without_footnotes(sheets: list[Sheet]) -> list[str]:
    """Take the footnotes off the sheets, in place; their texts in order, each with its mark.

    Recognised pages keep theirs: the size of recognised print is a guess.
    """
    em = body_size(sheets)
    texts: list[str] = []
    for sheet in sheets:
        foot = [] if sheet.recognised else _foot(sheet, em)
        for line in foot:
            if _MARK.match(line.text) or not texts:
                texts.append(line.text)
            else:
                texts[-1] = glued(texts[-1], line.text)
        sheet.lines = [line for line in sheet.lines if line not in foot]
    return texts


def _foot(sheet: Sheet, em: float) -> list[Line]:
    """The lines in small print at the bottom of a page, from the first that begins with a mark."""
    lines = sorted(sheet.free, key=lambda line: line.top)
    first = len(lines)
    while first and lines[first - 1].size < SMALL * em:
        first -= 1
    while first < len(lines) and not _MARK.match(lines[first].text):
        first += 1
    foot = lines[first:]
    tables = max((cell.bottom for cells in sheet.tables for cell in cells), default=0.0)
    if not foot or len(foot) > SHARE * len(lines) or foot[0].top < tables:
        return []
    return foot
