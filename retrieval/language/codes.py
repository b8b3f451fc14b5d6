"""Digits that count nothing: document numbers, standards, substances, roads, section numbers.

All patterns are for folded text.
"""

import re

_YEAR_AND_NUMBER = re.compile(
    r"[\[(](?:19|20)\d{2}[\])]第?\d{1,4}(?:、\d{1,4})*号(?:[、和及]\d{1,4}号)*"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{1,14}\Z")
# What precedes a document number in a sentence and is no part of the issuing office's short name.
_BEFORE = re.compile(
    r".*(?:根据|按照|依据|依照|印发|下发|下达|转发|出台|签发|文件|批复|通知书?|决定书?|文号|方案|意见|规定|制定|报告|的|了)为?"
    r"|[为以经据按获]"
)
_STANDARD = (
    r"(?:gbz?|hj|cjj?|jgj|jb|sl|ny|td|yb|qb|hg|sh|aq|ga|ws|jt[gjs]?|ly|dl|sy|mt|tb|xf|iso|db\d{2})"
)

STANDARD_NUMBER = re.compile(
    rf"(?<![a-z]){_STANDARD}(?:/[tz])?[ -]?\d+(?:\.\d+)*(?:[—-](?:19|20)?\d{{2}}(?!\d))?"
)
"""A standard by its number (GB 3838-2002, HJ/T 91)."""

_NO_FIGURES = (
    _YEAR_AND_NUMBER,
    STANDARD_NUMBER,
    # pm2.5, so2, s115, codcr, h7n9: glued to a Latin letter; km2 and m3 are units, read with them.
    re.compile(r"(?!m[23](?![\d.]))[a-zα-ω](?:_\{)?\d+(?:\.\d+)?\}?"),
    re.compile(r"(?<![\d.])[2-6]g(?![a-z/])|(?<![\d.])[1-5]a(?=级|景|旅)"),
    # 5.2.1, but not 2018.6.30
    re.compile(
        r"(?<![\d.])(?!(?:19|20)\d\d\.\d{1,2}\.\d{1,2}(?![\d.]))\d+(?:\.\d+){2,}(?![\d万亿%])"
    ),
    re.compile(r"(?<![\d.])\d{1,3}\.(?=\d+\.\d+(?:[万亿%]|\Z))"),  # 1.2.3亿元 is item 1
    re.compile(r"(?<![\d.])\d{1,3}\.(?=(?:19|20)\d{2}年)"),  # 1.2024年 as well
    re.compile(r"(?<!\d)第\d+(?:\.\d+)?"),
    re.compile(r"\d{16,}(?:\.\d+)?|\d+\.\d{16,}"),  # accounts, identity and case numbers
)


def codes(folded: str) -> list[tuple[int, int]]:
    """The half-open stretches of a folded text whose digits are no figures; they may overlap."""
    return [match.span() for pattern in _NO_FIGURES for match in pattern.finditer(folded)]


def document_numbers(folded: str) -> list[tuple[int, int]]:
    """Document numbers with the short name of the office that issued them (青政办发〔2023〕47号);
    several of one office are one (青环罚〔2023〕61号、62号)."""
    found = []
    for match in _YEAR_AND_NUMBER.finditer(folded):
        office = _OFFICE.search(folded, max(0, match.start() - 14), match.start())
        if office:
            before = _BEFORE.match(office.group())
            found.append((office.start() + (before.end() if before else 0), match.end()))
    return [(start, end) for start, end in found if folded[start] not in "[("]
