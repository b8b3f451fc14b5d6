"""Tables in plain text: rows of cells parted by bars, as Markdown writes them, or by tabs.

Only rows that stand together are a table: a bar also parts the links of a menu, a tab a number
from its heading.
"""

import re
from collections.abc import Iterator

from retrieval.sources.columns import Row

_ENCLOSED = re.compile(r"\s*[|｜│](?P<cells>.*)[|｜│]\s*")
_BAR = re.compile(r"(?<!\\)[|｜│]")
_RULE = re.compile(r"(?=.*[-=─━])(?=.*[|｜+┼┬┴])[-=:+|｜│─━┼├┤┌┐└┘┬┴ \t]+")
_BREAK = re.compile(r"</?br\s*/?>", re.IGNORECASE)

Kind = tuple[str, int]
"""What parts the cells of a row, and how many there are."""


def blocks(lines: list[str]) -> Iterator[str | list[Row]]:
    """The lines in order, two or more that make a table together as its rows.

    A ruling (`|---|---|`, `+---+---+`) inside a table is left out; a blank line between rows that
    are alike becomes an empty row.
    """
    table: list[str] = []
    gap: list[str] = []
    above: Kind | None = None
    for line in lines:
        kind = _kind(line)
        if table and not line.strip():
            gap.append(line)
        elif table and _goes_on(above, kind, bool(gap), line):
            table += [*gap, line]
            gap, above = [], kind or above
        else:
            yield from _finished(table)
            yield from gap
            table, gap, above = [line] if kind else [], [], kind
            if kind is None:
                yield line
    yield from _finished(table)
    yield from gap


def _goes_on(above: Kind | None, kind: Kind | None, apart: bool, line: str) -> bool:
    """Whether a line is of the table whose last row is of the kind `above`; rows that bars enclose
    may lack cells, where no blank line parts them."""
    if kind is None or above is None:
        return not apart and above is not None and above[0] != "\t" and _is_rule(line)
    return kind == above or (not apart and kind[0] == above[0] == "||")


def _finished(lines: list[str]) -> Iterator[str | list[Row]]:
    """The lines of a table as its rows; a row that stands alone is none."""
    rows = [line for line in lines if not _is_rule(line)]
    if len(lines) < 2:
        yield from lines
    elif rows:
        yield [_cells(line) for line in rows]


def _kind(line: str) -> Kind | None:
    """How the cells of a line are parted; None: it holds no three cells, or two in bars."""
    enclosed = _ENCLOSED.fullmatch(line)
    if enclosed and (width := len(_BAR.split(enclosed["cells"]))) > 1:
        return "||", width
    for mark, parts in (("|", _BAR.split(line)), ("\t", line.split("\t"))):
        if len(parts) > 2 and line.strip():
            return mark, len(parts)
    return None


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None


def _cells(line: str) -> Row:
    kind = _kind(line)
    if kind is None:
        return []
    enclosed = _ENCLOSED.fullmatch(line) if kind[0] == "||" else None
    inner = enclosed["cells"] if enclosed else line
    cells = inner.split("\t") if kind[0] == "\t" else _BAR.split(inner)
    return [_BREAK.sub("\n", cell).replace("\\|", "|") for cell in cells]
