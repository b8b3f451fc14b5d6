"""The same report in every format gives the same text."""

import difflib
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from retrieval.records import Source
from retrieval.sources import open_source

DATA = Path(__file__).parent / "data" / "sources"
SMALL = (DATA / "small.txt").read_text("utf-8").strip().split("\n")


def text_of(source: Source) -> str:
    return "\n".join(page.text for page in source.pages)


def likeness(one: str, other: str) -> float:
    """Share of characters that two texts have in common and in order, blanks aside, in [0, 1]."""
    bare = [re.sub(r"\s", "", text) for text in (one, other)]
    return difflib.SequenceMatcher(None, *bare, autojunk=False).ratio()


def as_text(path: Path) -> None:
    path.write_text("\n".join(SMALL), "gb18030")


def as_word(path: Path) -> None:
    document = docx.Document()
    for line in SMALL:
        document.add_paragraph(line)
    document.save(path)


def as_web(path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in SMALL)
    menu = "<div class='nav'><a>首页</a><a>要闻</a></div>"
    path.write_text(f"<html><body>{menu}<div>{body}</div></body></html>", "utf-8")


def as_pdf(path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "p", fontName="STSong-Light", fontSize=14, leading=26, firstLineIndent=28, wordWrap="CJK"
    )
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(line, style) for line in SMALL])


@pytest.mark.parametrize(
    ("name", "build"),
    [("a.txt", as_text), ("a.docx", as_word), ("a.html", as_web), ("a.pdf", as_pdf)],
)
def test_a_report_reads_the_same_line_by_line(tmp_path, name: str, build: Callable[[Path], None]):
    build(tmp_path / name)
    lines = text_of(open_source(tmp_path / name)).split("\n")
    assert [line for line in lines if line] == SMALL


def test_a_scan_askew_and_with_noise_reads_nearly_the_same():
    source = open_source(DATA / "small_scan.png")
    assert likeness("\n".join(SMALL), text_of(source)) >= 0.98
    assert re.fullmatch(r"文字由图片识别得到，平均置信度 0\.9\d", source.notes[0])
    assert [page.number for page in source.pages] == [1]
    lines = text_of(source).split("\n")
    assert lines[3] == SMALL[3]
    assert lines[9] == SMALL[9]


@pytest.mark.parametrize(
    ("text", "other"),
    [("r1.txt", "r1_整改方案.docx"), ("r2.txt", "r2_整改清单.xlsx"), ("r2.txt", "r2_整改清单.pdf")],
)
def test_sample_reports_read_the_same_in_each_format(text: str, other: str):
    assert likeness(*(text_of(open_source(DATA / name)) for name in (text, other))) >= 0.999


@pytest.mark.parametrize("name", ["r2_整改清单.xlsx", "r2_整改清单.pdf"])
def test_every_row_of_the_list_becomes_a_record_with_all_its_fields(name: str):
    records = re.split(r"\n(?=序号：)", text_of(open_source(DATA / name)))[1:]
    assert [re.match(r"序号：(\d+)$", r, re.MULTILINE)[1] for r in records] == [
        str(n) for n in range(1, 19)
    ]
    labels = [
        "督察反馈问题",
        "整改目标",
        "整改措施",
        "牵头单位",
        "整改时限",
        "完成情况",
        "佐证材料",
    ]
    for record in records:
        assert re.findall(rf"^({'|'.join(labels)})：", record, re.MULTILINE) == labels


def test_records_of_a_pdf_stand_on_the_page_they_begin_on():
    pages = open_source(DATA / "r2_整改清单.pdf").pages
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6]
    assert "序号：1\n" in pages[0].text
    assert "序号：4\n" in pages[1].text
    assert "问题类别：水环境" in pages[5].text
