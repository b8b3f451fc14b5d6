"""Numbers missing, doubled or out of order, fields absent, and the report's own count of issues."""

import re
from collections.abc import Callable, Iterator

from retrieval.records import Doubt, Issue
from retrieval.structure.issues import Item
from retrieval.structure.numbering import numeral_value

_CLAIM = re.compile(
    r"(?:共|确定的|梳理|涉及|反馈|指出|反映|查出|发现|分解|方案中)[^。；\n]{0,24}?"
    r"(?P<count>\d+|[二三四五六七八九十百]+)\s*(?:个|项|条)[^，。；、\n\d]{0,6}(?:问题|任务|事项)(?!线索)"
)
_BATCH = re.compile("第.+批")
_EXCERPT = 3
"""The highest first number at which a list is taken to lack its beginning."""

_FIELDS: tuple[tuple[str, Callable[[Issue], bool]], ...] = (
    ("整改时限", lambda issue: issue.deadline is None),
    ("整改状态", lambda issue: issue.status is None),
    ("责任单位", lambda issue: not issue.organisations),
)


def completeness_doubts(text: str, items: list[Item], issues: list[Issue]) -> Iterator[Doubt]:
    """Doubts on what is missing, doubled or out of order among the issues that were read."""
    yield from _numbering_doubts(text, items)
    for name, is_absent in _FIELDS:
        yield from _absence_doubts(issues, name, is_absent)
    yield from _count_doubts(text, len(issues))


def _numbering_doubts(text: str, items: list[Item]) -> Iterator[Doubt]:
    """Within one list numbers should go up by one."""
    before = None
    for item in items:
        value = item.section.marker.value
        restarts = before and value == 1 and _list_of(item) != _list_of(before)
        opens = before is None or restarts
        # A notice often publishes some of a longer list, which then begins at 23, not at 1.
        begins = value if value > _EXCERPT else 1
        expected = begins if opens else before.section.marker.value + 1
        if value > expected:
            said = f"编号不连续：问题{item.number}之前缺少{value - expected}个编号。"
            yield Doubt("numbering", said, issues=(item.number,))
        elif before and value < expected:
            both = (before.number, item.number)
            said = f"编号次序有误：问题{item.number}排在问题{before.number}之后。"
            if value == expected - 1:
                said = f"编号重复：问题{before.number}与问题{item.number}的编号相同。"
            yield Doubt(
                "numbering", said, (_first_line(text, before), _first_line(text, item)), both
            )
        before = item


def _list_of(item: Item) -> tuple[object, ...]:
    """What the item is counted in: its part, the first part of its number, its batch."""
    batch = _BATCH.match(item.number)
    return (
        item.section.parent,
        item.section.marker.within,
        batch and batch.group(),
    )


def _first_line(text: str, item: Item) -> tuple[int, int]:
    start = item.section.start
    stop = text.find("\n", start, item.section.end)
    return start, item.section.end if stop < 0 else stop


def _absence_doubts(
    issues: list[Issue], name: str, is_absent: Callable[[Issue], bool]
) -> Iterator[Doubt]:
    """Names the issues without a field, where most issues have it."""
    absent = tuple(issue.number for issue in issues if is_absent(issue))
    if absent and 2 * len(absent) < len(issues):
        yield Doubt("absent", f"没有读到{name}的问题：{'、'.join(absent)}。", issues=absent)


def _count_doubts(text: str, count: int) -> Iterator[Doubt]:
    """The report's own count of its issues against the issues read."""
    claims = [(numeral_value(match["count"]), match.span()) for match in _CLAIM.finditer(text)]
    if claims and count not in [claimed for claimed, _ in claims]:
        claimed, span = max(claims)
        yield Doubt("count", f"报告称共有{claimed}个问题，实际读到{count}个。", (span,))
