"""Issues told from the measures below them, and lists that say little of each issue."""

from layouts import ledger, parse

MEASURES_WITH_DAYS = """巡察反馈问题整改方案
一、理论学习不扎实
整改目标：健全制度。
整改措施：
1.制定学习计划。责任单位：党政办；完成时限：2021年3月底前
2.开展学习测试。责任单位：组织办；完成时限：2021年6月底前
3.集中学习。责任单位：党政办；完成时限：长期坚持
二、财务管理不规范
整改目标：规范管理。
整改措施：
1.清退补贴。责任单位：财政所；完成时限：2021年5月底前
2.修订制度。责任单位：财政所；完成时限：2021年4月底前
"""

INSPECTED = """人居环境检查发现问题的通报
一、柳河镇
1.王庄村：路边堆放秸秆。（已整改）
2.李庄村：坑塘有漂浮物。（未整改）
二、清水镇
1.东关村：污水管堵塞。（正在整改）
"""

CASES = """典型案例整改情况
案例1：某公司偷排废水案
查处情况：罚款60万元。
整改情况：已拆除暗管。
案例2：某公司数据造假案
查处情况：罚款35万元。
整改情况：正在整改。
"""

PROPOSALS = """代表建议答复情况
第1号建议 关于道路亮化的建议
承办单位：县住建局
办理情况：已落实。安装路灯1200盏。
第4号建议 关于村医待遇的建议
承办单位：县卫健局
办理情况：正在落实。
"""

TICKED = """整改台账
1.规划未编制。
责任单位：县发改局
完成情况：☑已完成 □正在整改
2.管网破损。
责任单位：县住建局
完成情况：□已完成 ☑正在整改
3.垃圾未清。
责任单位：县城管局
完成情况：已完成□ 未启动√
"""


def test_measures_with_units_and_days_are_parts_of_their_issue():
    assert ledger(MEASURES_WITH_DAYS) == [
        ("一", "理论学习不扎实", "2021-06-30", None, ("党政办", "组织办")),
        ("二", "财务管理不规范", "2021-05-31", None, ("财政所",)),
    ]
    (first, _) = parse(MEASURES_WITH_DAYS).issues
    assert "progress" not in [field.kind for field in first.fields]


def test_findings_with_a_status_in_brackets_are_issues():
    rows = [(row[0], row[1], row[3]) for row in ledger(INSPECTED)]
    assert rows == [
        ("一1", "王庄村：路边堆放秸秆。", "完成"),
        ("一2", "李庄村：坑塘有漂浮物。", "未启动"),
        ("二1", "东关村：污水管堵塞。", "持续推进"),
    ]


def test_two_fields_of_one_kind_under_two_names_make_no_part_of_an_issue():
    rows = [(row[0], row[1], row[3]) for row in ledger(CASES)]
    assert rows == [("1", "某公司偷排废水案", "完成"), ("2", "某公司数据造假案", "持续推进")]


def test_proposals_keep_their_numbers():
    rows = [(row[0], row[1], row[3]) for row in ledger(PROPOSALS)]
    assert rows == [("1", "关于道路亮化的建议", "完成"), ("4", "关于村医待遇的建议", "持续推进")]


def test_of_boxes_the_ticked_one_is_the_status():
    assert [row[3] for row in ledger(TICKED)] == ["完成", "持续推进", "未启动"]
    assert not [doubt for doubt in parse(TICKED).doubts if doubt.kind == "status"]


def test_a_title_on_two_lines_is_whole():
    text = "关于警示片披露问题\n整改情况的报告\n" + PROPOSALS.partition("\n")[2]
    assert parse(text).report.title == "关于警示片披露问题整改情况的报告"


def test_fields_in_square_brackets_may_share_a_line():
    text = (
        "整改情况\n问题1 管网短板\n【整改时限】2025年底前\n【牵头单位】住建厅 【配合单位】水利厅\n"
    )
    text += "问题2 货车监管\n【整改时限】2026年\n【牵头单位】公安厅 【配合单位】交通厅\n"
    assert [row[4] for row in ledger(text)] == [("住建厅",), ("公安厅",)]


def test_a_date_may_follow_its_label_within_a_sentence():
    text = "清单\n1、乱堆垃圾2000方，整改时限2019年9月30日，整改情况：已清理完毕；\n"
    text += "2、违建鸭棚3间，整改时限10月31日，整改情况：已闭环；\n"
    rows = ledger(text)
    assert [row[1:4] for row in rows] == [
        ("乱堆垃圾2000方", "2019-09-30", "完成"),
        ("违建鸭棚3间", "None", "完成"),
    ]


def test_a_part_named_by_status_may_name_its_time_first():
    text = "通报\n一、集中整改期内已完成的整改事项\n1.甲。责任人：张某。整改时限：2021年3月。\n"
    text += "2.乙。责任人：李某。整改时限：2021年4月。\n二、需长期坚持的整改事项\n"
    text += "1.丙。责任人：王某。整改时限：长期坚持。\n"
    assert [row[3] for row in ledger(text)] == ["完成", "完成", "长期坚持"]
