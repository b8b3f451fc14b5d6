"""PDF files: paragraphs made whole, edges taken off, tables rebuilt across pages."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from retrieval.records import Page
from retrieval.sources import open_source

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
BODY = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
LEFT, WIDE = 90, 30  # left margin in points, letters a line
LONG = "督察发现，城北片区有11处直排口未截污，每日约2600吨生活污水直接排入白沙河，群众反映强烈。"


def drawn(path: Path, pages: list[list[tuple[float, float, str]]]) -> tuple[Page, ...]:
    """A PDF with each text at its place (x, y from the top) in 12 pt, and what is read of it."""
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        canvas.setFont("STSong-Light", 12)
        for x, y, text in page:
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return open_source(path).pages


def wrapped(text: str, top: float) -> list[tuple[float, float, str]]:
    """A paragraph set by hand: first line indented by two letters, WIDE letters a line."""
    lines = [text[: WIDE - 2]] + [text[i : i + WIDE] for i in range(WIDE - 2, len(text), WIDE)]
    return [(LEFT + 24 * (not i), top + 20 * i, line) for i, line in enumerate(lines)]


def test_lines_that_the_width_wrapped_become_paragraphs(tmp_path):
    text = (
        "整治总投资一千二百万元，其中中央资金六百万元、省级资金三百万元、市级资金三百万元，已到位。"
    )
    page = [*wrapped(text, 120), *wrapped(text, 220), (LEFT + 24, 320, "整改时限：二〇二三年底前")]
    assert drawn(tmp_path / "a.pdf", [page])[0].text.split("\n") == [
        text, text, "整改时限：二〇二三年底前",
    ]  # fmt: skip


def test_running_heads_and_page_numbers_go_and_pages_are_counted(tmp_path):
    pages = [
        [
            (LEFT, 40, "临江县督察整改报告"),
            *wrapped(f"第{n}段正文内容。", 150),
            (290, 810, f"— {n} —"),
        ]
        for n in "一二三四五六"
    ]
    for number, page in enumerate(pages, 1):
        page[-1] = (290, 810, f"— {number} —")
    read = drawn(tmp_path / "a.pdf", pages)
    assert [page.number for page in read] == [1, 2, 3, 4, 5, 6]
    assert [page.text for page in read] == [f"第{n}段正文内容。" for n in "一二三四五六"]


def test_blanks_round_figures_are_closed_and_latin_words_stay_apart(tmp_path):
    page = drawn(tmp_path / "a.pdf", [[(LEFT, 150, "优良天数 255 天，采用 Clean Air 标准。")]])[0]
    assert page.text == "优良天数255天，采用Clean Air标准。"


def test_text_printed_twice_is_read_once_and_a_watermark_not_at_all(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("STSong-Light", 12)
    for shift in (0, 0.3):
        canvas.drawString(LEFT + shift, 600, "罚款12万元，已缴清。")
    canvas.rotate(45)
    canvas.drawString(500, 100, "内部资料")
    canvas.save()
    assert open_source(tmp_path / "a.pdf").pages[0].text == "罚款12万元，已缴清。"


def test_a_table_across_pages_is_rebuilt_row_by_row(tmp_path):
    rows = [["序号", "存在问题", "整改时限"]]
    rows += [[str(n), f"问题{n}：{LONG}", f"2024年{n}月底前"] for n in range(1, 13)]
    cells = [[Paragraph(text, BODY) for text in row] for row in rows]
    table = Table(
        cells,
        [50, 260, 100],
        repeatRows=1,
        style=[("GRID", (0, 0), (-1, -1), 0.5, 0)],
    )
    SimpleDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4).build([table])
    pages = open_source(tmp_path / "a.pdf").pages
    assert len(pages) > 1
    lines = [line for page in pages for line in page.text.split("\n") if line]
    assert lines == [
        line
        for n in range(1, 13)
        for line in (f"序号：{n}", f"存在问题：问题{n}：{LONG}", f"整改时限：2024年{n}月底前")
    ]
    assert pages[1].text.lstrip().startswith("序号：")


def test_larger_print_is_a_heading(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("STSong-Light", 18)
    canvas.drawString(200, 700, "整改情况报告")
    canvas.setFont("STSong-Light", 12)
    for i in range(4):
        canvas.drawString(LEFT, 650 - 20 * i, "正文内容说明整改进展情况。")
    canvas.save()
    assert open_source(tmp_path / "a.pdf").pages[0].headings == (0,)


@pytest.mark.parametrize("pages", [40])
def test_progress_is_told_page_by_page(tmp_path, pages):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for number in range(pages):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(LEFT, 600, f"正文第{number}段。")
        canvas.showPage()
    canvas.save()
    told: list[tuple[int, int, str]] = []
    open_source(tmp_path / "a.pdf", progress=lambda *page: told.append(page))
    assert told == [(i, pages, "读取") for i in range(1, pages + 1)]
