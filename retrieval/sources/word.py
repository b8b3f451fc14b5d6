"""Word files (.docx): paragraphs, automatic numbers and tables in the order of the document.

Headers, footers, tracked deletions, hidden text and the table of contents are left out; footnotes
stand at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.numbering import Numbering, read_numbering
from retrieval.sources.styles import Styles, numbered, read_styles, switched, value
from retrieval.sources.table import Row, continued, table_lines

BOLD_HEADING = 80
"""Longest paragraph in bold that counts as a heading, in characters."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), _FALLBACK}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "  ", qn("w:noBreakHyphen"): "-"}
_BOX = qn("w:txbxContent")


@dataclass
class Writer:
    """The lines written so far, with what is needed to write the next."""

    styles: Styles
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    contents: bool = False

    def add(self, text: str, heading: bool = False) -> None:
        """Add a paragraph; each soft line break in it begins a line."""
        self.close_table()
        if heading:
            self.headings.append(len(self.lines))
        self.lines += [line.strip(" \t") for line in text.split("\n")]

    def add_table(self, rows: list[Row]) -> None:
        """Add a table; one that goes on from the table right before it is joined to it."""
        if self.rows and not continued(self.rows, rows):
            self.close_table()
        self.rows += rows

    def close_table(self) -> None:
        """Write the table that is still open, if any."""
        if self.rows:
            rows, self.rows = self.rows, []
            self.lines += [*table_lines(rows), ""]


def read_word(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a .docx: one page without number.

    Raises UnreadableSource where the file is damaged or holds pictures and no text.
    """
    try:
        main = OpcPackage.open(str(path)).main_document_part
        body = parse_xml(main.blob).find(qn("w:body"))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        found, cure = f"“{path.name}”已损坏或不完整", "请用 Word 或 WPS 修复后另存为 .docx"
        raise UnreadableSource(found, "应能作为 Word 文档打开", cure) from error
    writer = Writer(read_styles(_part(main, RT.STYLES)), read_numbering(_part(main, RT.NUMBERING)))
    _write_blocks(body, writer)
    writer.close_table()
    notes = ("文件中的目录未收入正文",) if writer.contents else ()
    pictures = sum(1 for _ in body.iter(qn("a:blip")))
    if not any(writer.lines):
        found = f"“{path.name}”里没有文字" + (f"，只有 {pictures} 张图片" if pictures else "")
        raise UnreadableSource(found, "应有报告正文", "若正文是图片，请另存为 .pdf 后再放入")
    if pictures:
        notes += (f"文中有 {pictures} 张图片，图片里的文字未读取",)
    footnotes = _footnotes(main)
    if footnotes:
        notes += (f"{len(footnotes)} 条脚注列在正文之后",)
        writer.lines += ["", *(f"注：{note}" for note in footnotes)]
    return (Page("\n".join(writer.lines), None, tuple(writer.headings)),), notes


def _part(main: Part, kind: str) -> BaseOxmlElement | None:
    """The root of a part that the main document points to; None: it has none."""
    try:
        return parse_xml(main.part_related_by(kind).blob)
    except KeyError:
        return None


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables in order, those inside content controls and insertions too."""
    for child in parent.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(child)


def _write_blocks(parent: BaseOxmlElement, writer: Writer) -> None:
    for block in _blocks(parent):
        if block.tag == qn("w:tbl"):
            writer.add_table(_rows(block, writer))
        else:
            _write_paragraph(block, writer)


def _write_paragraph(paragraph: BaseOxmlElement, writer: Writer) -> None:
    style_id = value(paragraph, "w:pPr/w:pStyle")
    if writer.styles.is_contents(style_id):
        writer.contents = True
        return
    text = _text(paragraph).strip("\n")
    number = _number(paragraph, style_id, writer)
    if text.strip():
        writer.add(number + text, _is_heading(paragraph, style_id, text, writer.styles))
    elif not writer.rows:
        writer.add("")
    for box in paragraph.iter(_BOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            _write_blocks(box, writer)


def _text(element: BaseOxmlElement) -> str:
    """The text of a paragraph as printed; runs are joined, soft line breaks become newlines."""
    parts = []
    for child in element.iterchildren():
        if child.tag in _SKIPPED or child.tag == _BOX or _is_hidden(child):
            continue
        if child.tag in (qn("w:t"), _MATH):
            parts.append(child.text or "")
        elif child.tag == qn("w:br") and child.get(qn("w:type")) in ("page", "column"):
            parts.append("\n")
        else:
            parts.append(_BREAKS.get(child.tag) or _text(child))
    return "".join(parts)


def _is_hidden(run: BaseOxmlElement) -> bool:
    return switched(run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")) is True


def _number(paragraph: BaseOxmlElement, style_id: str | None, writer: Writer) -> str:
    """The number that Word puts before the paragraph; "" where it puts none."""
    list_id, depth = numbered(paragraph)
    if list_id is None:
        list_id = writer.styles.inherited(style_id, "list_id")
    if list_id in (None, "0"):
        return ""
    if depth is None:
        depth = writer.styles.inherited(style_id, "depth") or 0
    mark = writer.numbering.next(list_id, depth)
    return f"{mark} " if mark[-1:].isalnum() and mark.isascii() else mark


def _is_heading(
    paragraph: BaseOxmlElement, style_id: str | None, text: str, styles: Styles
) -> bool:
    """Whether the paragraph is styled as a heading, or is short and bold from end to end."""
    outline = value(paragraph, "w:pPr/w:outlineLvl")
    if styles.is_heading(style_id) or (outline is not None and int(outline) < 9):
        return True
    if len(text) > BOLD_HEADING or text.rstrip().endswith(("：", ":", "；", "，")):
        return False
    inherited = bool(styles.inherited(style_id, "bold"))
    runs = [run for run in paragraph.iter(qn("w:r")) if _text(run).strip()]
    marks = (switched(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)
    return bool(runs) and all(inherited if mark is None else mark for mark in marks)


def _rows(table: BaseOxmlElement, writer: Writer) -> list[Row]:
    """The cells of a table as texts; a merged cell's text stands in each place it covers."""
    rows: list[Row] = []
    for line in table.iterchildren(qn("w:tr")):
        if line.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        row = [""] * int(value(line, "w:trPr/w:gridBefore") or 0)
        for cell in line.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not line:
                continue
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            text = _cell_text(cell, writer)
            if merge is not None and merge.get(qn("w:val")) != "restart" and rows:
                text = rows[-1][len(row)] if len(row) < len(rows[-1]) else text
            row += [text] * int(value(cell, "w:tcPr/w:gridSpan") or 1)
        rows.append(row)
    return rows


def _cell_text(cell: BaseOxmlElement, writer: Writer) -> str:
    """A cell's paragraphs as lines, with automatic numbers; a table inside it as its lines."""
    lines = []
    for block in _blocks(cell):
        if block.tag == qn("w:tbl"):
            lines += table_lines(_rows(block, writer))
        else:
            number = _number(block, value(block, "w:pPr/w:pStyle"), writer)
            lines.append(number.rstrip() + _text(block))
    return "\n".join(line for line in lines if line.strip())


def _footnotes(main: Part) -> list[str]:
    """The texts of footnotes and endnotes in order; separators hold no text and drop out."""
    roots = [_part(main, kind) for kind in (RT.FOOTNOTES, RT.ENDNOTES)]
    texts = (_text(note) for root in roots if root is not None for note in root)
    return [" ".join(text.split()) for text in texts if text.strip()]
