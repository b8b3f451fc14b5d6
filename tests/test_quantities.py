from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.numerals import han_number, to_han
from retrieval.language.quantities import quantities


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
        ("4.5万立方米/日", "capacity", 45_000, "立方米/日"),
        ("1200余万元", "money", 12_000_000, "元"),
        ("投资2 600万元", "money", 26_000_000, "元"),
        ("三千万美元", "money", 30_000_000, "美元"),
        ("不少于二十四学时", "count", 24, "学时"),
        ("三十分钟", "count", 30, "分钟"),
        ("85分贝", "count", 85, "分贝"),
        ("3.6万标箱", "count", 36_000, "标箱"),
        ("37 m3/t", "count", 37, "m3/t"),
        ("0.35元/千瓦时", "money", "0.35", "元/千瓦时"),
        ("50万美元", "money", 500_000, "美元"),
        ("500千瓦", "capacity", 500, "千瓦"),
        ("浓度30 mg/m3以下", "count", 30, "mg/m3"),
        ("粮食1.4亿斤", "count", 140_000_000, "斤"),
        ("联合8部门", "count", 8, "部门"),
        ("近三成", "percent", 30, "%"),
        ("三分之二", "percent", "66.6667", "%"),
        ("百分之五十", "percent", 50, "%"),
        ("百分之二点五", "percent", "2.5", "%"),
        ("二十多家", "count", 20, "家"),
        ("近百家", "count", 100, "家"),
        ("三万五千元", "money", 35_000, "元"),
        ("一亿二千万元", "money", 120_000_000, "元"),
        ("半年", "count", "0.5", "年"),
        ("三十日内", "count", 30, "日"),
        ("比例为1:3", "number", 1, ""),
        ("总量的1/4", "number", "0.25", ""),
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


@pytest.mark.parametrize(
    "text", ["50%-60%", "30~100mg/m3", "8万元至10万元", "10℃~30℃", "5-6个月", "±0.5米", "2×135MW"]
)
def test_a_figure_of_two_numbers_is_one(text):
    assert [text[q.start : q.end] for q in quantities(text)] == [text]


def test_a_range_has_an_upper_end_and_machines_a_number():
    assert quantities("8万元至10万元")[0].upto == 100_000
    assert quantities("50%-60%")[0].upto == 60
    assert quantities("2×135MW")[0].times == 2


@pytest.mark.parametrize(
    "text, figure",
    [
        ("1.17条支流达标", "17条"),
        ("1.2.3亿元用于清淤", "2.3亿元"),
        ("2.1460公里管网修复", "1460公里"),
        ("1.新建管网。\n2.146公里管网修复", "146公里"),
        ("2.5公里管网修复", "2.5公里"),
        ("建成：0.5公里", "0.5公里"),
        ("完成：1.5亿元", "1.5亿元"),
        ("①12台", "12台"),
    ],
)
def test_an_item_number_is_no_part_of_the_figure_behind_it(text, figure):
    assert [text[q.start : q.end] for q in quantities(text) if q.unit] == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "第三师和第十二师",
        "第8师、第24项",
        "五家渠市、三台县",
        "PM2.5、PM_{2.5}、SO2排放",
        "S115线、5G网络、4A级景区",
        "GB 3838-2002、HJ2306—2018",
        "青环罚〔2023〕61号、62号",
        "Ⅲ类、劣V类",
        "5.2.1颗粒物治理",
        "2018年",
        "一企一策、一次性、上一年度、同一个",
        "数十家、万家企业",
        "三期工程、二级保护区",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text):
    assert quantities(text) == []


@pytest.mark.parametrize("number", range(1, 100))
def test_chinese_numbers_there_and_back(number):
    assert han_number(to_han(number)) == number


def test_larger_chinese_numbers():
    assert han_number("二百三十") == 230
    assert han_number("一万零五十") == 10_050
    assert han_number("一亿二千万") == 120_000_000
    with pytest.raises(ValueError):
        han_number("甲")


@pytest.mark.parametrize("digits", ["9" * 18, "1" * 5000, "3." + "7" * 60, "2×" + "5" * 40])
def test_a_long_run_of_digits_is_a_code_and_no_figure(digits):
    found = quantities(f"账号{digits}，另付3万元")
    assert [q.value for q in found if q.kind == "money"] == [30_000]
    assert all(q.value < 10**16 for q in found)


@pytest.mark.parametrize("text", ["第2×135MW机组", "第1±5台"])
def test_a_code_before_a_factor_leaves_the_figure_behind_it(text):
    assert quantities(text)


@given(st.text(alphabet="第附表gbm2x×±~-/.,:1235零三百万亿元%台吨年月日hj 〔〕号", max_size=24))
def test_any_mixture_of_digits_units_and_codes_is_read_in_order(text):
    found = quantities(text)
    ends = [0, *(q.end for q in found)]
    assert all(end <= q.start < q.end <= len(text) for q, end in zip(found, ends, strict=False))
