"""Reports in other layouts, invented: numbers, labels and order as other offices write them."""

import pytest
from layouts import ledger, parse

NUMBERED_FIELDS = """临湖市贯彻落实督察反馈意见整改情况的公示
现将2个问题整改情况公示如下：
问题一：城区雨污分流改造滞后。老城区32条道路每天约1.2万吨污水直排。
（一）责任单位：市住房城乡建设局、湖滨区政府
（二）整改时限：2024年12月底前
（三）整改措施
1.完成管网普查。
2.完成32条道路改造。
（四）整改完成情况：已完成整改。总投资2.3亿元。
问题二：扬尘管控不力。
（一）责任单位：市城管局
（二）整改时限：立行立改，长期坚持
（三）整改措施
1.加强执法。
（四）整改完成情况：正在整改。
公示期为2024年11月1日至11月10日。
"""

BARE_LABELS = """青川县督查反馈问题整改报告
一、产业项目闲置
（一）反馈问题
抽查28个产业项目，6个闲置。
（二）整改时限
2024年10月底前
（三）责任单位
县农业农村局、县乡村振兴局
（四）整改成效
已完成整改。6个项目盘活5个。
二、防返贫监测不精准
（一）反馈问题
漏纳监测户43户。
（二）整改时限
2024年8月底前
（三）责任单位
县民政局
（四）整改成效
正在整改，已补录39户。
"""

ITEMS_IN_ANY_ORDER = """关于审议意见办理情况的报告
第1项　关于老旧小区改造进度偏慢的问题
目前状态：基本完成
完成时间：2024年9月
责任部门：市住建局 市财政局
存在问题：47个小区未按计划开工。
第2项　关于停车难的问题
目前状态：未启动
完成时间：2025-12
责任部门：市城管局
存在问题：泊位缺口1.8万个。
"""

NUMBERS_AGAIN_IN_PARTS_AND_MEASURES = """江安县巡察反馈问题整改台账
一、党的建设方面
1.党组会议记录不规范。抽查12次，7次没有原始记录。
整改措施：
1.修订议事规则。
2.开展专项检查。
整改时限：2024年3月底前
责任单位：县委办公室
整改进展：已完成。
2.党费收缴不及时。
整改措施：
1.补缴党费1.46万元。
整改时限：2024年2月底前
责任单位：县委组织部
整改进展：已完成。
二、作风建设方面
1.公务接待超标准。
整改措施：
1.退缴超标准费用。
整改时限：2024年4月底前
责任单位：县财政局
整改进展：未完成整改。
三、下一步打算
（一）持续用力抓整改。
"""

FULL_WIDTH_IN_BRACKETS = """安溪市消防督查问题整改情况
督查共发现２项问题。
（１）消防控制室无人值班。抽查２３栋，９栋无人值班。（牵头单位：市消防救援支队；配合单位：市住建局；\
完成时限：２０２４年６月底前；完成状态：已销号）
（２）消防水源不足。（牵头单位：各县（市、区）党委、政府；完成时限：２０２５年；完成状态：未达到序时进度）
"""

STATUS_IN_PART_HEADINGS = """关于审计查出问题整改情况的报告
一、总体情况
审计共查出3个问题。
二、已完成整改的问题（2个）
（一）预算编制不细化。整改情况：代编规模压减到1.2亿元。
（二）违规收费。整改情况：清退86万元。
三、正在整改的问题（牵头单位：市国资委）
（一）资产账实不符。整改情况：103宗登记入账。
四、下一步工作
继续督促整改。
"""

RECORDS_WITHOUT_NUMBERS = """问题整改台账
反馈问题：某污水厂超标47天。
整改时限：2024年6月底
整改情况：已完成整改。罚款28万元。
责任单位：市生态环境局
反馈问题：某码头未拆除。
整改时限：2024年5月底
整改情况：逾期未完成。
责任单位：市交通运输局
"""

MARKDOWN = """# 三河市督导反馈整改报告
## 一、整体情况
共2个问题。
## 二、问题清单
### 1. 垃圾分类推进缓慢
**问题描述**：覆盖率仅为46%。
**整改时限**：2024年12月31日
**责任单位**：市城管局
**整改进展**：基本完成。覆盖率提高到93%。
### 2. 公厕改造滞后
【整改时限】2025年3月
【责任单位】市城管局、市文旅局
【整改进展】正在推进，已改造21座。
"""


def test_fields_that_are_numbered_themselves():
    assert ledger(NUMBERED_FIELDS) == [
        (
            "一",
            "城区雨污分流改造滞后。老城区32条道路每天约1.2万吨污水直排。",
            "2024-12-31",
            "完成",
            ("市住房城乡建设局", "湖滨区政府"),
        ),
        ("二", "扬尘管控不力。", "None", "持续推进", ("市城管局",)),
    ]


