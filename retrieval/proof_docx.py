"""A proof as a Word document."""

import io
import re

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from retrieval.proof import Proof, Quoted
from retrieval.proof_words import facts, headline, how_to_check, related_label, subtitle

_FONT = "Microsoft YaHei"
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold; python-docx raises on it."""


def proof_docx(proof: Proof) -> bytes:
    """The file's bytes; texts are stored as text, highlighted in yellow where the answer stands."""
    document = Document()
    _set_up(document, proof)
    document.add_paragraph(f"问：{_clean(proof.answer.question)}")
    if proof.answer.resolved:
        document.add_paragraph(f"↳ = {_clean(proof.answer.resolved)}")
    answer = document.add_paragraph().add_run(_clean(headline(proof)))
    answer.bold, answer.font.size = True, Pt(20)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, text in facts(proof):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, _clean(text)
        cells[0].width, cells[1].width = Cm(3), Cm(12.5)
    _section(document, "原文", proof, proof.quoted)
    _section(document, related_label(proof), proof, proof.related)
    document.add_heading("怎样核对", 2)
    for step in how_to_check(proof):
        document.add_paragraph(step, style="List Number")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _set_up(document, proof: Proof) -> None:
    for name in ("Normal", "Title", "Heading 2"):
        font = document.styles[name].font
        font.name = _FONT
        # Word has a font of its own for Chinese characters.
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(
            qn("w:eastAsia"), _FONT
        )
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = "整改问答 · 证据包"
    document.core_properties.author = "整改问答"
    document.core_properties.created = proof.at.replace(tzinfo=None)
    document.add_heading("整改问答 · 证据包", 2)


def _section(document, title: str, proof: Proof, quoted: tuple[Quoted, ...]) -> None:
    if not quoted:
        return
    document.add_heading(title, 2)
    for quotation in quoted:
        place = f"{quotation.heading}　{subtitle(proof, quotation)}".strip()
        document.add_paragraph().add_run(_clean(place)).bold = True
        paragraph = document.add_paragraph()
        for piece, marked in quotation.pieces():
            run = paragraph.add_run(_clean(piece))
            if marked:
                run.bold, run.font.highlight_color = True, WD_COLOR_INDEX.YELLOW


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
