"""Tables as lines: issues become records, everything else one labelled line a row."""

import pytest

from retrieval.sources.columns import find_header, holds_issues
from retrieval.sources.table import PlacedRow, continued, placed_lines, table_lines

HEADER = ["序号", "存在问题", "整改措施", "责任单位", "整改时限"]
FIRST = ["1", "城北片区污水直排入河。", "封堵排口\n新建管网", "市住建局", "2024年6月底前"]
SECOND = ["2", "垃圾渗滤液处理不足。", "扩建处理站", "市城管局", "2024年9月底前"]


def test_rows_of_issues_become_records_that_begin_with_their_number():
    assert table_lines([HEADER, FIRST]) == [
        "",
        "序号：1",
        "存在问题：城北片区污水直排入河。",
        "整改措施：封堵排口",
        "新建管网",
        "责任单位：市住建局",
        "整改时限：2024年6月底前",
    ]


def test_titles_sections_and_notes_stay_lines_of_their_own():
    width = len(HEADER)
    rows = [
        ["某市整改清单"] * width,
        ["填报单位：甲", "", "日期：2024年", "", ""],
        HEADER,
        ["一、水环境方面（共1项）"] * width,
        FIRST,
        ["备注：数据截至10月。"] * width,
    ]
    lines = table_lines(rows)
    assert lines[:4] == ["某市整改清单", "填报单位：甲", "日期：2024年", "一、水环境方面（共1项）"]
    assert lines[-1] == "备注：数据截至10月。"


def test_a_header_repeated_inside_the_table_is_left_out():
    lines = table_lines([HEADER, FIRST, HEADER, SECOND])
    assert [line for line in lines if line.startswith("序号")] == ["序号：1", "序号：2"]


def test_rows_that_share_a_number_are_one_record():
    further = ["1", FIRST[1], "巡查每周2次", "市水务局", "2024年6月底前"]
    lines = table_lines([HEADER, FIRST, further, SECOND])
    assert lines.count("序号：1") == 1
    assert lines[3:8] == [
        "整改措施：封堵排口",
        "新建管网",
        "巡查每周2次",
        "责任单位：市住建局",
        "市水务局",
    ]


def test_a_header_of_two_rows_names_each_column_once():
    rows = [
        ["序号", "存在问题", "责任单位", "责任单位", "整改时限"],
        ["序号", "存在问题", "牵头", "配合", "整改时限"],
        ["1", "污水直排河道。", "甲局", "乙局", "2024年"],
    ]
    assert table_lines(rows)[2:] == [
        "存在问题：污水直排河道。",
        "牵头：甲局",
        "配合：乙局",
        "整改时限：2024年",
    ]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [
                ["问题类别", "问题数（项）", "已完成（项）"],
                ["水环境", "5", "3"],
                ["大气环境", "4", "2"],
            ],
            "问题类别：水环境；问题数（项）：5；已完成（项）：3",
        ),
        (
            [
                ["序号", "项目名称", "对应问题", "完成时间"],
                ["1", "污水厂扩建工程项目", "二", "2024年"],
            ],
            "项目名称：污水厂扩建工程项目；对应问题：二；完成时间：2024年；序号：1",
        ),
    ],
)
def test_summaries_and_project_lists_are_no_issues(rows, line):
    assert not holds_issues(rows[0], rows[1:])
    assert table_lines(rows)[0] == line


def test_a_total_row_begins_with_its_name():
    rows = [["序号", "项目", "投资"], ["1", "甲", "20"], ["合计", "—", "20"]]
    assert table_lines(rows)[-1] == "合计；投资：20"


def test_a_form_becomes_labelled_lines():
    rows = [["问题", "污水直排河道，长期未整改。"], ["整改时限", "2024年6月"], ["责任单位", "甲局"]]
    assert table_lines(rows) == [
        "",
        "问题：污水直排河道，长期未整改。",
        "整改时限：2024年6月",
        "责任单位：甲局",
    ]


def test_a_row_of_figures_is_no_header():
    assert find_header([["2024", "15", "3.5"], ["a", "b", "c"], ["x", "y", "z"]]) == (1, 2)


def test_each_line_knows_the_page_that_its_record_begins_on():
    rows = [PlacedRow(HEADER, 1), PlacedRow(FIRST, 1), PlacedRow(SECOND, 2)]
    pages = {line: page for page, line in placed_lines(rows) if line.startswith("序号")}
    assert pages == {"序号：1": 1, "序号：2": 2}


def test_labels_with_a_colon_make_a_form_whatever_they_say():
    rows = [
        ["索引号：", "0143/2024", "主题分类：", "环境监测"],
        ["发文机关：", "市政府", "成文日期：", "2024年3月"],
    ]
    assert table_lines(rows)[1:] == [
        "索引号：0143/2024", "主题分类：环境监测", "发文机关：市政府", "成文日期：2024年3月",
    ]  # fmt: skip


def test_values_of_a_form_may_span_columns_merged_or_left_empty():
    rows = [
        ["整改情况表"] * 4,
        ["编号", "12", "类型", "立行立改"],
        ["反馈问题", *["城区污水直排河道长期存在，群众反映强烈。"] * 3],
        ["整改目标", "消除直排", "", ""],
        ["责任单位", "市水务局", "责任人", ""],
    ]
    assert table_lines(rows) == [
        "", "整改情况表", "编号：12", "类型：立行立改", "反馈问题：城区污水直排河道长期存在，群众反映强烈。",
        "整改目标：消除直排", "责任单位：市水务局", "责任人：",
    ]  # fmt: skip


def test_forms_under_each_other_are_told_apart():
    card = [
        ["整改情况表"] * 2,
        ["存在问题", "污水直排。"],
        ["整改措施", "甲"],
        ["整改措施", "乙"],
        ["整改时限", "2024年"],
    ]
    again = [["整改情况表二"] * 2, ["存在问题", "扬尘扰民。"], ["整改时限", "2025年"]]
    lines = table_lines([*card, ["", ""], *again])
    assert [i for i, line in enumerate(lines) if not line] == [0, 6]
    assert lines[7:] == ["整改情况表二", "存在问题：扬尘扰民。", "整改时限：2025年"]
    assert not continued(card, again[1:])


def test_two_days_in_one_cell_are_parted_and_a_day_cut_in_two_is_not():
    head = ["序号", "存在问题", "整改时限"]
    rows = [
        head,
        ["1", "污水直排，群众反映强烈。", "2024年\n2025年6月底\n12月底前"],
        ["2", "扬尘扰民，工地未作围挡。", "2024年\n12月31\n日前"],
        ["3", "固废乱堆，侵占基本农田。", "2024年底前"],
        ["3", "", "2025年底前"],
    ]
    days = [line for line in table_lines(rows) if line[:2] not in ("序号", "存在", "")]
    assert days == [
        "整改时限：2024年；2025年6月底；12月底前", "整改时限：2024年", "12月31", "日前",
        "整改时限：2024年底前；2025年底前",
    ]  # fmt: skip
    assert table_lines([["存在问题", "污水直排。"], ["整改时限", "2024年\n2025年"]])[-1] == (
        "整改时限：2024年；2025年"
    )