def test_what_closes_the_report_is_no_part_of_its_last_issue():
    document = parse(NUMBERED_FIELDS)
    assert document.passages[-1].text == "公示期为2024年11月1日至11月10日。"
    assert document.passages[-1].issue_id is None


def test_labels_without_a_colon_on_lines_of_their_own():
    assert ledger(BARE_LABELS) == [
        ("一", "产业项目闲置", "2024-10-31", "完成", ("县农业农村局", "县乡村振兴局")),
        ("二", "防返贫监测不精准", "2024-08-31", "持续推进", ("县民政局",)),
    ]


def test_items_numbered_with_di_xiang_and_fields_in_another_order():
    assert ledger(ITEMS_IN_ANY_ORDER) == [
        ("1", "关于老旧小区改造进度偏慢的问题", "2024-09-30", "基本完成", ("市住建局", "市财政局")),
        ("2", "关于停车难的问题", "2025-12-31", "未启动", ("市城管局",)),
    ]


def test_numbers_that_restart_in_parts_and_are_used_again_by_measures():
    rows = ledger(NUMBERS_AGAIN_IN_PARTS_AND_MEASURES)
    assert [row[0] for row in rows] == ["一1", "一2", "二1"]
    assert [row[3] for row in rows] == ["完成", "完成", "未达序时进度"]
    assert [row[4] for row in rows] == [("县委办公室",), ("县委组织部",), ("县财政局",)]


def test_full_width_digits_and_fields_in_closing_brackets():
    assert ledger(FULL_WIDTH_IN_BRACKETS) == [
        (
            "1",
            "消防控制室无人值班。抽查２３栋，９栋无人值班。",
            "2024-06-30",
            "完成",
            ("市消防救援支队",),
        ),
        ("2", "消防水源不足。", "2025-12-31", "未达序时进度", ("各县（市、区）党委、政府",)),
    ]


def test_what_a_part_states_once_holds_for_its_issues():
    assert ledger(STATUS_IN_PART_HEADINGS) == [
        ("二（一）", "预算编制不细化。", None, "完成", ()),
        ("二（二）", "违规收费。", None, "完成", ()),
        ("三（一）", "资产账实不符。", None, "持续推进", ("市国资委",)),
    ]


def test_records_without_numbers_are_counted():
    rows = ledger(RECORDS_WITHOUT_NUMBERS)
    assert [row[:2] for row in rows] == [("1", "某污水厂超标47天。"), ("2", "某码头未拆除。")]
    assert [row[3] for row in rows] == ["完成", "未达序时进度"]


def test_markdown_headings_bold_and_bracketed_labels():
    assert ledger(MARKDOWN) == [
        ("1", "垃圾分类推进缓慢", "2024-12-31", "基本完成", ("市城管局",)),
        ("2", "公厕改造滞后", "2025-03-31", "持续推进", ("市城管局", "市文旅局")),
    ]


def test_issues_under_styled_headings_without_numbers():
    text = "整改报告\n现报告如下：\n水质反弹\n整改时限：2024年6月\n责任单位：市水利局\n扬尘扰民\n"
    text += "整改时限：2025年6月\n责任单位：市城管局"
    issues = parse(text, headings=(0, 2, 5)).issues
    assert [(issue.number, issue.title) for issue in issues] == [
        ("1", "水质反弹"),
        ("2", "扬尘扰民"),
    ]


def test_a_finding_longer_than_a_heading_keeps_its_fields_and_whole_clauses_as_title():
    finding = "部分乡镇重建设轻管护，设施管网不配套、运行经费不足、专业人员缺乏，" * 5 + "闲置率高"
    fields = "整改时限：2022年底前\n责任单位：县水务局\n整改情况：已完成。\n"
    (row, _) = ledger(f"整改报告\n一、{finding}\n{fields}二、垃圾未清\n{fields}")
    assert (row[0], row[2:]) == ("一", ("2022-12-31", "完成", ("县水务局",)))
    assert finding.startswith(row[1]) and 60 < len(row[1]) <= 120


@pytest.mark.parametrize(
    "text",
    [
        "工作总结\n责任单位：县水务局\n一、水质提升。\n二、管网改造。\n",
        "公告\n联系人：张三\n办理情况：略\n",
    ],
)
def test_a_label_or_two_make_no_issue(text):
    assert ledger(text) == []


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("2.党费", "3.党费", "编号不连续：问题一3之前缺少1个编号。"),
        ("整改时限：2024年2月底前\n", "", "没有读到整改时限的问题：一2。"),
        (
            "一、党的建设方面\n",
            "共反馈4个问题。\n一、党的建设方面\n",
            "报告称共有4个问题，实际读到3个。",
        ),
    ],
)
def test_what_does_not_add_up_is_said(old, new, doubt):
    assert NUMBERS_AGAIN_IN_PARTS_AND_MEASURES.count(old) == 1
    changed = parse(NUMBERS_AGAIN_IN_PARTS_AND_MEASURES.replace(old, new))
    assert doubt in [found.text for found in changed.doubts]
