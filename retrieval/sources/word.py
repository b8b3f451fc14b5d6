"""Word files (.docx): paragraphs, automatic numbers and tables in the order of the document.

Headers, footers, tracked deletions, hidden text and the table of contents are left out; footnotes
stand at the end.
"""

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
from retrieval.sources.cells import rows_of
from retrieval.sources.numbering import Numbering, read_numbering
from retrieval.sources.runs import blocks, boxes, contents, is_bold, text_of
from retrieval.sources.styles import Styles, numbered, read_styles, value
from retrieval.sources.table import Row, continued, table_lines

BOLD_HEADING = 80
"""Longest paragraph in bold that counts as a heading, in characters."""


@dataclass
class Writer:
    """The lines written so far, with what is needed to write the next."""

    styles: Styles
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    listed: set[BaseOxmlElement] = field(default_factory=set)  # paragraphs of the contents
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

    def number(self, paragraph: BaseOxmlElement) -> str:
        """The number that Word puts before the paragraph, counted; "" where it puts none."""
        style_id = value(paragraph, "w:pPr/w:pStyle")
        list_id, depth = numbered(paragraph)
        if list_id is None:
            list_id = self.styles.inherited(style_id, "list_id")
        if list_id in (None, "0"):
            return ""
        if depth is None:
            depth = self.styles.inherited(style_id, "depth") or 0
        mark = self.numbering.next(list_id, depth)
        return f"{mark} " if mark[-1:].isalnum() and mark.isascii() else mark

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
    writer.listed = contents(body)
    _write_blocks(body, writer)
    writer.close_table()
    notes = ("文件中的目录未收入正文",) if writer.contents else ()
    pictures = sum(1 for _ in body.iter(qn("a:blip")))
    if not any(writer.lines):
        found = f"“{path.name}”里没有文字" + (f"，只有 {pictures} 张图片" if pictures else "")
        cure = "若正文是图片，请另存为 .pdf 后再放入；否则请用 Word 打开，另存为 .docx"
        raise UnreadableSource(found, "应有报告正文", cure)
    chunks = sum(1 for _ in body.iter(qn("w:altChunk")))
    if chunks:
        notes += (f"{chunks} 处嵌入的外部文档未读取，请用 Word 打开，另存为 .docx",)
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


def _write_blocks(parent: BaseOxmlElement, writer: Writer) -> None:
    for block, text in blocks(parent):
        if block.tag == qn("w:tbl"):
            writer.add_table(rows_of(block, writer.number))
        else:
            _write_paragraph(block, text.strip("\n"), writer)


def _write_paragraph(paragraph: BaseOxmlElement, text: str, writer: Writer) -> None:
    style_id = value(paragraph, "w:pPr/w:pStyle")
    if paragraph in writer.listed or writer.styles.is_contents(style_id):
        writer.contents = True
        return
    number = writer.number(paragraph)
    if text.strip():
        writer.add(number + text, _is_heading(paragraph, text, writer.styles))
    elif not writer.rows:
        writer.add("")
    for box in boxes(paragraph):
        _write_blocks(box, writer)


def _is_heading(paragraph: BaseOxmlElement, text: str, styles: Styles) -> bool:
    """Whether the paragraph is styled as a heading, or is short and bold from end to end."""
    style_id = value(paragraph, "w:pPr/w:pStyle")
    outline = value(paragraph, "w:pPr/w:outlineLvl")
    if styles.is_heading(style_id) or (outline is not None and int(outline) < 9):
        return True
    if len(text) > BOLD_HEADING or text.rstrip().endswith(("：", ":", "；", "，")):
        return False
    return is_bold(paragraph, bool(styles.inherited(style_id, "bold")), styles)


def _footnotes(main: Part) -> list[str]:
    """The texts of footnotes and endnotes in order; separators hold no text and drop out."""
    roots = [_part(main, kind) for kind in (RT.FOOTNOTES, RT.ENDNOTES)]
    texts = (text_of(note) for root in roots if root is not None for note in root)
    return [" ".join(text.split()) for text in texts if text.strip()]
