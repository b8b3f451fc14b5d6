"""Text and Markdown: any encoding, any line end, nothing of the text lost."""

import re
from pathlib import Path

import pytest

from retrieval.sources import open_source
from retrieval.sources.text import decode

TEXT = "一、水环境方面\n序号：1\n整改时限：2024年6月底前，并长期坚持；投入1265.8万元。\n"


def read(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return "\n".join(page.text for page in open_source(path).pages)


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_every_usual_encoding_gives_the_same_text(tmp_path, encoding, bom):
    assert read(tmp_path / "a.txt", bom + TEXT.encode(encoding)) == TEXT


def test_a_rare_character_of_gb18030_survives(tmp_path):
    assert "沄江㬚" in read(tmp_path / "a.txt", ("沄江㬚，" + TEXT).encode("gb18030"))


def test_one_bad_byte_is_noted_and_the_rest_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes((TEXT * 5).encode().replace("水".encode(), b"\xe6\xb0", 1))
    source = open_source(path)
    assert source.notes == ("有 1 处字符无法识别，以“\ufffd”显示",)
    assert source.pages[0].text.count("1265.8万元") == 5


def test_line_ends_and_form_feeds_become_plain_lines(tmp_path):
    assert read(tmp_path / "a.txt", "第一页\r\n末行\f第二页\r末行".encode()) == (
        "第一页\n末行\n\n第二页\n末行"
    )


def test_text_has_one_page_without_number(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    source = open_source(tmp_path / "a.txt")
    assert [page.number for page in source.pages] == [None]
    assert source.name == "a.txt"
    assert len(source.sha256) == 64


def test_rows_of_tabs_become_labelled_lines(tmp_path):
    text = read(tmp_path / "a.txt", "附表\n类别\t数量\t投入（万元）\n水\t5\t52300\n".encode())
    assert text == "附表\n类别：水；数量：5；投入（万元）：52300\n"


def test_markdown_loses_its_marks_and_keeps_headings(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# 整改**报告**\n\n- 见[方案](http://a)\n\n| 类别 | 数量 |\n|---|---|\n| 水 | 5 |\n",
        "utf-8",
    )
    page = open_source(path).pages[0]
    assert page.text.split("\n") == ["整改报告", "", "见方案", "", "类别：水；数量：5", ""]
    assert page.headings == (0,)


def test_bytes_of_gb18030_are_not_taken_for_utf16():
    assert decode("督察整改情况报告".encode("gb18030"))[0] == "督察整改情况报告"


def test_traditional_text_in_big5_is_told_from_gb18030(tmp_path):
    text = "一、問題長期存在，關於環境保護的整改情況。\n整改時限：2024年12月底前完成。\n"
    assert read(tmp_path / "a.txt", text.encode("big5hkscs")) == text


def test_markdown_reads_as_it_is_shown(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "整改报告\n====\n\n一、总体\n---\n- [x] 完成*大半*<br>2*3*4=24，pH&lt;7\n\n---\n"
        "| 类别 | 说明 |\n|---|---|\n| 水 | 甲<br>乙 |\n",
        "utf-8",
    )
    page = open_source(path).pages[0]
    lines = [
        "整改报告",
        "",
        "一、总体",
        "☑ 完成大半",
        "2*3*4=24，pH<7",
        "",
        "类别：水；说明：甲 乙",
        "",
    ]
    assert page.text.split("\n") == lines
    assert page.headings == (0, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_zeros_that_a_broken_copy_leaves_change_nothing(tmp_path, encoding):
    assert read(tmp_path / "a.txt", (TEXT * 3).encode(encoding) + b"\x00" * 4096) == TEXT * 3
    assert read(tmp_path / "b.txt", (TEXT * 3 + "\x00").encode("utf-8") + b"\n") == TEXT * 3 + "\n"


BARRED = """整改清单

| 序号 | 问题 | 整改时限 | 责任单位 |
| 1 | 污水直排入河，群众反映强烈 | 2024年6月底前 | 县交通局<br>县住建局 |
| 2 | 工地未围挡，扬尘扰民 | 2025年底前 | 县住建局 |
"""
SPREAD = BARRED.replace("\n| ", "\n\n| ")
RULED = BARRED.replace("| 1", "|---|:--|---|---|\n| 1")
OPEN = BARRED.replace("\n| ", "\n").replace(" |\n", "\n")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BARRED, id="without_a_ruling"),
        pytest.param(RULED, id="ruled"),
        pytest.param(SPREAD, id="blank_lines_between_rows"),
        pytest.param(OPEN, id="bars_between_cells_only"),
        pytest.param(OPEN.replace("1 |", "---|---|---|---\n1 |"), id="ruled_and_open"),
        pytest.param(OPEN.replace(" | ", "\t"), id="tabs"),
    ],
)
def test_a_table_of_bars_or_tabs_is_read_alike_in_text_and_markdown(tmp_path, name, text):
    found = re.sub("\n{2,}", "\n\n", read(tmp_path / name, text.encode())).rstrip("\n")
    assert found == (
        "整改清单\n\n序号：1\n问题：污水直排入河，群众反映强烈\n整改时限：2024年6月底前\n"
        "责任单位：县交通局\n县住建局\n\n"
        "序号：2\n问题：工地未围挡，扬尘扰民\n整改时限：2025年底前\n责任单位：县住建局"
    )


def test_bars_of_a_menu_and_of_one_line_are_no_table(tmp_path):
    text = "首页 | 公告 | 联系我们\n整改报告\n| 仅一行 | 不成表 |\n正文。\n"
    assert read(tmp_path / "a.txt", text.encode()) == text
