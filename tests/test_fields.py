"""Deadlines, statuses, responsible units and labels, in the wordings of many reports."""

from datetime import date

import pytest

from retrieval.structure.deadlines import due_date
from retrieval.structure.labels import find_labels, label_at
from retrieval.structure.organisations import organisations
from retrieval.structure.status import (
    closing_status,
    is_status_phrase,
    normal_status,
    opening_status,
    stated_status,
    whole_status,
)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2018年12月底", date(2018, 12, 31)),
        ("2018年6月", date(2018, 6, 30)),
        ("2024年2月底前", date(2024, 2, 29)),
        ("2018年-2020年", date(2020, 12, 31)),
        ("2021年—2024年", date(2024, 12, 31)),
        ("2025年", date(2025, 12, 31)),
        ("2025年1月15日前", date(2025, 1, 15)),
        ("2024.06-2025.12", date(2025, 12, 31)),
        ("2024-06-30", date(2024, 6, 30)),
        ("２０２４年６月底前", date(2024, 6, 30)),
        ("二〇二四年六月底前", date(2024, 6, 30)),
        ("2018年3月至6月", date(2018, 6, 30)),
        ("2024年6月中旬", date(2024, 6, 20)),
        ("2023年上半年", date(2023, 6, 30)),
        ("2022年第三季度末", date(2022, 9, 30)),
        ("“十四五”末", date(2025, 12, 31)),
        ("2022年6月底前，并长期坚持", date(2022, 6, 30)),
        ("立行立改，2021年5月底前完成", date(2021, 5, 31)),
        ("2025年底前，其中2023年底前取得阶段性成效", date(2025, 12, 31)),
        ("立行立改、长期坚持", None),
        ("2022年采暖季前", None),
        ("2021年汛期前完成核心区清退，长期坚持", None),
        ("《整改方案》印发之日起6个月内", None),
        ("2024年13月", None),
        ("2018.12.31", date(2018, 12, 31)),
        ("2019年6月底", date(2019, 6, 30)),
        ("2018年前三季度", date(2018, 9, 30)),
        ("2025年年中前", date(2025, 6, 30)),
        ("2018年6月1日起至2018年12月31日", date(2018, 12, 31)),
        ("2018年10月至次年4月", date(2019, 4, 30)),
        ("立行立改", None),
        ("持续推进", None),
        ("十月底前", None),
        ("12月底前", None),
        ("每年12月底前", None),
        ("2018年起，每年12月底前", None),
        ("2018年1月起长期坚持", None),
        ("2018年启动，长期坚持", None),
        ("按《2021年度整改方案》执行", None),
        ("2020年秋收季", None),
        ("2019年-长期", None),
        ("2021年5月12日收到反馈后一个月内", None),
        ("按照2019年度计划推进", None),
        ("2021年施工季结束前", None),
        ("2020年第三季度", date(2020, 9, 30)),
        ("", None),
    ],
)
def test_the_last_day_that_a_deadline_allows(words, due):
    assert due_date(words) == due


@pytest.mark.parametrize(
    ("words", "normal"),
    [
        ("完成整改", "完成"),
        ("已完成整改并销号", "完成"),
        ("已整改销号", "完成"),
        ("完成整改，长期坚持", "完成"),
        ("已完成整改，待省级验收销号", "完成"),
        ("基本完成", "基本完成"),
        ("达到序时进度，持续推进", "达到序时进度"),
        ("未按序时进度完成整改任务", "未达序时进度"),
        ("未达到序时进度", "未达序时进度"),
        ("逾期未完成整改", "未达序时进度"),
        ("整改滞后", "未达序时进度"),
        ("尚未完成", "未达序时进度"),
        ("完成阶段性整改，长期坚持", "长期坚持"),
        ("长期坚持", "长期坚持"),
        ("正在整改", "持续推进"),
        ("持续整改", "持续推进"),
        ("未到整改时限", "持续推进"),
        ("未启动", "未启动"),
        ("尚未启动", "未启动"),
        ("已完成并长期坚持", "完成"),
        ("阶段性完成", "基本完成"),
        ("正在推进", "持续推进"),
        ("已销号", "完成"),
        ("见附表", None),
        ("已整改到位，长期坚持", "完成"),
        ("阶段性办结", "基本完成"),
        ("未清理完毕", "未达序时进度"),
        ("全部清理完毕", "完成"),
        ("已拆除", "完成"),
        ("已立案", None),
        ("正在修复", "持续推进"),
        ("已完成80%", "持续推进"),
        ("100%", "完成"),
        ("已完成整改任务的80%", "持续推进"),
        ("即将完成", "持续推进"),
        ("已通过市级验收", "完成"),
        ("未通过验收", None),
        ("未闭环", "未达序时进度"),
        ("序时推进", "达到序时进度"),
        ("①已完成；②正在推进", "持续推进"),
        ("①已完成；②已完成", "完成"),
    ],
)
def test_normal_form_looks_at_negation_before_the_verb(words, normal):
    assert normal_status(words) == normal


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已完成整改并销号。57栋别墅于2021年8月17日全部拆除。", "已完成整改并销号"),
        ("完成阶段性整改，长期坚持\n（一）压实责任。", "完成阶段性整改，长期坚持"),
        ("已完成整改，罚款12万元。", "已完成整改"),
        ("截至2024年9月底，该问题已完成整改。", "已完成整改"),
        ("已于3月25日整改完毕", "已于3月25日整改完毕"),
        ("2018年12月底前完成整改。", None),
        ("完成36台燃煤锅炉清理关停整治工作。", None),
        ("市财政局取消代编项目19个。", None),
    ],
)
def test_a_status_is_read_from_the_opening_of_progress(text, status):
    span = opening_status(text)
    assert (span and text[slice(*span)]) == status


