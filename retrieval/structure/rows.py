"""Rows of a table inside a field, a line each: `项目：管网；投资（万元）：200；进度：50%`.

What their columns say (进度, 责任单位) is said of the row, not of the issue that holds the table.
"""

import re

from retrieval.structure.labels import Label, label_at

_CELL = re.compile(r"[^：:，,。\n]{1,16}[：:]")
_FEWEST = 3
_FIELDS = frozenset({"deadline", "status", "progress", "responsible"})


def row_opener(line: str) -> str:
    """The first column's name of a line of cells, which is no field's; "": it is no such line."""
    cells = line.split("；")
    named = [cell for cell in cells if _CELL.match(cell)]
    if len(cells) < _FEWEST or len(named) < 0.7 * len(cells) or cells[0] not in named[:1]:
        return ""
    return "" if label_at(line) else _CELL.match(line).group()


def outside_rows(text: str, labels: list[Label]) -> list[Label]:
    """The labels without those in rows of inner tables: rows that stand together and open alike,
    in a report whose issues have fields of their own."""
    inner = _row_starts(text)
    own = [label for label in labels if text.rfind("\n", 0, label.start) + 1 not in inner]
    return own if len({label.kind for label in own} & _FIELDS) > 1 else labels


def _row_starts(text: str) -> set[int]:
    """Where lines begin that are rows with a neighbour that opens alike."""
    starts: set[int] = set()
    before, begun = "", 0
    for line in re.finditer(r".+", text):
        opener = row_opener(line.group())
        if opener and opener == before:
            starts |= {begun, line.start()}
        before, begun = opener, line.start()
    return starts
