"""Lists of issues that begin anew, and cards whose number stands among other columns."""

import pytest
from layouts import ledger, parse

CARD = (
    "问题类型：水\n问题描述：污水直排{0}\n整改时限：2024年\n责任单位：县水务局\n完成情况：已完成\n"
)


def test_issues_that_begin_anew_after_a_field_are_issues():
    records = "".join(
        f"序号：{n}\n批次：第{batch}批\n{CARD.format(n)}" for batch in (24, 25) for n in (1, 2)
    )
    assert [row[1] for row in ledger("整改台账\n" + records)] == ["污水直排1", "污水直排2"] * 2


def test_the_number_of_a_card_is_its_number_whatever_column_follows():
    assert [row[:2] for row in ledger("整改卡\n问题编号：12\n" + CARD.format(""))] == [
        ("12", "污水直排")
    ]
    cards = "".join(f"问题编号：{n}\n{CARD.format(n)}" for n in (12, 15, 31))
    assert [issue.number for issue in parse("整改卡\n" + cards).issues] == ["12", "15", "31"]


def test_a_number_of_the_table_and_one_of_the_list_are_of_one_issue():
    cards = "".join(f"序号：{n}\n问题编号：{n + 11}\n{CARD.format(n)}" for n in (1, 2, 3))
    rows = [(str(n + 11), f"污水直排{n}") for n in (1, 2, 3)]
    assert [row[:2] for row in ledger("整改台账\n" + cards)] == rows


@pytest.mark.parametrize(
    "begin", ["{}污水。", "{} 污水。", "{}. 污水。", "问题{}：污水。", "序号：{}\n问题：污水。"]
)
@pytest.mark.parametrize("numbers", [("1.1", "1.2", "2.1", "2.2"), ("1.1.1", "1.1.2", "1.2.1")])
def test_numbers_of_several_parts_stay_whole(begin, numbers):
    fields = "\n整改时限：2024年\n责任单位：县水务局\n完成情况：已完成\n"
    document = parse("整改清单\n" + "".join(begin.format(n) + fields for n in numbers))
    assert [(i.number, i.title) for i in document.issues] == [(n, "污水。") for n in numbers]
    assert not [doubt for doubt in document.doubts if doubt.kind == "numbering"]


@pytest.mark.parametrize(
    "line", ["问题编号：12号", "编号：第12号", "台账编号：12", "问题编号：12 类型：水"]
)
def test_the_number_of_a_card_in_any_form(line):
    assert [issue.number for issue in parse(f"整改卡\n{line}\n{CARD}").issues] == ["12"]


@pytest.mark.parametrize(
    "form",
    [
        "第{batch}批第{n}件（受理编号D{n}）\n问题：油烟扰民。",
        "序号：{n}\n批次：第{batch}批\n问题：油烟扰民。",
        "第{batch}批第{n}件：油烟扰民。",
    ],
)
def test_issues_of_several_batches_are_told_apart_by_their_batch(form):
    fields = "\n责任单位：某区政府\n办理情况：罚款。\n是否办结：已办结\n"
    pairs = [(24, 1), (24, 2), (25, 1), (25, 2)]
    letters = "".join(form.format(batch=batch, n=n) + fields for batch, n in pairs)
    document = parse("信访件边督边改情况\n" + letters)
    assert [issue.number for issue in document.issues] == [f"第{b}批第{n}件" for b, n in pairs]
    assert not [doubt for doubt in document.doubts if doubt.kind == "numbering"]


def test_a_heading_names_the_batch_of_what_follows():
    fields = "油烟扰民。\n责任单位：某区政府\n办理情况：罚款。\n是否办结：已办结\n"
    text = "".join(f"第{batch}批\n1.{fields}2.{fields}" for batch in "一二")
    numbers = [issue.number for issue in parse("边督边改情况\n" + text).issues]
    assert numbers == ["第一批第1件", "第一批第2件", "第二批第1件", "第二批第2件"]


def test_one_batch_needs_no_telling_apart():
    fields = "责任单位：某区政府\n办理情况：罚款。\n是否办结：已办结\n"
    text = "".join(f"第24批第{n}件\n问题：油烟。\n{fields}" for n in (1, 2))
    assert [issue.number for issue in parse("情况\n" + text).issues] == ["1", "2"]