def test_a_status_said_at_the_end_of_progress_is_found():
    text = "投资1.2亿元完成提标改造。目前该问题已完成整改。"
    assert text[slice(*stated_status(text))] == "已完成整改"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("复绿320亩，基本完成。", "基本完成"),
        ("已收回2100万元，正在推进", "正在推进"),
        ("12个楼盘已化解9个，剩余3个正在推进。", "剩余3个正在推进"),
        ("投资1.2亿元，铺设管网12公里。", None),
        ("甲厂改造，已完成；乙厂改造，正在推进。", None),
        ("完成整改", None),
    ],
)
def test_a_single_sentence_may_close_with_the_status(text, status):
    span = closing_status(text)
    assert (span and text[slice(*span)]) == status


@pytest.mark.parametrize("text", ["已拆除", "正在修复。", "已完成80%", "①已完成；②正在推进"])
def test_a_short_value_may_be_the_status_as_a_whole(text):
    assert text[slice(*whole_status(text))] == text.rstrip("。")


@pytest.mark.parametrize("text", ["已拆除违建3处", "拆除违建", "①已完成；②拆除3处", "未来将加强"])
def test_a_value_that_says_more_is_none(text):
    assert whole_status(text) is None


def test_a_sentence_with_figures_is_no_status():
    assert is_status_phrase("达到序时进度，持续推进。")
    assert not is_status_phrase("完成整改12项")


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("市生态环境局，临汀区政府", ("市生态环境局", "临汀区政府")),
        ("白碛县委、县政府，临汀区委、区政府", ("白碛县委、县政府", "临汀区委、区政府")),
        ("望舒区政府、渡云县政府。", ("望舒区政府", "渡云县政府")),
        ("浔东区人民政府\n云隐区人民政府", ("浔东区人民政府", "云隐区人民政府")),
        ("市教育局 市财政局", ("市教育局", "市财政局")),
        ("各县（市、区）党委、政府", ("各县（市、区）党委、政府",)),
        ("市住建局（牵头）、市财政局", ("市住建局（牵头）", "市财政局")),
        ("市委组织部、市委党校", ("市委组织部", "市委党校")),
        ("开发区党工委、管委会", ("开发区党工委、管委会",)),
        ("县水利局牵头，县财政局、各乡镇配合", ("县水利局",)),
        ("县水利局（牵头）；县财政局、县编办（配合）", ("县水利局（牵头）",)),
        ("县财政局（配合）", ("县财政局（配合）",)),
        ("县住建局、河西街道等", ("县住建局", "河西街道")),
        ("市高等教育局等有关部门", ("市高等教育局",)),
        ("", ()),
    ],
)
def test_units_are_split_into_single_names(value, names):
    assert organisations(value) == names


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("整改时限：2018年6月", "deadline"),
        ("整改时限 :2018年6月", "deadline"),
        ("计划完成时间：2024年", "deadline"),
        ("（三）整改时限", "deadline"),
        ("【整改时限】2024年", "deadline"),
        ("**整改时限**：2024年", "deadline"),
        ("整改状态：已完成", "status"),
        ("整改措施落实情况：已落实", "progress"),
        ("整改落实情况：已落实", "progress"),
        ("牵头责任单位：市水利局", "responsible"),
        ("配合单位：市财政局", "cooperating"),
        ("包案领导：张某", "person"),
        ("督察反馈问题：水质反弹", "finding"),
        ("佐证材料：1.报告", "proof"),
        ("整改目标：达标", "goal"),
        ("办结时限：2018年", "deadline"),
        ("整改期限：2018年", "deadline"),
        ("完成时限：2018年", "deadline"),
        ("整改结果：已改", "progress"),
        ("落实情况：已落实", "progress"),
        ("责任人：张三", "person"),
        ("（三）整改时限。2021年8月底前。", "deadline"),
    ],
)
def test_labels_in_any_spelling(line, kind):
    assert label_at(line).kind == kind


@pytest.mark.parametrize(
    "line",
    ["相关师市整改进展情况", "实际完成时间：2023年", "整改时限为2018年", "限行区域：西三路以东"],
)
def test_what_only_resembles_a_label_is_none(line):
    assert label_at(line) is None


def test_labels_inside_a_paragraph_and_in_brackets():
    text = "1.问题。整改情况：已改。（责任单位：市财政局；整改时限：2024年底，整改状态：完成）"
    found = [(label.kind, text[label.value :][:3]) for label in find_labels(text)]
    assert found == [
        ("progress", "已改。"),
        ("responsible", "市财政"),
        ("deadline", "202"),
        ("status", "完成）"),
    ]
