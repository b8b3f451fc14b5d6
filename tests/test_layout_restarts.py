"""Lists of issues that begin anew, and cards whose number stands among other columns."""

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
