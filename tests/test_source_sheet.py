"""Spreadsheets: every figure as shown, merged cells filled, hidden sheets noted."""

from datetime import date, datetime, timedelta

import openpyxl
import pytest

from retrieval.errors import UnreadableSource
from retrieval.sources import open_source
from retrieval.sources.shown import shown


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (5.0, "General", "5"),
        (282.5, "General", "282.5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.968, "0.0%", "96.8%"),
        (0.5, "0%", "50%"),
        (52300, "#,##0", "52,300"),
        (13.4, "0.00", "13.40"),
        (12, '0"万元"', "12万元"),
        (12.5, '#,##0.00"元"', "12.50元"),
        (True, "General", "是"),
        (datetime(2024, 11, 15), "yyyy-mm-dd", "2024年11月15日"),
        (datetime(2024, 11, 1), 'yyyy"年"m"月"', "2024年11月"),
        (datetime(2024, 12, 1), 'yyyy"年"m"月底前";@', "2024年12月底前"),
        (date(2024, 3, 5), "mm-dd-yy", "2024年3月5日"),
        (None, "General", ""),
        (2.5, "0", "3"),
        (0.285, "0%", "29%"),
        (7, "000", "007"),
        (-1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "-1,234.50"),
        (123456, '0.0,"千元"', "123.5千元"),
        (12.5, 'General"万元"', "12.5万元"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
    ],
)
def test_values_as_the_sheet_shows_them(value, style, text):
    assert shown(value, style) == text


def book(*rows: list) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    return made


def test_merged_cells_hold_for_every_row_they_span(tmp_path):
    made = book(
        ["整改清单"],
        ["序号", "存在问题", "责任单位"],
        [1, "污水直排河道。", "甲局"],
        [2, "扬尘管控不力。"],
    )
    made.active.merge_cells("A1:C1")
    made.active.merge_cells("C3:C4")
    made.save(tmp_path / "a.xlsx")
    page = open_source(tmp_path / "a.xlsx").pages[0]
    assert page.text.count("责任单位：甲局") == 2
    assert page.text.startswith("整改清单\n")
    assert page.headings == (0,)
    assert page.number is None


def test_sheets_follow_each_other_and_a_hidden_one_is_noted(tmp_path):
    made = book(["序号", "存在问题", "整改时限"], [1, "污水直排河道。", "2024年"])
    made.active.title = "问题清单"
    made.create_sheet("资金表").append(["类别", "万元"])
    made["资金表"].append(["水", 5])
    made.create_sheet("底稿").append(["草稿", "勿用"])
    made["底稿"].sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    source = open_source(tmp_path / "a.xlsx")
    lines = [line for line in source.pages[0].text.split("\n") if line]
    assert lines[0] == "问题清单"
    assert lines[-2:] == ["资金表", "类别：水；万元：5"]
    assert source.notes == ("隐藏的工作表未读取：底稿",)


def test_formulas_without_saved_result_are_noted(tmp_path):
    book(["类别", "合计"], ["水", "=1+1"]).save(tmp_path / "a.xlsx")
    assert "1 个公式没有保存计算结果" in open_source(tmp_path / "a.xlsx").notes[0]


def test_an_empty_book_and_a_stray_far_cell_are_refused(tmp_path):
    book().save(tmp_path / "empty.xlsx")
    with pytest.raises(UnreadableSource, match="没有内容"):
        open_source(tmp_path / "empty.xlsx")
    far = book(["甲"])
    far.active["ZZ20000"] = "乙"
    far.save(tmp_path / "far.xlsx")
    with pytest.raises(UnreadableSource, match="范围过大.*空行空列"):
        open_source(tmp_path / "far.xlsx")


def test_a_workbook_is_read_whatever_its_name_and_empty_sheets_leave_no_trace(tmp_path):
    made = book(["序号", "存在问题", "整改时限"], [1, "污水直排河道。", "2024年"])
    made.active.title = "问题清单"
    made.create_sheet("备用")
    made.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    source = open_source(tmp_path / "a.csv")
    assert "备用" not in source.pages[0].text
    assert source.pages[0].text.endswith("整改时限：2024年\n")
    assert source.notes == ("文件名以 .csv 结尾，内容却是Excel 工作簿，已按内容读取",)


def test_pictures_in_a_sheet_are_noted(tmp_path):
    from openpyxl.drawing.image import Image as Drawing
    from PIL import Image

    Image.new("1", (20, 20)).save(tmp_path / "p.png")
    made = book(["序号", "存在问题", "整改时限"], [1, "污水直排河道。", "2024年"])
    made.active.add_image(Drawing(str(tmp_path / "p.png")), "E5")
    made.save(tmp_path / "a.xlsx")
    assert "1 张图片，其中的文字未读取" in open_source(tmp_path / "a.xlsx").notes[0]


def test_the_title_of_a_form_is_its_heading(tmp_path):
    made = book(["整改情况表"], ["反馈问题", "污水直排河道。"], ["整改时限", "2024年"])
    made.active.merge_cells("A1:B1")
    made.save(tmp_path / "a.xlsx")
    page = open_source(tmp_path / "a.xlsx").pages[0]
    assert [page.text.split("\n")[i] for i in page.headings] == ["整改情况表"]
