"""Cards whose number stands below some of their columns."""

from layouts import ledger, parse

CARD = """县名：{0}县
责任单位：{0}县政府
问题编号：{1}
问题描述：污水直排
整改时限：2024年
完成情况：已完成
"""
ROW = ("污水直排", "2024-12-31", "完成")


def test_what_stands_above_a_number_is_of_its_card():
    text = "整改情况卡\n" + CARD.format("甲", 12) + CARD.format("乙", 15) + CARD.format("丙", 19)
    assert ledger(text) == [
        ("12", *ROW, ("甲县政府",)),
        ("15", *ROW, ("乙县政府",)),
        ("19", *ROW, ("丙县政府",)),
    ]
    document = parse(text)
    assert [document.report.text[i.start :][:5] for i in document.issues] == [
        "县名：甲县",
        "县名：乙县",
        "县名：丙县",
    ]


def test_a_single_card_begins_with_its_first_field():
    document = parse("整改情况卡\n" + CARD.format("甲", 12))
    assert [(i.number, i.organisations) for i in document.issues] == [("12", ("甲县政府",))]
    assert document.report.text[document.issues[0].start :].startswith("责任单位")


def test_what_heads_a_list_is_of_no_card():
    records = "".join(
        f"序号：{n}\n问题：污水直排\n整改时限：2024年\n完成情况：已完成\n" for n in (1, 2)
    )
    document = parse("整改清单\n填报单位：甲县\n责任单位：甲县政府\n" + records)
    first, second = document.issues
    assert document.report.text[first.start :].startswith("序号：1")
    assert document.report.text[first.end :].startswith("序号：2")
