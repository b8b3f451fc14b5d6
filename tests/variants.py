"""One report in the formats that offices send it in, and what differs between two readings."""

import difflib
import re
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import docx
import pypdfium2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from retrieval.records import Document, Issue

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

HEADING = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）.{2,40}$")
MARGIN, SIZE, LEADING = 79, 16, 28
"""Of an official document (GB/T 9704) in points: 28 mm at the side, 三号 print, 28 pt a line."""


def is_heading(line: str) -> bool:
    """Whether a writer would set the line as a heading: numbered and short."""
    return bool(HEADING.match(line)) and len(line) < 60 and not line.endswith(("。", "；"))


def write_word(lines: Sequence[str], path: Path) -> None:
    """A .docx: title centred, headings bold, runs cut anywhere, header, footer with a page number."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = lines[0][:20]
    footer = document.sections[0].footer.paragraphs[0]
    for text in ("— ", None, " —"):
        run = footer.add_run(text)
        if text is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._r.append(field)
    for i, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(2 * SIZE) if i else None
        paragraph.alignment = None if i else WD_ALIGN_PARAGRAPH.CENTER
        for start in range(0, len(line), 7):
            paragraph.add_run(line[start : start + 7]).bold = is_heading(line) or None
    document.save(path)


def write_web(lines: Sequence[str], path: Path) -> None:
    """An .html in GB18030 as an authority's site has it, with menus, share buttons and a footer."""
    body = "".join(
        f"<p><strong>{line}</strong></p>" if is_heading(line) else f"<p>　　{line}</p>\n"
        for line in lines[1:]
    )
    page = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>{lines[0]}</title></head>
<body><div class="nav"><ul><li><a>首页</a></li><li><a>政务公开</a></li><li><a>办事服务</a></li></ul></div>
<div class="main"><h1>{lines[0]}</h1><div class="share">分享到：<a>微信</a><a>微博</a></div>
<div id="zoom">{body}</div></div><div class="footer">版权所有 某某省人民政府 备案号00000000</div></body></html>"""
    path.write_bytes(page.encode("gb18030"))


def write_pdf(lines: Sequence[str], path: Path, columns: int = 1, size: float = SIZE) -> None:
    """A .pdf with a running head, page numbers `— 7 —`, indented paragraphs, headings of a size
    of their own, and `columns` columns."""
    gap, leading = 24, LEADING * size / SIZE
    width = (A4[0] - 2 * MARGIN - (columns - 1) * gap) / columns
    frames = [
        Frame(MARGIN + i * (width + gap), 90, width, A4[1] - 190, *[0] * 4) for i in range(columns)
    ]

    def edges(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 60, lines[0][:20])
        canvas.drawCentredString(A4[0] / 2, 50, f"— {document.page} —")

    made = BaseDocTemplate(str(path), pagesize=A4)
    made.addPageTemplates(PageTemplate(frames=frames, onPage=edges))
    made.build([_set(line, size, leading, not i) for i, line in enumerate(lines)])


def write_scan(pdf: Path, path: Path, pages: Sequence[int], turn: float = 0.6) -> None:
    """Pages (from 0) of a .pdf as a .pdf of pictures, turned by `turn` degrees, with grey noise."""
    pictures = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in pages:
            paper = document[number].render(scale=150 / 72).to_pil().convert("L")
            noise = Image.effect_noise(paper.size, 60)
            turned = paper.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
            pictures.append(Image.blend(turned, noise, 0.12))
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=150)


@cache
def draws_chinese() -> bool:
    """Whether PDFium finds a font of this machine for Chinese that is not in the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        write_pdf(["督察整改情况报告"] * 20, path)
        with pypdfium2.PdfDocument(path) as document:
            light = document[0].render().to_pil().convert("L").histogram()
    return sum(light[:128]) > 2000


WRITERS: dict[str, Callable[[Sequence[str], Path], None]] = {
    "docx": write_word,
    "html": write_web,
    "pdf": write_pdf,
}


def likeness(one: str, other: str) -> float:
    """Share of characters that two texts have in common and in order, blanks aside, in [0, 1]."""
    first, second = ([re.sub(r"\s", "", x) for x in t.split("\n")] for t in (one, other))
    first, second = ([line for line in lines if line] for lines in (first, second))
    same = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(
        None, first, second, autojunk=False
    ).get_opcodes():
        old, new = "".join(first[a:b]), "".join(second[c:d])
        if tag == "equal":
            same += len(old)
        elif tag == "replace":
            pieces = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
            same += sum(piece.size for piece in pieces)
    return 2 * same / (sum(map(len, first)) + sum(map(len, second)))


def row(issue: Issue) -> tuple[object, ...]:
    """What the ledger says of an issue, blanks aside."""
    fields = (field and field.text for field in (issue.deadline, issue.status))
    words = (issue.number, issue.title, *fields)
    return (*("".join((word or "").split()) for word in words), issue.organisations)


def unlike(one: Document, other: Document) -> list[tuple[object, object]]:
    """The rows of two ledgers that differ, pairwise."""
    first, second = ([row(issue) for issue in document.issues] for document in (one, other))
    longest = max(len(first), len(second))
    first, second = (rows + [()] * (longest - len(rows)) for rows in (first, second))
    return [(a, b) for a, b in zip(first, second, strict=True) if a != b]


def _set(line: str, size: float, leading: float, title: bool) -> Flowable:
    """A line of the report as a paragraph of the page."""
    style = ParagraphStyle("p", fontName="STSong-Light", fontSize=size, leading=leading)
    style.wordWrap = "CJK"
    if title:
        style.fontSize, style.leading, style.alignment = 1.4 * size, 1.4 * leading, TA_CENTER
    else:
        style.firstLineIndent = 2 * size
    return Paragraph(line.replace("&", "&amp;").replace("<", "&lt;"), style)
