"""The same report in every format gives the same text."""

import json
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from variants import (
    WRITERS,
    draws_chinese,
    likeness,
    unlike,
    write_pdf,
    write_scan,
    write_web,
    write_word,
)

from retrieval.records import Document, Source
from retrieval.sources import open_source
from retrieval.structure import parse_report

DATA = Path(__file__).parent / "data" / "sources"
SMALL = (DATA / "small.txt").read_text("utf-8").strip().split("\n")


def text_of(source: Source) -> str:
    return "\n".join(page.text for page in source.pages)


def as_text(lines: list[str], path: Path) -> None:
    path.write_text("\n".join(lines), "gb18030")


@pytest.mark.parametrize(
    ("name", "build"),
    [("a.txt", as_text), ("a.docx", write_word), ("a.html", write_web), ("a.pdf", write_pdf)],
)
def test_a_report_reads_the_same_line_by_line(
    tmp_path, name: str, build: Callable[[list[str], Path], None]
):
    build(SMALL, tmp_path / name)
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
def test_sample_reports_have_the_same_text_in_each_format(text: str, other: str):
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


REPORTS = Path(__file__).parent / "data" / "reports"
FORMATS = {**WRITERS, "columns.pdf": partial(write_pdf, columns=2, size=10.5)}


@cache
def plain(pattern: str) -> Document:
    return parse_report(open_source(next(REPORTS.glob(pattern))), "a")


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        *(("新疆*.txt", kind) for kind in FORMATS),
        ("t1.txt", "columns.pdf"),
        ("t3a.txt", "pdf"),
        ("t3a.txt", "docx"),
        ("t3b.txt", "html"),
        ("r1.txt", "pdf"),
        ("r2.txt", "columns.pdf"),
    ],
)
def test_a_whole_report_has_the_same_ledger_and_text_in_every_format(tmp_path, pattern, kind):
    base = plain(pattern)
    path = tmp_path / f"a.{kind}"
    FORMATS[kind](base.report.text.split("\n"), path)
    document = parse_report(open_source(path, confined=False), "a")
    assert unlike(base, document) == []
    lines = ([bare(line) for line in one.report.text.split("\n")] for one in (base, document))
    assert next(lines) == next(lines)


@pytest.mark.skipif(not draws_chinese(), reason="no Chinese font: install fonts-noto-cjk")
def test_a_scanned_page_of_a_report_keeps_its_ledger(tmp_path):
    lines = plain("t3b.txt").report.text.split("\n")[6:9]
    write_pdf(lines, tmp_path / "drawn.pdf", size=12)
    write_scan(tmp_path / "drawn.pdf", tmp_path / "scan.pdf", [0])
    drawn = open_source(tmp_path / "drawn.pdf")
    base = parse_report(Source("a", "0" * 64, drawn.pages[:1]), "a")
    source = open_source(tmp_path / "scan.pdf")
    document = parse_report(source, "a")
    assert re.fullmatch(r"文字由图片识别得到，平均置信度 0\.9\d", source.notes[0])
    assert likeness(base.report.text, document.report.text) >= 0.95
    fields = [
        [(i.number, i.deadline.text, i.status.text, i.organisations) for i in one.issues]
        for one in (base, document)
    ]
    assert len(fields[0]) > 1
    assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("name", "ledger"),
    [
        ("r1_整改方案.docx", "r1"),
        ("r2_整改清单.xlsx", "r2"),
        ("r2_整改清单.pdf", "r2"),
    ],
)
def test_sample_reports_meet_their_gold_ledger_from_each_format(name: str, ledger: str):
    text = (REPORTS / f"{ledger}_ledger.jsonl").read_text("utf-8")
    gold = [json.loads(line) for line in text.splitlines()]
    issues = parse_report(open_source(DATA / name), ledger).issues
    assert [
        (i.number, bare(i.deadline.text), bare(i.status.text), sorted(i.organisations))
        for i in issues
    ] == [
        (g["issue"], bare(g["deadline"]), bare(g["status"]), sorted(g["responsible"])) for g in gold
    ]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_paragraph_that_crosses_a_page_is_whole_and_its_page_is_known(tmp_path):
    write_pdf(plain("t3a.txt").report.text.split("\n"), tmp_path / "a.pdf")
    pages = open_source(tmp_path / "a.pdf").pages
    told = [page.joined for page in pages[1:]]
    assert True in told and False in told
    report = parse_report(Source("a", "0" * 64, pages), "a").report
    for page, start in zip(pages, report.page_starts, strict=True):
        first = bare(page.text.split("\n")[0])[:8]
        assert bare(report.text[start : start + 40]).startswith(first)
