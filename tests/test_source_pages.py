"""Pages of a PDF as programs really make them: lying, of several sizes, rows cut without a line."""

from pathlib import Path

import pytest
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from retrieval.sources import open_source
from retrieval.sources.ruling import open_ends

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
BODY = ParagraphStyle("b", fontName="STSong-Light", fontSize=16, leading=28, wordWrap="CJK")
CELL = ParagraphStyle("c", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
TEXT = "督察组反馈意见后市委市政府高度重视多次召开会议研究部署并把任务分解到县区和部门逐项推进整改落实到位"
HEADER = ("序号", "反馈问题", "整改措施", "整改时限")


def table(count: int, widths: tuple[int, ...], **more: int) -> Table:
    """A list of issues, each with a cell of some lines; longer ones are cut by the page's end."""
    rows = [
        [str(i), f"第{i}个问题{TEXT[:9]}", TEXT * (1 + i % 4) + "。", "2024年底前"]
        for i in range(1, count + 1)
    ]
    cells = [[Paragraph(text, CELL) for text in row] for row in (HEADER, *rows)]
    made = Table(cells, colWidths=widths, repeatRows=1, **more)
    made.setStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return made


def frame(size: tuple[float, float]) -> Frame:
    return Frame(70, 70, size[0] - 140, size[1] - 140, 0, 0, 0, 0)


def lying(canvas: Canvas, _: BaseDocTemplate) -> None:
    canvas.rotate(90)
    canvas.translate(0, -A4[0])


def build(path: Path, story: list[Flowable], *templates: PageTemplate) -> str:
    made = BaseDocTemplate(str(path), pagesize=A4)
    made.addPageTemplates(templates)
    made.build(story)
    return "\n".join(page.text for page in open_source(path).pages)


def check_records(text: str, count: int) -> None:
    """Every row is a record, its long cell whole."""
    for i in range(1, count + 1):
        record = text.split(f"序号：{i}\n")[1].split("\n序号：")[0].replace("\n", "")
        assert f"整改措施：{TEXT * (1 + i % 4)}。整改时限：2024年底前" in record


def test_rows_that_the_page_cuts_without_a_line_are_whole(tmp_path):
    story = [table(24, (30, 110, 200, 60), splitInRow=1)]
    text = build(tmp_path / "a.pdf", story, PageTemplate("p", frame(A4)))
    assert open_source(tmp_path / "a.pdf").pages[1].number == 2
    check_records(text, 24)


def test_print_that_lies_on_the_page_is_set_upright(tmp_path):
    wide = landscape(A4)
    story = [Paragraph(TEXT * 2 + "。", BODY), table(9, (30, 150, 300, 90))]
    text = build(tmp_path / "a.pdf", story, PageTemplate("p", frame(wide), onPage=lying))
    assert text.startswith(TEXT * 2 + "。\n")
    check_records(text, 9)


def test_pages_of_two_sizes_have_their_own_margins(tmp_path):
    wide = landscape(A4)
    templates = PageTemplate("p", frame(A4)), PageTemplate("w", frame(wide), pagesize=wide)
    prose = [Paragraph(f"　　{n}、{TEXT}{TEXT}。", BODY) for n in "一二三四五"]
    story = [*prose, NextPageTemplate("w"), PageBreak(), table(24, (30, 150, 300, 90))]
    text = build(tmp_path / "a.pdf", story, *templates)
    assert text.split("\n")[:5] == [f"{n}、{TEXT}{TEXT}。" for n in "一二三四五"]
    assert open_source(tmp_path / "a.pdf").pages[0].headings == ()
    check_records(text, 24)


def cards(path: Path, head: str, number: str) -> list[str]:
    """The lines of a file with one issue a page: a head, the issue, a page number."""
    canvas = Canvas(str(path), pagesize=A4)
    for i in range(1, 7):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(80, 805, head.format(i))
        canvas.drawCentredString(300, 30, number.format(i, "一二三四五六"[i - 1]))
        canvas.setFont("STSong-Light", 16)
        same = "河道污水直排的情况没有改变。"
        lines = [f"问题{i}", *[same] * 23, "整改时限：2024年底前", f"{same[:-1]}，群众有意见。"]
        for row, line in enumerate(lines):
            canvas.drawString(80, 770 - 28 * row, line)
        canvas.showPage()
    canvas.save()
    return [line for page in open_source(path).pages for line in page.text.split("\n")]


@pytest.mark.parametrize("head", ["某市整改报告", "整改简报 {}", "某市整改报告第{}页"])
@pytest.mark.parametrize("number", ["— {} —", "第{}页 共6页", "第{1}页", "Page {} of 6", "{}/6"])
def test_what_counts_pages_goes_and_what_counts_issues_stays(tmp_path, head, number):
    lines = cards(tmp_path / "a.pdf", head, number)
    assert [line for line in lines if "问题" in line] == [f"问题{i}" for i in range(1, 7)]
    assert lines.count("整改时限：2024年底前") == 6
    assert len(set(lines)) == 9
    assert lines.count("河道污水直排的情况没有改变，群众有意见。") == 6


def test_rulings_end_a_row_only_where_all_of_them_do():
    def rulings(*ends: tuple[float, float]) -> list[tuple[float, float, float]]:
        return [(x, *end) for x, end in zip((70, 170, 270), ends, strict=True)]

    lines = [(70.0, 270.0, 100.0)]
    assert open_ends(rulings(*[(100.0, 200.0)] * 3), lines) == [(70, 270, 200.0)]
    assert not open_ends(rulings((100, 200), (100, 200), (100, 300)), [*lines, (70, 270, 300)])
    dots = [(x, y, y + 2.0) for x in (70.0, 170.0, 270.0) for y in range(100, 200, 4)]
    assert [round(y) for _, _, y in open_ends(dots, lines)] == [198]


def test_footnotes_stand_apart_and_their_marks_are_no_figures(tmp_path):
    rows = [TEXT[i % 7 :][:28] for i in range(40)]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for page in range(2):
        canvas.setFont("STSong-Light", 16)
        for row, text in enumerate(rows[20 * page : 20 * page + 20]):
            canvas.drawString(79, 760 - 28 * row, text)
        canvas.drawString(79, 200, f"投入资金{page + 1}2")
        canvas.setFont("STSong-Light", 8)
        canvas.drawString(79 + 16 * 4 + 16, 208, str(page + 1))
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(79, 100, f"{'①②'[page]}数据来源于市统计局年报，")
        canvas.drawString(79, 86, f"并经{'甲乙'[page]}市审计局核对。")
        canvas.drawCentredString(300, 40, f"— {page + 1} —")
        canvas.showPage()
    canvas.save()
    source = open_source(tmp_path / "a.pdf")
    lines = source.pages[1].text.split("\n")
    notes = [f"注：{a}数据来源于市统计局年报，并经{b}市审计局核对。" for a, b in ("①甲", "②乙")]
    assert lines[-3:] == ["", *notes]
    assert source.notes == ("2 条脚注列在正文之后",)
    assert source.pages[0].text.endswith("投入资金12¹")


def test_a_page_without_text_is_noted(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for text in (TEXT[:20], "", TEXT[20:40]):
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(79, 700, text)
        canvas.showPage()
    canvas.save()
    source = open_source(tmp_path / "a.pdf")
    assert [page.text for page in source.pages] == [TEXT[:20], "", TEXT[20:40]]
    assert source.notes == ("第2页没有文字：是空白页，或已损坏，请核对原文件",)
