"""Which candidates a question's wording rules out, before any is weighed."""

import re
from collections.abc import Callable

_ORDINAL = re.compile(r"第几(?!$)|几[师团]")
FROM_TO = re.compile(r"(?:哪[天年月日]|几号|几月)到(?:哪[天年月日]|几号|几月)|起止|从哪.到")
"""Asks for a stretch of time; RANGE is what such a one is told with."""
RANGE = re.compile(r"[至到~-]|起")
_CONTENT = re.compile(
    r"(?:pm_?\{?(?:2\.5|10)|颗粒物|氨氮|总磷|总氮|二氧化硫|氮氧化物|化学需氧量|浓度).*(?:多少|几)"
)
_NO_CONTENT = re.compile(r"[降升涨减增率]|比例|去掉|脱掉|mg|毫克|排放量|总量|吨")
_FIGURES = frozenset("percent money capacity count".split())


def asks_content(text: str) -> bool:
    """Does the folded question ask how much of something is in air or water: so many micrograms?"""
    return _CONTENT.search(text) is not None and not _NO_CONTENT.search(text)


def no_content(kind: str, text: str) -> bool:
    """Is a candidate a figure that tells no content?"""
    return kind in _FIGURES and "克" not in text


def fitting(text: str, unit: str | None) -> Callable[[str, str], object] | None:
    """A test of (kind, folded text) of a candidate for the folded question; None: all may answer.

    第几 asks for what bears an ordinal number (第八环境保护督察组), 哪天到哪天 for a range, the content of
    PM2.5 for micrograms unless the question names another `unit`.
    """
    if _ORDINAL.search(text):
        return lambda kind, said: "第" in said
    if FROM_TO.search(text):
        return lambda kind, said: kind != "date" or RANGE.search(said)
    if not unit and asks_content(text):
        return lambda kind, said: not no_content(kind, said)
    return None
