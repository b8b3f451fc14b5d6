"""What does not add up in a report as it was read, in sentences for the user."""

import re
from collections.abc import Callable

from retrieval.records import Issue
from retrieval.structure.issues import Item
from retrieval.structure.numbering import numeral_value

_CLAIM = re.compile(
    r"(?:共|确定的|梳理|涉及|反馈|指出|反映|查出|发现|分解|方案中)[^。；\n]{0,24}?"
    r"(?P<count>\d+|[二三四五六七八九十百]+)\s*(?:个|项|条)[^，。；、\n\d]{0,6}(?:问题|任务|事项)(?!线索)"
)


def doubts_of(text: str, items: list[Item], issues: list[Issue]) -> tuple[str, ...]:
    """Chinese sentences on numbers missing or doubled, fields absent, and a count that differs."""
    if not issues:
        return ()
    return (
        *_sequence_doubts(items),
        *_absence_doubts(issues, "整改时限", lambda issue: issue.deadline is None),
        *_absence_doubts(issues, "整改状态", lambda issue: issue.status is None),
        *_absence_doubts(issues, "责任单位", lambda issue: not issue.organisations),
        *_count_doubts(text, len(issues)),
    )


def _sequence_doubts(items: list[Item]) -> list[str]:
    """Within one list numbers should go up by one."""
    doubts, before = [], None
    for item in items:
        value = item.section.marker.value
        restarts = before and item.section.parent is not before.section.parent and value == 1
        expected = 1 if before is None or restarts else before.section.marker.value + 1
        if value > expected:
            doubts.append(f"编号不连续：问题{item.number}之前缺少{value - expected}个编号。")
        elif before and value == expected - 1:
            doubts.append(f"编号重复：问题{before.number}与问题{item.number}的编号相同。")
        elif value < expected:
            doubts.append(f"编号次序有误：问题{item.number}排在问题{before.number}之后。")
        before = item
    return doubts


def _absence_doubts(
    issues: list[Issue], name: str, is_absent: Callable[[Issue], bool]
) -> list[str]:
    """Names the issues without a field, where most issues have it."""
    absent = [issue.number for issue in issues if is_absent(issue)]
    if not absent or 2 * len(absent) >= len(issues):
        return []
    return [f"没有读到{name}的问题：{'、'.join(absent)}。"]


def _count_doubts(text: str, count: int) -> list[str]:
    """The report's own count of its issues against the issues read."""
    claims = [numeral_value(match["count"]) for match in _CLAIM.finditer(text)]
    if not claims or count in claims:
        return []
    return [f"报告称共有{max(claims)}个问题，实际读到{count}个。"]
