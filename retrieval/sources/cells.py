"""Tables of a Word document → rows of cell texts, merged cells filled."""

from collections.abc import Callable

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from retrieval.sources.runs import blocks, boxes, children
from retrieval.sources.styles import value
from retrieval.sources.table import Row, table_lines

Counted = Callable[[BaseOxmlElement], str]
"""Gives the number that Word puts before a paragraph, and counts it."""

MAX_SPAN = 200
"""Most columns that a cell may span; Word allows 63, a hostile file would ask for millions."""


def rows_of(table: BaseOxmlElement, number: Counted) -> list[Row]:
    """The cells of a table as texts; a merged cell's text stands in each place it covers."""
    rows: list[Row] = []
    for line in children(table, "w:tr"):
        if line.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        row = [""] * _span(line, "w:trPr/w:gridBefore", 0)
        for cell in children(line, "w:tc"):
            text = _cell_text(cell, number)
            if _goes_on(cell, "w:vMerge") and rows:
                text = rows[-1][len(row)] if len(row) < len(rows[-1]) else text
            elif _goes_on(cell, "w:hMerge") and row:
                text = row[-1]
            row += [text] * _span(cell, "w:tcPr/w:gridSpan", 1)
        rows.append(row)
    return rows


def _goes_on(cell: BaseOxmlElement, kind: str) -> bool:
    """Whether the cell is merged with the one above (w:vMerge) or to its left (w:hMerge)."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn(kind)}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _span(element: BaseOxmlElement, path: str, usual: int) -> int:
    return min(int(value(element, path) or usual), MAX_SPAN)


def _cell_text(cell: BaseOxmlElement, number: Counted) -> str:
    """A cell's paragraphs as lines, with automatic numbers; tables and boxes inside it too."""
    lines = []
    for block, text in blocks(cell):
        if block.tag == qn("w:tbl"):
            lines += table_lines(rows_of(block, number))
        else:
            lines.append(number(block).rstrip() + text)
            lines += [_cell_text(box, number) for box in boxes(block)]
    return "\n".join(line for line in lines if line.strip())
