"""Main text against annex, parts against totals: found, and silent where all adds up."""

import pytest
from doubtful import LAYOUTS, quoted, report

from retrieval.records import Page, Source
from retrieval.structure import parse_report


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_thing_with_two_figures(layout):
    said = {"main": "累计拆除违法建筑面积195.14万平方米。"}
    pair = ("累计拆除违法建筑面积195.14万平方米", "全市累计拆除违法建筑面积195万平方米")
    assert quoted(layout, **said, progress="全市累计拆除违法建筑面积195万平方米。") == [pair]
    for other in (
        "全市累计拆除违法建筑面积195.14万平方米",
        "全市累计新建公共服务用房面积195万平方米",
        "全市累计拆除违法建筑面积195处",
    ):
        assert quoted(layout, **said, progress=f"{other}。") == []


def test_figures_of_two_years_are_two_things():
    said = {"main": "2023年全市累计拆除违法建筑面积31万平方米。"}
    assert quoted(**said, progress="2024年全市累计拆除违法建筑面积42万平方米。") == []


def test_an_increase_that_is_the_sum_of_totals():
    said = {"main": "两年累计新增城区绿化面积300亩。"}
    parts = "2022年城区绿化面积100亩，2023年城区绿化面积{}亩。"
    assert len(quoted(**said, progress=parts.format(200))) == 1
    assert quoted(**said, progress=parts.format(210)) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_half_done_in_the_main_text_and_finished_in_the_annex(layout):
    said = {"status": "达到序时进度", "tally": "达到序时进度2个"}
    half = "城北污水处理厂提标改造工程已完成总工程量的60%"
    done = "城北污水处理厂提标改造工程已竣工"
    assert quoted(layout, **said, main=f"{half}。", progress=f"{done}。") == [(half, done)]
    assert quoted(layout, **said, main=f"{done}。", progress=f"{half}。") == [(done, half)]
    assert (
        quoted(layout, **said, main=f"{half}。", progress="城南污水处理厂提标改造工程已竣工。")
        == []
    )
    assert quoted(layout, **said, main=f"{done}。", progress=f"{done}。") == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("问责34人，其中厅级3人，处级29人", "问责32人，其中厅级3人，处级29人"),
        ("处分干部34名，其中：厅级3人、处级29人", "处分干部32名，其中：厅级3人、处级29人"),
        (
            "投入1.4亿元，其中中央资金0.5亿元、地方配套6000万元",
            "投入1.1亿元，其中中央资金0.5亿元、地方配套6000万元",
        ),
        (
            "对甲厂罚款28万元，对乙厂罚款16万元，合计45万元",
            "对甲厂罚款28万元，对乙厂罚款16万元，合计44万元",
        ),
    ],
)
def test_parts_and_their_total(layout, wrong, right):
    assert [doubt.kind for doubt in report(layout, progress=f"{wrong}。")[1]] == ["total"]
    assert report(layout, progress=f"{right}。")[1] == ()


@pytest.mark.parametrize(
    "no_partition",
    [
        "排查企业120家，其中重点企业30家、涉气企业20家等",
        "排查企业120家，其中15家无证经营，20家超标排放",
        "平均水位回升0.47米，其中甲县回升0.42米、乙县回升0.31米",
        "问责12人，其中县处级3人",
        "抽查20台，其中12台合格，2台停用，剩余6台待检",
        "安排41.6亿元，其中2021年12.8亿元、2022年15.3亿元、2023年13.5亿元，撬动投入128.7亿元",
        "拆除27座、提升4座，其中甲县拆除16座、乙县拆除11座",
    ],
)
def test_what_is_no_partition_need_not_add_up(no_partition):
    assert report(progress=f"{no_partition}。")[1] == ()


def test_a_share_that_the_figures_do_not_bear_out():
    said = {"status": "达到序时进度", "tally": "达到序时进度2个"}
    text = "应建充电桩520个，建成充电桩443个，占任务的{}%。"
    assert report(**said, progress=text.format("85.2"))[1] == ()
    (doubt,) = report(**said, progress=text.format("75.2"))[1]
    assert (doubt.kind, doubt.issues) == ("total", ("一",))


def test_a_difference_that_rounding_explains_is_none():
    assert report(progress="投入51.43亿元，其中中央6.59亿元、地方44.83亿元。")[1] == ()


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        ("完成整改2个", "报告称“完成”的问题有2个，逐个问题写明的有1个。"),
        ("已有2个问题完成整改", "报告称“完成”的问题有2个，逐个问题写明的有1个。"),
        ("已整改销号1个、正在整改3个", "各种状态的问题共4个，与2个问题不符。"),
    ],
)
def test_the_reports_own_tally_of_statuses(tally, said):
    assert [doubt.text for doubt in report(tally=tally)[1]] == [said]
    assert report(tally="已完成整改并销号1个、达到序时进度1个")[1] == ()


@pytest.mark.parametrize(("first", "missing"), [(1, 0), (2, 1), (23, 0)])
def test_a_list_that_begins_late_is_an_excerpt_and_lacks_nothing(first, missing):
    items = "".join(
        f"第{number}项整改任务：河道整治不力。\n整改时限：2025年6月底前\n整改状态：完成整改\n"
        for number in (first, first + 1, first + 2)
    )
    document = parse_report(Source("a.txt", "ab" * 32, (Page(f"公示\n{items}"),)), "a")
    assert [issue.number for issue in document.issues] == [str(first + i) for i in range(3)]
    assert sum(doubt.kind == "numbering" for doubt in document.doubts) == missing
