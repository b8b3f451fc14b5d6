"""Statuses against what the progress says: found, and silent where both agree."""

import pytest
from doubtful import LAYOUTS, PLAN, SOUND, quoted, report

from retrieval.records import Page, Source
from retrieval.structure import parse_report


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sound_report_raises_no_doubt(layout):
    assert report(layout)[1] == ()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "left",
    [
        "该项任务基本完成",
        "下游2公里尚未开工",
        "仍有3处排口未封堵",
        "预计2024年5月底完成验收",
        "正在办理移交手续",
    ],
)
def test_a_finished_issue_of_which_something_is_left(layout, left):
    ((status, clause),) = quoted(layout, progress=f"河道已清淤，{left}。")
    assert (status, clause) == ("完成整改", left)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "harmless",
    [
        "未完成上述工作前不得生产",
        "未按照目标完成整治任务前不允许复工",
        "尚未开工的3个标段重新招标",
        "对到期仍未分配的资金自动提醒",
        "未再发现新增排口",
        "对未完成任务的单位一律通报",
    ],
)
def test_conditions_and_attributes_leave_nothing_open(layout, harmless):
    assert quoted(layout, progress=f"河道已清淤，{harmless}。") == []


def test_what_is_left_of_an_issue_that_goes_on_is_no_doubt():
    assert (
        quoted(status="达到序时进度", tally="达到序时进度2个", progress="下游2公里尚未开工。") == []
    )


def test_an_issue_on_time_whose_work_lags():
    said = quoted(
        status="达到序时进度", tally="达到序时进度2个", progress="受汛期影响，工期滞后两个月。"
    )
    assert said == [("达到序时进度", "工期滞后两个月")]


def test_an_unfinished_issue_that_is_told_to_be_done():
    said = {"status": "未达到序时进度", "tally": "达到序时进度1个，未达到序时进度1个"}
    assert quoted(**said, progress="该问题已全部完成整改。") == [
        ("未达到序时进度", "该问题已全部完成整改")
    ]


def test_something_open_in_brackets_that_is_added_up_as_done():
    said = {
        "main": "关停机组共21万千瓦。",
        "progress": "关停甲厂、乙厂3×70MW机组（1台机组尚未关停），共计210MW。",
    }
    assert (
        "关停机组共21万千瓦",
        "关停甲厂、乙厂3×70MW机组（1台机组尚未关停）",
        "共计210MW",
    ) in quoted(**said)
    rest = said | {"progress": "淘汰车辆50辆（剩余8辆未淘汰的为查封车辆），共计2批。"}
    assert quoted(**rest) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_deadline_that_had_passed_while_the_work_went_on(layout):
    said = {"status": "持续推进", "tally": "达到序时进度1个", "progress": "河道正在清淤。"}
    late = "截至2024年9月30日，全市扎实推进。"
    assert quoted(layout, main=late, **said) == [("持续推进", "2024年6月底前")]
    assert quoted(layout, main="截至2024年5月31日，全市扎实推进。", **said) == []


def test_work_expected_to_end_behind_its_deadline():
    said = {"status": "达到序时进度", "tally": "达到序时进度2个"}
    end = "主体预计2024年9月底完工"
    assert quoted(**said, progress=end + "。") == [("达到序时进度", "2024年6月底前", end)]
    assert quoted(**said, progress="主体预计2024年5月底完工。") == []


def test_the_same_progress_under_two_statuses():
    shared = "正在进行深度处理车间设备安装，设备采购已全部完成合同签订"
    text = PLAN.format(
        **SOUND | {"status": "未达到序时进度", "tally": "未达到序时进度1个", "progress": shared}
    )
    text = text.replace("新建管网12公里", shared)
    document = parse_report(Source("a.txt", "ab" * 32, (Page(text),)), "a")
    (doubt,) = document.doubts
    assert doubt.issues == ("二", "一")
    words = [document.report.text[start:end] for start, end in doubt.quotes]
    assert words == [shared, shared, "达到序时进度", "未达到序时进度"]
