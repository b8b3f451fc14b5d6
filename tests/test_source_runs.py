"""Word files as Word really writes them: tracked changes, text boxes, content controls, old merges."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from retrieval.sources import open_source

NAMES = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def box(*paragraphs: str) -> str:
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"


def item(text: str, list_id: int, depth: int = 0) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(run(text), properties=numbers)


def level(depth: int, style: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lines_of(folder: Path, *blocks: str, lists: tuple[str, ...] = ()) -> list[str]:
    """The lines of a document with these blocks, and these definitions of lists."""
    document = docx.Document()
    end = document.element.body.find(qn("w:sectPr"))
    for block in parse_xml(f"<w:body {NAMES}>{''.join(blocks)}</w:body>"):
        end.addprevious(block)
    if lists:
        numbering = document.part.numbering_part.element
        numbering[:] = parse_xml(f"<w:numbering {NAMES}>{''.join(lists)}</w:numbering>")[:]
    document.save(folder / "a.docx")
    return open_source(folder / "a.docx").pages[0].text.rstrip("\n").split("\n")


def test_a_deleted_paragraph_end_joins_two_and_counts_no_number(tmp_path):
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    lines = lines_of(
        tmp_path,
        paragraph(run("罚款1"), properties=gone),
        paragraph(run("2万元。")),
        item("甲", 1),
        paragraph(
            '<w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>',
            properties=numbers + gone,
        ),
        item("乙", 1),
        lists=(
            f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "问题%1：")}</w:abstractNum>',
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        ),
    )
    assert lines == ["罚款12万元。", "问题1：甲", "问题2：乙"]


def test_lists_that_count_in_arabic_below_chinese_go_on_or_stand_for_a_style(tmp_path):
    levels = (
        level(0, "chineseCounting", "第%1章 "),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%3.", '<w:lvlRestart w:val="0"/>'),
    )
    lines = lines_of(
        tmp_path,
        *(item(text, 1, depth) for text, depth in [("总则", 0), ("甲", 1), ("乙", 2), ("附则", 0)]),
        *(item(text, 2, depth) for text, depth in [("丙", 1), ("丁", 2)]),
        lists=(
            '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="own"/></w:abstractNum>',
            f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="own"/>{"".join(levels)}'
            "</w:abstractNum>",
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
            '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
        ),
    )
    assert lines == ["第一章 总则", "1.1 甲", "1.乙", "第二章 附则", "2.1 丙", "2.丁"]


def test_boxes_are_read_once_wherever_they_hang(tmp_path):
    inner = paragraph(run("外框"), box(paragraph(run("内框"))))
    cells = "".join(
        f"<w:tc>{content}</w:tc>"
        for content in (paragraph(run("甲"), box(paragraph(run("格内框")))), paragraph(run("乙")))
    )
    lines = lines_of(
        tmp_path, paragraph(run("段"), box(inner)), f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    )
    assert lines == ["段", "外框", "内框", "甲 格内框  乙"]


def test_rows_in_content_controls_and_old_merges_are_kept(tmp_path):
    def row(*cells: str, merged: bool = False) -> str:
        marks = ['<w:hMerge w:val="restart"/>', "<w:hMerge/>"] if merged else ["", ""]
        return "".join(
            f"<w:tc><w:tcPr>{marks[i % 2]}</w:tcPr>{paragraph(run(text))}</w:tc>"
            for i, text in enumerate(cells)
        )

    header = f"<w:tr>{row('类别', '数量')}</w:tr>"
    kept = f"<w:sdt><w:sdtContent><w:tr>{row('水', '5')}</w:tr></w:sdtContent></w:sdt>"
    lines = lines_of(
        tmp_path, f"<w:tbl>{header}{kept}<w:tr>{row('合计五项', '', merged=True)}</w:tr></w:tbl>"
    )
    assert lines == ["类别：水；数量：5", "合计五项"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("12×10") + run("4", '<w:vertAlign w:val="superscript"/>') + run("元"), "12×10⁴元"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("完成"), "☑完成"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>' + run("巡查"), "②巡查"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>juàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>鄄</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>" + run("城县"),
            "鄄城县",
        ),
    ],
)  # fmt: skip
def test_runs_read_as_word_shows_them(tmp_path, inside, text):
    assert lines_of(tmp_path, paragraph(inside)) == [text]


def test_bold_by_a_style_of_characters_makes_a_heading(tmp_path):
    lines_of(
        tmp_path,
        paragraph(run("一、总体要求", '<w:rStyle w:val="Strong"/>')),
        paragraph(run("正文。")),
    )
    assert open_source(tmp_path / "a.docx").pages[0].headings == (0,)


def test_embedded_documents_are_noted(tmp_path):
    lines_of(tmp_path, paragraph(run("正文。")), "<w:altChunk/>")
    assert "1 处嵌入的外部文档未读取" in open_source(tmp_path / "a.docx").notes[0]


def test_a_table_of_contents_is_known_without_its_styles(tmp_path):
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    begin = field("begin") + "<w:r><w:instrText> TOC </w:instrText></w:r>" + field("separate")
    page = field("begin") + "<w:r><w:instrText> PAGEREF a </w:instrText></w:r>" + field("end")
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    title = f"<w:sdt>{gallery}<w:sdtContent>{paragraph(run('目录'))}</w:sdtContent></w:sdt>"
    lines = lines_of(
        tmp_path,
        title,
        paragraph(begin, run("一、甲 3"), page),
        paragraph(run("二、乙 5"), field("end")),
        paragraph(run("一、甲")),
    )
    assert lines == ["一、甲"]
    assert open_source(tmp_path / "a.docx").notes == ("文件中的目录未收入正文",)
