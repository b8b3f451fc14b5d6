"""Issues that carry no item number in any known form."""

from layouts import ledger, parse

UNKNOWN_COLUMN_FIRST = """重点件办理台账
投诉单号：A-015
反馈问题：油烟扰民。
责任单位：城管局
办理情况：已办结。
投诉单号：A-016
反馈问题：噪声扰民。
责任单位：公安局
办理情况：正在办理。
"""

MARKS = """督查反馈问题整改报告

■ 企业主体责任不落实
整改时限：2023年5月底前
整改情况：已完成。

■ 基层监管力量薄弱
整改时限：2023年8月底前
整改情况：正在推进。
"""


def test_a_column_of_no_known_kind_may_open_every_record():
    assert ledger(UNKNOWN_COLUMN_FIRST) == [
        ("1", "油烟扰民。", None, "完成", ("城管局",)),
        ("2", "噪声扰民。", None, "持续推进", ("公安局",)),
    ]
    document = parse(UNKNOWN_COLUMN_FIRST)
    starts = [document.report.text[issue.start :][:10] for issue in document.issues]
    assert starts == ["投诉单号：A-015", "投诉单号：A-016"]


def test_a_mark_before_a_heading_is_no_part_of_its_title():
    assert [row[1] for row in ledger(MARKS)] == ["企业主体责任不落实", "基层监管力量薄弱"]


def test_a_number_that_a_blank_parts_from_the_heading_is_no_part_of_its_title():
    text = MARKS.replace("■", "1", 1).replace("■", "2")
    assert [row[:2] for row in ledger(text)] == [
        ("1", "企业主体责任不落实"),
        ("2", "基层监管力量薄弱"),
    ]
    other = MARKS.replace("■ ", "12家", 1).replace("■ ", "3家")
    assert [row[1] for row in ledger(other)] == ["12家企业主体责任不落实", "3家基层监管力量薄弱"]


def test_columns_that_no_rule_knows_lose_their_name_in_the_title():
    text = UNKNOWN_COLUMN_FIRST.replace("反馈问题", "现场照片说明").replace("投诉单号", "序号")
    text = text.replace("A-015", "1").replace("A-016", "2")
    assert [row[1] for row in ledger(text)] == ["油烟扰民。", "噪声扰民。"]
