from decimal import Decimal

import pytest

from retrieval.language.quantities import han_number, quantities, to_han


@pytest.mark.parametrize(
    "text, kind, value, unit",
    [
        ("罚款12万元", "money", 120_000, "元"),
        ("投资1.2亿元", "money", 120_000_000, "元"),
        ("总投资 1,234.5 万元".replace(" ", ""), "money", 12_345_000, "元"),
        ("完成率87.6%", "percent", "87.6", "%"),
        ("提高6.5个百分点", "percent", "6.5", "个百分点"),
        ("封停36眼自备井", "count", 36, "眼"),
        ("关停三台机组", "count", 3, "台"),
        ("二十四个问题", "count", 24, "个"),
        ("面积195.14万平方米", "count", 1_951_400, "平方米"),
        ("2×135MW机组", "capacity", 135, "mw"),
        ("10万吨/日的处理厂", "capacity", 100_000, "吨/日"),
        ("10蒸吨/小时以下", "capacity", 10, "蒸吨/小时"),
        ("60微克/立方米", "count", 60, "微克/立方米"),
        ("１２家企业", "count", 12, "家"),
    ],
)
def test_a_figure_is_read_with_its_kind_value_and_unit(text, kind, value, unit):
    (found,) = quantities(text)
    assert (found.kind, found.value, found.unit) == (kind, Decimal(value), unit)


def test_decimals_and_ranges_are_one_figure():
    text = "浓度30~100mg/m3，占12.68%"
    assert [text[q.start : q.end] for q in quantities(text)] == ["30~100mg/m3", "12.68%"]


def test_four_is_not_read_out_of_724():
    assert [q.value for q in quantities("投资724万元")] == [7_240_000]


def test_ordinals_are_no_counts():
    assert quantities("第三师和第十二师") == []


@pytest.mark.parametrize("number", range(1, 100))
def test_chinese_numbers_there_and_back(number):
    assert han_number(to_han(number)) == number


def test_larger_chinese_numbers():
    assert han_number("二百三十") == 230
    assert han_number("一万零五十") == 10_050
    with pytest.raises(ValueError):
        han_number("甲")
