"""A table as lines that read by themselves: every value beside the name of its column.

Rows that are issues become records, as a person would copy them out:

    序号：3
    督察反馈问题：黑臭水体治理成效不巩固。…
    整改时限：2024年9月底前

Rows of any other table become one line each (`问题类别：水环境；问题数（项）：5`), which nothing
takes for an issue.
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from retrieval.sources.columns import (
    DASH,
    FIGURE,
    NUMBER,
    Row,
    column_names,
    find_header,
    form_cells,
    holds_issues,
    is_caption,
    is_form,
    labelled,
    number_column,
)

SECTION = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十\d]+[章节部类]|[备附]?注[：:]|说明[：:]|附[表件]"
)


Lines = list[tuple[int, str]]
"""Lines of text, each with the place that its row has in the source (its page; 0: none)."""


class PlacedRow(list[str]):
    """A row of cell texts that remembers its place in the source."""

    def __init__(self, cells: Iterable[str], place: int = 0):
        super().__init__(cells)
        self.place = place


def table_lines(rows: list[Row]) -> list[str]:
    """The lines of a table given as rows of cell texts, merged cells filled, breaks as newlines.

    Each record begins with a blank line and its number as `序号：N`. Title, section and note rows
    stay lines of their own; a header repeated inside the table is left out.
    """
    return [line for _, line in placed_lines(rows)]


def placed_lines(rows: list[Row]) -> Lines:
    """As `table_lines`, each line with the place of the row that its record begins in."""
    lines: Lines = []
    for block in _blocks(_squared(rows)):
        lines += _block_lines(block)
    return lines


def continued(rows: list[Row], more: list[Row]) -> bool:
    """Whether the table `more` goes on from `rows`: as wide, and without a header of its own."""
    if not rows or not more or len(rows[0]) != len(more[0]):
        return False
    if is_form(rows) and any(row[0] == more[0][0] for row in rows):
        return False  # the next form of its kind
    return more[0] in rows[:4] or (find_header(more) or (1, 1))[0] > 0


def _squared(rows: list[Row]) -> list[PlacedRow]:
    """Rows of one width, cells stripped, columns without meaning taken out."""
    width = max((len(row) for row in rows), default=0)
    full = [
        PlacedRow([_cell(c) for c in row] + [""] * (width - len(row)), getattr(row, "place", 0))
        for row in rows
    ]
    # A title merged over several rows is said once.
    tall = [a == b and len(set(b)) == 1 and any(b) for a, b in pairwise([[], *full])]
    return _narrowed([row for row, repeated in zip(full, tall, strict=True) if not repeated])


def _cell(text: str) -> str:
    lines = (line.strip() for line in re.split(r"\r\n?|\n|_x000D_\n?", text or ""))
    return "\n".join(line for line in lines if line)


def _blocks(rows: list[PlacedRow]) -> list[list[PlacedRow]]:
    """Tables that stand one under the other in a sheet, parted by empty rows."""
    blocks: list[list[PlacedRow]] = []
    fresh = True
    for i, row in enumerate(rows):
        if not any(row):
            fresh = True
            continue
        if fresh and (not blocks or find_header(rows[i : i + 4])):
            blocks.append([])
        fresh = False
        blocks[-1].append(row)
    return [_narrowed(block) for block in blocks]


def _narrowed(block: list[PlacedRow]) -> list[PlacedRow]:
    """The rows without columns that are empty, or that repeat the column to their left."""
    columns = list(zip(*block, strict=True))
    pairs = zip(columns, [(), *columns], strict=False)
    used = [i for i, (column, left) in enumerate(pairs) if any(column) and column != left]
    return [PlacedRow((row[i] for i in used), row.place) for row in block]


def _block_lines(rows: list[PlacedRow]) -> Lines:
    if len(rows[0]) == 1:
        return [(row.place, line) for row in rows for line in row[0].split("\n")]
    if is_form(rows):
        cards = _cards(rows)
        return [line for c in cards for line in [(c[0].place, ""), *_each(c, _form_lines)]]
    found = find_header(rows)
    if found is None:
        return _each(rows, _loose)
    top, bottom = found
    names, header = column_names(rows[top:bottom]), rows[top:bottom]
    body = [row for row in rows[bottom:] if row not in header]
    data = [row for row in body if not _is_section(row)]
    number = number_column(names, data)
    if holds_issues(names, data):
        return _each(rows[:top], _loose) + _records(names, body, number)
    return _each(rows[:top], _loose) + _each(body, lambda row: _row_lines(names, row, number))


def _each(rows: list[PlacedRow], lines_of: Callable[[Row], list[str]]) -> Lines:
    return [(row.place, line) for row in rows for line in lines_of(row)]


def _records(names: Row, body: list[PlacedRow], number: int | None) -> Lines:
    """The lines of a table of issues; rows that share or lack a number belong to one record."""
    lines: Lines = []
    record: list[list[str]] = []
    place, current = 0, None

    def close() -> None:
        lines.extend((place, line) for line in _record_lines(names, record, number))
        record.clear()

    for row in body:
        if _is_section(row):
            close()
            lines += _each([row], _loose)
            continue
        mark = row[number] if number is not None else None
        if record and number is not None and mark in ("", current):
            _extend(record, row)
            continue
        close()
        record += [[cell] if cell else [] for cell in row]
        place, current = row.place, mark
    close()
    return lines


def _extend(record: list[list[str]], row: Row) -> None:
    """Add a further row of the same issue; a value repeated by a merged cell is said once."""
    for values, cell in zip(record, row, strict=True):
        if cell and cell not in values:
            values.append(cell)


def _record_lines(names: Row, record: list[list[str]], number: int | None) -> list[str]:
    if not record:
        return []
    order = list(range(len(names)))
    lines = [""]
    if number is not None:
        order.remove(number)
        lines += [f"序号：{value.rstrip('.、．')}" for value in record[number]]
    for i in order:
        if record[i]:
            lines += labelled(names[i], "\n".join(record[i]))
    return lines


def _row_lines(names: Row, row: Row, number: int | None) -> list[str]:
    """One row of a table that holds no issues, as one line; its number stands last."""
    if _is_section(row):
        return _loose(row)
    total = number is not None and bool(row[number]) and not NUMBER.fullmatch(row[number])
    order = sorted(range(len(names)), key=lambda i: (i == number) != total)
    said = [i for i in order if row[i] and not DASH.fullmatch(row[i])]
    named = [(names[i] if not (total and i == number) else "", row[i]) for i in said]
    values = [(name, " ".join(value.split("\n"))) for name, value in named]
    return ["；".join(f"{name}：{value}" if name else value for name, value in values)]


def _cards(rows: list[PlacedRow]) -> list[list[PlacedRow]]:
    """The rows of a form; forms that stand one under the other, as the first label tells, apart."""
    pairs = [len(form_cells(row)) > 1 for row in rows]
    first = next(row[0] for row, pair in zip(rows, pairs, strict=True) if pair)
    starts = [0]
    for i in range(1, len(rows)):
        again = first and pairs[i] and any(pairs[:i]) and rows[i][0] == first != rows[i - 1][0]
        if again:
            while i - 1 > starts[-1] and not pairs[i - 1]:  # its title
                i -= 1
            starts.append(i)
    return [rows[start:end] for start, end in pairwise([*starts, len(rows)])]


def _form_lines(row: Row) -> list[str]:
    """The lines of a form's row: `标签：值` for each pair, a spanning row as it stands."""
    if len(set(filter(None, row))) < 2:
        return _loose(row)
    lines = []
    cells = form_cells(row)
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        name = re.sub(r"\s+", "", label).rstrip("：:")
        if name and value != label:
            lines += labelled(name, value)
    return lines


def _loose(row: Row) -> list[str]:
    """A row outside the columns: its cells as lines where they are notes, else on one line."""
    cells = [cell for i, cell in enumerate(row) if cell and cell != (row[i - 1] if i else None)]
    if len(cells) == 1 or is_caption(row):
        return [line for cell in cells for line in cell.split("\n")]
    return ["  ".join(" ".join(cell.split("\n")) for cell in cells)]


def _is_section(row: Row) -> bool:
    """Whether the row is a line of its own: spanned by one text, or only notes in its cells."""
    cells = [cell for cell in row if cell]
    if len(set(cells)) > 1:
        return len(cells) < len(row) and is_caption(row)
    spans = len(cells) > 1 and not FIGURE.fullmatch(cells[0])
    return spans or (bool(row[0]) and not NUMBER.fullmatch(row[0])) or bool(SECTION.match(cells[0]))
