"""Healing: sentences whole again, typographic blanks gone, and not one character lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.records import Page
from retrieval.structure.healing import heal
from retrieval.structure.spacing import squeeze, width

REPORTS = sorted((Path(__file__).parent / "data" / "reports").glob("*.txt"))
MISSION = next(path for path in REPORTS if path.stem.startswith("新疆"))


def healed(text: str) -> str:
    return heal((Page(text),)).text


def bare(text: str) -> str:
    return "".join(text.split())


def wrapped(text: str, columns: int) -> list[str]:
    """The text as a printer sets it: lines of `columns` Chinese characters, figures unbroken."""
    lines, line, figure = [], "", ""
    for character in text + "\n":
        if character.isascii() and not character.isspace():
            figure += character
            continue
        for piece in (figure, character):
            if line and width(line + piece) > columns:
                lines.append(line)
                line = ""
            line += piece
        figure = ""
    return [*lines, line.rstrip("\n")]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem[:12])
def test_only_white_space_changes(path):
    text = path.read_text("utf-8")
    assert bare(healed(text)) == bare(text)


@given(st.text(alphabet="一、（）。，：整改时限123. \t\n　ab#附件", max_size=200))
@settings(max_examples=200, deadline=None)
def test_only_white_space_changes_whatever_the_text(text):
    assert bare(healed(text)) == bare(text)


@pytest.mark.parametrize(
    "fact",
    [
        "优良天数255天",
        "2018年1月16日",
        "厅级干部3人",
        "10眼机井已办理手续",
        "2018年投资724万元",
        "重点案件联合后督察",
        "林业和草原局",
        "冬季重污染天气应急预案",
        "执行特别排放限值要求",
        "终身追责、从严问责",
        "新疆生产建设兵团贯彻落实中央环境保护督察反馈意见具体问题整改完成情况\n附件\n",
    ],
)
def test_facts_cut_by_page_breaks_of_the_mission_are_whole(fact):
    assert fact in healed(MISSION.read_text("utf-8"))


@pytest.mark.parametrize(
    ("apart", "together"),
    [
        ("投资 724 万元，比 2017 年增长", "投资724万元，比2017年增长"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("第一章　总　　则", "第一章总则"),
        ("1. 完成清淤", "1.完成清淤"),
        ("（2018 - 2022 年）", "（2018-2022年）"),
        ("整改时限 : 2018 年", "整改时限:2018年"),
        ("coking chemical industry 标准", "coking chemical industry标准"),
        ("GB 18597  污染控制标准", "GB 18597  污染控制标准"),
        ("1\t污水处理厂 \t二", "1\t污水处理厂\t二"),
    ],
)
def test_blanks_of_typesetting_go_and_those_with_a_meaning_stay(apart, together):
    assert squeeze(apart) == together


@pytest.mark.parametrize(
    "lines",
    [
        ["整改时限：2018年6月", "整改进展情况：完成整改", "丰泰钢铁已停止建设。"],
        ["牵头单位：浔东区人民政府", "云隐区人民政府", "整改时限：2024年9月底前"],
        [
            "（一）围绕决胜全面建成小康社会，全力打好攻坚战",
            "继续推进。",
            "（二）围绕提升城市品质，全力补短板强基础建新区",
            "坚持优先。",
        ],
        ["附件", "某市贯彻落实省级生态环境保护督察反馈意见整改措施清单", "市委高度重视。"],
        ["国务院", "2019年1月24日", "（此件公开发布）"],
    ],
)
def test_headings_fields_and_signatures_are_not_joined(lines):
    assert healed("\n\n".join(lines)).split("\n") == lines


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("责任单位：市委组织部、", "市委党校"),
        ("整改时限：2023年10月底前，并长", "期坚持"),
        ("印发考核办法（澄办", "发〔2022〕11号）。"),
        ("全部整改到位", "，并通过验收。"),
    ],
)
def test_short_lines_that_cannot_stand_apart_are_joined(first, rest):
    assert healed(f"{first}\n{rest}") == first + rest


def test_units_separated_by_a_blank_stay_apart():
    assert healed("责任单位：市教育局 市财政局") == "责任单位：市教育局 市财政局"


@pytest.mark.parametrize("columns", [26, 30, 38])
@pytest.mark.parametrize("name", ["t1", "r1", "t4b"])
def test_text_wrapped_throughout_is_unwrapped(name, columns):
    path = next(path for path in REPORTS if path.stem == name)
    whole = [line for line in healed(path.read_text("utf-8")).split("\n") if "\t" not in line]
    lines = [piece for paragraph in whole for piece in wrapped(paragraph, columns)]
    pages = [Page("\n".join(lines[at : at + 25]), at // 25 + 1) for at in range(0, len(lines), 25)]
    unwrapped = heal(tuple(pages)).text.split("\n")
    kept = set(unwrapped) & set(whole)
    # A full line that ends in a full stop cannot be told from the end of its paragraph.
    assert all(line.endswith(("。", "；", "：")) for line in set(whole) - kept)
    assert len(kept) > 0.85 * len(set(whole))


def test_pages_begin_where_their_first_character_stands():
    pages = (
        Page("一、水污染防治不力，部分河段水质长期不能达到国家规定标准要求的天数", 1),
        Page("", 2),
        Page("超过六成。\n二、扬尘", 3),
    )
    text = heal(pages)
    first, empty, third = text.page_starts
    assert first == 0
    assert empty == third == text.text.index("超过")


def test_a_source_without_pages_has_no_page_starts():
    assert heal((Page("一段文字。"),)).page_starts == ()


def test_lines_styled_as_headings_stay_apart_and_are_reported():
    text = heal(
        (Page("砚湖流域水环境综合治理推进情况以及有关工作措施、安排\n正文。", headings=(0,)),)
    )
    assert text.text.count("\n") == 1
    assert text.headings == {0}


def test_a_table_s_name_begins_a_line():
    row = "编号：L-02；问题：餐厨垃圾外溢；责任单位：城管中队；整改情况：已完成"
    assert healed(f"{row}\n表2 限期整改问题") == f"{row}\n表2限期整改问题"
