"""What the columns of a table are: its header row, its number column, its kind.

Nothing here looks at a file format: a table is a list of rows of cell texts, merged cells filled.
"""

import re
from itertools import pairwise

Row = list[str]

NUMBERED = re.compile(r"(序号|编号|项号|问题号|任务号|清单号|[Nn][Oo]\.?|号)$")
NUMBER = re.compile(
    r"[（(]?(\d{1,4}([-.]\d{1,3})*|[一二三四五六七八九十百]{1,5}|[①-⑳])[）)、.．]?|第[\d一二三四五六七八九十百]+[项条]"
)
DASH = re.compile(r"[—\-–－/]+")
FIGURE = re.compile(r"[-+±]?[\d,，]*\d(\.\d+)?[%％‰]?|[—\-–－/]+")

# Columns that tell what is wrong, and columns that tell what is done about it.
FINDING = re.compile(r"问题|隐患|缺陷|不足|任务|事项|意见|情形|发现|内容")
HANDLING = re.compile(
    r"整改|措施|目标|要求|时限|期限|时间|进展|进度|情况|结果|成效|状态|销号|建议|牵头|责任|落实"
)
LABEL = re.compile(
    r"序号|编号|问题|隐患|整改|责任|牵头|配合|督办|时限|期限|时间|措施|目标|情况|进展|单位|材料|备注|名称|内容|类别|地址|电话"
)
DATED = re.compile(r"时限|期限|时间|日期|节点")
_NEXT_DAY = re.compile(
    r"(?<=[年月日底前末内成持])\n(?=(?:19|20)\d\d年)|(?<=[月日底前末内成持])\n(?=\d{1,2}月)"
)

HEADER_CELL = 24
"""Longest cell of a header row, in characters; the headers of the samples have at most 14."""

FORM_WIDTH = 8
"""Most columns of a form."""

HEADER_DEPTH = 12
"""Rows looked at for the header; title, unit, date and instructions stand above it."""


def find_header(rows: list[Row]) -> tuple[int, int] | None:
    """Half-open row range of the header (one row, or two that nest); None: the table has none."""
    for i, row in enumerate(rows[:HEADER_DEPTH]):
        if not _is_header(row) or i + 1 >= len(rows):
            continue
        below = rows[i + 1]
        spanned = any(a and a == b for a, b in pairwise(row))
        filled = any(a and a == b for a, b in zip(row, below, strict=True))
        nested = spanned and _is_header(below) and (filled or i + 2 < len(rows))
        return i, i + 2 if nested and below != row else i + 1
    return None


def column_names(header: list[Row]) -> Row:
    """One name a column; of two nested rows the lower name, with the upper where it recurs."""
    names = [_name(c) for c in header[-1]]
    if len(header) == 2:
        upper = [_name(c) for c in header[0]]
        names = [
            low if names.count(low) == 1 or low == up else up + low
            for up, low in zip(upper, names, strict=True)
        ]
        names = [low or up for up, low in zip(upper, names, strict=True)]
    return names


def number_column(names: Row, body: list[Row]) -> int | None:
    """The column that numbers the rows, told by its name or by its values; None: there is none."""
    for i, name in enumerate(names):
        values = [row[i] for row in body if row[i]]
        if NUMBERED.search(name) and any(NUMBER.fullmatch(v) for v in values):
            return i
    first = [row[0] for row in body if row[0] and NUMBER.fullmatch(row[0])]
    return 0 if names and not names[0] and len(first) > len(body) / 2 else None


def holds_issues(names: Row, body: list[Row]) -> bool:
    """Whether each row is an issue: one column tells a finding in words, another what is done.

    A summary (问题类别, 问题数) and a list of projects (对应问题：二) are none.
    """
    told = {i for i in range(len(names)) if _median_length(body, i) >= 2}
    findings = {i for i in told if FINDING.search(names[i]) and _median_length(body, i) >= 6}
    findings = {i for i in findings if not re.search(r"类别|类型|编号", names[i])}
    handling = {i for i in told if HANDLING.search(names[i])}
    return any(handling - {finding} for finding in findings)


def is_form(rows: list[Row]) -> bool:
    """Whether the table is a form: labels in the even cells, each with its value to the right."""
    lines = [line for row in rows if len(line := form_cells(row)) > 1]
    if len(rows) < 2 or len(rows[0]) > FORM_WIDTH or any(len(line) % 2 for line in lines):
        return False
    labels = [cell for line in lines for cell in line[::2] if cell]
    if not labels or any(len(label) > 16 for label in labels):
        return False
    known = sum(bool(LABEL.search(label)) or label.endswith(("：", ":")) for label in labels)
    values = [cell for line in lines for cell in line[1::2]]
    as_labels = sum(len(v) <= 10 and bool(LABEL.search(v)) for v in values)
    return known >= 0.6 * len(labels) and known >= 2 and as_labels <= 0.2 * len(values)


def form_cells(row: Row) -> Row:
    """The cells of a form's row, one merged over several columns once; those left empty behind a
    single value are taken as merged too."""
    cells = [cell for i, cell in enumerate(row) if i == 0 or not cell or cell != row[i - 1]]
    while len(cells) > 2 and not cells[-1] and not cells[-2]:
        cells.pop()
    return cells[:2] if len(cells) == 3 and not cells[2] else cells


def labelled(name: str, value: str) -> list[str]:
    """A cell's value behind the name of its column, as lines. Days that stand on a line each are
    parted by a mark, for a date that a narrow column cuts is a day on two lines as well."""
    if DATED.search(name):
        value = _NEXT_DAY.sub("；", value)
    return (f"{name}：{value}" if name else value).split("\n")


def is_caption(row: Row) -> bool:
    """Whether the row's cells are `标签：值` notes of the sheet, not values of the columns."""
    cells = set(filter(None, row))
    return all(re.match(r"[^：:。；]{1,12}[：:]\s*\S", c) for c in cells)


def _is_header(row: Row) -> bool:
    cells = [c for c in row if c]
    if len(set(cells)) < 2 or len(cells) < 0.6 * len(row) or is_caption(row):
        return False
    return all(
        len(_name(c)) <= HEADER_CELL and not FIGURE.fullmatch(c) and not re.search("[。；]", c)
        for c in cells
    )


def _name(cell: str) -> str:
    """A header cell as a name: breaks and padding inside it are layout (整 改\n时 限)."""
    if re.fullmatch(r"[\x00-\x7f]+", cell):
        return " ".join(cell.split())
    return re.sub(r"\s+", "", cell).rstrip("：:")


def _median_length(body: list[Row], column: int) -> int:
    """Median length of the column's cells in characters; figures count as empty."""
    sizes = sorted(0 if FIGURE.fullmatch(r[column]) else len(r[column]) for r in body)
    return sizes[len(sizes) // 2] if sizes else 0
