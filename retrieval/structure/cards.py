"""Cards of issues whose number is not their first line: 责任单位：… above 问题编号：12."""

import re
from itertools import takewhile

from retrieval.structure.labels import label_at
from retrieval.structure.numbering import marker_of

Placed = tuple[int, str]
"""Where a line begins, and the line."""

MOST = 20
"""Columns that may stand above the number of a card."""

_COLUMN = re.compile(r"[【]?(?P<name>[\u4e00-\u9fff]{2,10})[】]?[ \t]*[:：]")


def tops(lines: list[Placed], numbered: list[int]) -> dict[int, int]:
    """Where the card of each number line in `numbered` begins, if columns of a card stand above
    its number: the same above every number, a field among them, and none of them below."""
    if not numbered:
        return {}
    at = {offset: index for index, (offset, _) in enumerate(lines)}
    columns = [_column(line) for _, line in lines]
    above = [
        list(takewhile(bool, reversed(columns[max(at[offset] - MOST, 0) : at[offset]])))
        for offset in numbered
    ]
    below = set(columns[at[numbered[-1]] + 1 :])
    shared = takewhile(
        lambda names: len(set(names)) == 1 and names[0] not in below, zip(*above, strict=False)
    )
    height, first = len(list(shared)), at[numbered[0]]
    fields = [n for n in range(1, height + 1) if label_at(lines[first - n][1])]
    if len(numbered) == 1 or not fields:  # what heads the only card may head the report
        height = max(fields, default=0)
    return {offset: lines[at[offset] - height][0] for offset in numbered} if height else {}


def _column(line: str) -> str:
    """The name of the column that a line begins with; "": it is a number or begins with none."""
    if marker_of(line):
        return ""
    label, column = label_at(line), _COLUMN.match(line)
    return label.name if label else column["name"] if column else ""
