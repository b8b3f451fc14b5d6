"""Word files: what Word shows and only that, in its order."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from retrieval.sources import open_source
from retrieval.sources.counting import chinese, formatted


def lines_of(document: "docx.document.Document", folder: Path) -> list[str]:
    document.save(folder / "a.docx")
    return open_source(folder / "a.docx").pages[0].text.split("\n")


def add_list(document: "docx.document.Document", levels: list[tuple[str, str]]) -> str:
    """Define a list with a level for each (number format, text); its id."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for depth, (style, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "90")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    num.append(link)
    root.append(num)
    return "90"


def add_item(document: "docx.document.Document", text: str, list_id: str, depth: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = int(list_id)
    properties.get_or_add_ilvl().val = depth


def test_automatic_numbers_are_written_out(tmp_path):
    document = docx.Document()
    styles = [
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
    ]
    list_id = add_list(document, styles)
    for text, depth in [
        ("甲", 0),
        ("乙", 1),
        ("丙", 2),
        ("丁", 2),
        ("戊", 1),
        ("己", 0),
        ("庚", 1),
    ]:
        add_item(document, text, list_id, depth)
    assert lines_of(document, tmp_path) == [
        "一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "二、己", "（一）庚",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (24, "二十四"), (105, "一百零五")],
)
def test_numbers_in_chinese(number, text):
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("decimalEnclosedCircle", "③"),
        ("upperRoman", "III"),
        ("lowerLetter", "c"),
        ("decimalZero", "03"),
        ("chineseLegalSimplified", "叁"),
        ("ideographTraditional", "丙"),
        ("decimalFullWidth", "３"),
    ],
)
def test_number_formats_of_word(style, text):
    assert formatted(3, style) == text


def test_runs_join_and_soft_breaks_begin_lines(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in ("罚款", "1", "2", "万元"):
        paragraph.add_run(run)
    paragraph.add_run().add_break()
    paragraph.add_run("整改时限：2024年")
    assert lines_of(document, tmp_path) == ["罚款12万元", "整改时限：2024年"]


def test_headings_by_style_and_by_bold(tmp_path):
    document = docx.Document()
    document.add_heading("整改方案", 0)
    document.add_paragraph("").add_run("一、总体要求").bold = True
    document.add_paragraph("坚持生态优先。")
    document.add_heading("二、工作目标", 2)
    labelled = document.add_paragraph("")
    labelled.add_run("整改目标：").bold = True
    lines_of(document, tmp_path)
    page = open_source(tmp_path / "a.docx").pages[0]
    assert [page.text.split("\n")[i] for i in page.headings] == [
        "整改方案", "一、总体要求", "二、工作目标",
    ]  # fmt: skip


def test_merged_cells_are_filled_and_tables_stand_in_place(tmp_path):
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(3, 3)
    cells = [
        ["序号", "存在问题", "整改时限"],
        ["1", "污水直排河道。", "2024年"],
        ["2", "扬尘管控不力。", ""],
    ]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    document.add_paragraph("后")
    lines = lines_of(document, tmp_path)
    assert lines[0] == "前"
    assert lines[-1] == "后"
    assert lines.count("整改时限：2024年") == 2


def test_headers_deletions_and_hidden_text_are_left_out(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    paragraph = document.add_paragraph("共")
    deleted = OxmlElement("w:del")
    deleted.append(paragraph.add_run("7")._r)
    paragraph._p.append(deleted)
    paragraph.add_run("8项")
    paragraph.add_run("暗").font.hidden = True
    assert lines_of(document, tmp_path) == ["共8项"]


def test_a_document_of_pictures_says_so(tmp_path):
    from PIL import Image

    from retrieval.errors import UnreadableSource

    Image.new("1", (20, 20)).save(tmp_path / "p.png")
    document = docx.Document()
    document.add_picture(str(tmp_path / "p.png"))
    with pytest.raises(UnreadableSource, match="1 张图片.*另存为 .pdf"):
        lines_of(document, tmp_path)
