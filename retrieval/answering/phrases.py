"""Answers that are neither figure nor name: what is quoted, reasons, areas, grades, halves."""

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"“[^”]{2,40}”")
_BECAUSE = re.compile(r"(?:因为|由于|因|鉴于)[^,。;]{2,40}|(?:原因是|主要是)[^。;]{2,60}")
_AREA = re.compile(r"[^,。;:]{1,12}以[东西南北](?:、[^,。;、]{1,12}以[东西南北])+[^,。;]{0,12}")
_HALF = re.compile(r"(?:超过|不足|不少于|不低于|近|约)?(?:一半|半数)(?:以上|以下|左右)?")
# Grades of water, air, standards and sights: 劣V类, 一级A, 国家4A级, 二级标准.
_GRADE = re.compile(
    r"劣?(?:[ivxⅰ-ⅻ]{1,4}|[一二三四五六七八九])类(?:标准|水(?:质|体)?)?(?![一-龥]{0,3}(?:企业|项目|问题))"
    r"|(?:国家|省|市)?[一二三四五1-5]?(?:a{1,5}级|级[a-c](?:标准|排放标准)?)"
)
# Which one in a row: 第27位, 令第58号.
_ORDINAL = re.compile(
    r"(?<=令)第[\d一二三四五六七八九十百]+号|第[\d一二三四五六七八九十百]+[位名](?![员单])"
)
# Numbers of cases and the like, of letters and digits.
_CODE = re.compile(r"(?<![a-z\d])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,24}(?![a-z\d])")
_TRUE = re.compile(r"(?<=是否属实[:：])(?:部分|基本|不|全部)?属实")
_KINDS = (
    ("percent", _HALF),
    ("quoted", _QUOTED),
    ("reason", _BECAUSE),
    ("area", _AREA),
    ("thing", _GRADE),
    ("number", _ORDINAL),
    ("document", _CODE),
    ("status", _TRUE),
)


def phrases(folded: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of each in a folded text, kind by kind."""
    for kind, pattern in _KINDS:
        for match in pattern.finditer(folded):
            yield kind, *match.span()
