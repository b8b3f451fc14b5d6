"""Issues that are named as findings and carry no fields."""

from layouts import parse

AUDIT = """关于审计查出问题整改情况的报告
一、整改工作总体情况
整改到位12项，正在整改3项。
二、审计查出问题的整改情况
（一）关于预算编制不够细化的问题。市财政局已细化预算，收回沉淀资金860万元。
（二）关于会议费超标准列支的问题。市水利局、市教育局分别退回会议费4.6万元、7.8万元。
（三）关于专项资金使用不规范的问题。农业农村局追回被套取资金126.5万元。
三、下一步工作
持续抓好整改。
"""


def test_findings_that_an_audit_names_are_its_issues_though_they_have_no_fields():
    document = parse(AUDIT)
    assert [issue.number for issue in document.issues] == ["一", "二", "三"]
    assert document.issues[1].title.startswith("关于会议费超标准列支的问题")
    assert (
        "126.5万元" in document.report.text[slice(document.issues[2].start, document.issues[2].end)]
    )
    assert "持续抓好" not in document.report.text[: document.issues[2].end]


def test_two_headings_about_a_problem_are_no_list_of_issues():
    text = AUDIT.replace("关于预算编制不够细化的问题。", "").replace(
        "关于专项资金使用不规范的问题。", ""
    )
    assert not parse(text).issues


def test_the_name_of_a_finding_is_its_title_without_what_was_done_about_it():
    assert [issue.title for issue in parse(AUDIT).issues] == [
        "关于预算编制不够细化的问题。",
        "关于会议费超标准列支的问题。",
        "关于专项资金使用不规范的问题。",
    ]


def test_findings_without_fields_say_their_status_themselves():
    text = AUDIT.replace("860万元。", "860万元。目前，该问题已整改到位。")
    text = text.replace("126.5万元。", "126.5万元。该问题正在整改。")
    statuses = [issue.status and issue.status.normal for issue in parse(text).issues]
    assert statuses == ["完成", None, "持续推进"]


def test_a_finding_beside_fields_says_no_status():
    text = "整改方案\n一、管网缺口大。目前尚未完成整改。\n整改时限：2022年\n责任单位：水务局\n"
    text += "二、垃圾未清。\n整改时限：2022年\n责任单位：城管局\n"
    assert [issue.status for issue in parse(text).issues] == [None, None]


def test_what_the_report_intends_next_is_no_part_of_its_last_issue():
    text = AUDIT.replace("三、下一步工作\n", "下一步，我局将认真抓好整改。\n欢迎社会各界监督。\n")
    document = parse(text)
    assert document.report.text[: document.issues[-1].end].endswith("126.5万元。\n")
    each = text.replace("\n（三）", "\n下一步，加强管理。\n（三）")
    document = parse(each)
    assert "下一步，我局" in document.report.text[: document.issues[-1].end]
