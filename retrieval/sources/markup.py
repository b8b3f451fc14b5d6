"""HTML elements → lines of text as a browser would show them, tables as records."""

import re

from lxml.html import HtmlElement

from retrieval.sources.columns import column_names, find_header, holds_issues
from retrieval.sources.counting import formatted, raised
from retrieval.sources.table import Row, table_lines

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "button",
        "select",
        "nav",
        "footer",
        "aside",
        "object",
        "input",
        "textarea",
        "video",
        "audio",
        "canvas",
        "head",
        "rt",
        "rp",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "center",
        "table",
        "hr",
        "header",
        "figure",
        "figcaption",
        "address",
        "body",
        "html",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "details",
        "summary",
        "fieldset",
        "form",
    ]
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_COUNTED = {"A": "upperLetter", "a": "lowerLetter", "I": "upperRoman", "i": "lowerRoman"}
_CHINESE = re.compile(r"cjk-ideographic|(simp|trad)-chinese|cjk-decimal")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"

BOLD_HEADING = 80
"""Longest paragraph in bold that counts as a heading, in characters."""

MAX_SPAN = 200
"""Most columns or rows that a cell may span; a hostile page would ask for millions."""


def lines_of(element: HtmlElement) -> tuple[list[str], set[int]]:
    """The lines below `element` without blank ones, and the indexes of those that are headings."""
    writer = _Writer()
    writer.block(element)
    writer.end()
    return writer.lines, writer.headings


def element_text(element: HtmlElement) -> str:
    """All text below `element` without any blank."""
    return re.sub(r"\s+", "", str(element.text_content()))


def heading_text(element: HtmlElement) -> str:
    """The text of a heading as one line."""
    return _collapsed(str(element.text_content()))


class _Writer:
    """Lines written so far, the one that inline text is still added to, and the number of a list
    item that its first line is to begin with."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headings: set[int] = set()
        self._open: list[str] = []
        self._mark = ""

    def end(self, heading: bool = False) -> None:
        """End the open line; an empty one leaves no trace."""
        for line in "".join(self._open).split("\x00"):
            text = _collapsed(line)
            if text:
                if heading:
                    self.headings.add(len(self.lines))
                self.lines.append(self._mark + text)
                self._mark = ""
        self._open = []

    def block(self, element: HtmlElement) -> None:
        """Write an element and all below it."""
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            return
        if element.tag == "br":
            self._open.append("\x00")
        elif element.tag == "sup":
            self._open.append(raised(str(element.text_content())))
        elif element.tag == "table" and _is_data(element):
            self.end()
            self.lines += table_lines(_rows(element))
        elif element.tag in _BLOCKS:
            self.end()
            if element.tag == "li":
                self._mark = _number(element)
            self._inside(element)
            self.end(element.tag in _HEADINGS or _is_bold(element))
            self._mark = "" if element.tag == "li" else self._mark
        else:
            self._inside(element)

    def _inside(self, element: HtmlElement) -> None:
        kept = element.tag == "pre"
        for text, child in [(element.text, None), *((c.tail, c) for c in element)]:
            if child is not None:
                self.block(child)
            self._open.append((text or "").replace("\n", "\x00") if kept else text or "")


def _collapsed(text: str) -> str:
    """Text with blanks as a browser shows them; none where a source line broke between Han."""
    text = re.sub(rf"(?<={_WIDE})\s*\n\s*(?={_WIDE})", "", text)
    return re.sub(r"\s+", " ", re.sub("[\u200b\ufeff\xad]", "", text)).strip()


def _number(item: HtmlElement) -> str:
    """The number that a browser puts before an item of an ordered list."""
    parent = item.getparent()
    style = "" if parent is None else parent.get("style", "")
    if parent is None or parent.tag != "ol" or "none" in style:
        return ""
    number = int(parent.get("start", "1")) if parent.get("start", "1").isdigit() else 1
    for other in parent.iterchildren("li"):
        number = int(other.get("value")) if other.get("value", "").isdigit() else number
        if other is item:
            break
        number += 1
    if _CHINESE.search(style):
        return f"{formatted(number, 'chineseCounting')}、"
    return f"{formatted(number, _COUNTED.get(parent.get('type', ''), 'decimal'))}."


def _is_bold(element: HtmlElement) -> bool:
    """Whether a paragraph is short, and bold from end to end."""
    text = element_text(element)
    if element.tag not in ("p", "div") or not 0 < len(text) <= BOLD_HEADING:
        return False
    if text.endswith(("：", "；", "，", ":")) or element.find(".//p") is not None:
        return False
    bold = [b for tag in ("b", "strong") for b in element.iter(tag)]
    return sum(len(element_text(b)) for b in bold) >= len(text)


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds data: several rows of several cells, and no table inside it unless
    each of its rows is an issue; others that hold tables lay out the page."""
    widths = [len(row.findall("td") + row.findall("th")) for row in _own(table)]
    if table.find(".//table") is None:
        return sum(cells > 1 for cells in widths) > 1
    if sum(cells > 2 for cells in widths) < 2:
        return False
    rows = _rows(table)
    header = find_header(rows)
    return header is not None and holds_issues(
        column_names(rows[slice(*header)]), rows[header[1] :]
    )


def _own(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table, without those of tables inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _rows(table: HtmlElement) -> list[Row]:
    """The cells of a table; one that spans rows or columns stands in each place it covers."""
    grid: dict[tuple[int, int], str] = {}
    rows = _own(table)
    for y, row in enumerate(rows):
        x = 0
        for cell in row.iterchildren("td", "th"):
            while (y, x) in grid:
                x += 1
            text = "\n".join(lines_of(cell)[0])
            for dy in range(min(_span(cell, "rowspan"), len(rows) - y)):
                for dx in range(_span(cell, "colspan")):
                    grid[y + dy, x + dx] = text
            x += _span(cell, "colspan")
    width = max((x for _, x in grid), default=-1) + 1
    return [[grid.get((y, x), "") for x in range(width)] for y in range(len(rows))]


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(int(value), MAX_SPAN) if value.isdigit() and int(value) else 1
