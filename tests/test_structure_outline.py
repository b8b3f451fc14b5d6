"""Item numbers, the tree of sections that they make, and sentences packed into passages."""

import pytest

from retrieval.structure.numbering import marker_of, numeral_value
from retrieval.structure.outline import outline, section_at
from retrieval.structure.passages import locator_of
from retrieval.structure.sentences import pack


@pytest.mark.parametrize(
    ("line", "number", "value"),
    [
        ("二十四、已建成的9个污水处理厂", "二十四", 24),
        ("（一）提高政治站位", "一", 1),
        ("(三)推进兵地协调", "三", 3),
        ("1.2022年底前完成11个项目", "1", 1),
        ("１．关于预算编制", "1", 1),
        ("3、完善制度", "3", 3),
        ("（2）关闭养殖场3家；", "2", 2),
        ("②湿法脱硫", "②", 2),
        ("四是强化管控", "四", 4),
        ("第三十四条 本法所称", "三十四", 34),
        ("第一章 总则", "一", 1),
        ("第2项 停车难", "2", 2),
        ("问题二十四：提标缓慢", "二十四", 24),
        ("整改任务3、扬尘", "3", 3),
        ("序号：17", "17", 17),
        ("### 5. 公厕", "5", 5),
        ("4.1.2废气污染物", "4.1.2", 2),
        ("第24批第3件", "3", 3),
        ("No.1", "1", 1),
        ("序号 5", "5", 5),
    ],
)
def test_numbers_in_all_their_forms(line, number, value):
    marker = marker_of(line)
    assert (marker.number, marker.value) == (number, value)


@pytest.mark.parametrize(
    "line",
    [
        "2018年6月15日停止建设",
        "4.5%的增长",
        "12.68亿元",
        "2个问题整改工作",
        "第八师石河子市",
        "第三季度末",
        "十二师在兵团准东",
        "一些部门责任感不强",
        "（2018年）",
        "六师煤电",
        "（三）条所列事项另行报告",
        "编号 2019",
    ],
)
def test_dates_figures_and_names_at_a_lines_start_are_no_numbers(line):
    assert marker_of(line) is None


@pytest.mark.parametrize(
    ("numeral", "value"), [("十", 10), ("二十", 20), ("一百零三", 103), ("１２", 12), ("⑫", 12)]
)
def test_numerals(numeral, value):
    assert numeral_value(numeral) == value


def locator(text: str, words: str) -> str:
    return locator_of(section_at(outline(text).walk(), text.index(words)))


TEXT = """一、总体要求
（一）加强领导。
一是高位推动。
二是压实责任。
（二）强化督办。
二、工作安排
（一）压减产能。
附件1：清单
附件1
整改清单
一、水质反弹
1.清淤
2.截污"""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("高位", "正文 › 一（一） › 一是"),
        ("压实", "正文 › 一（一） › 二是"),
        ("强化", "正文 › 一（二）"),
        ("压减", "正文 › 二（一）"),
        ("整改清单", "附件1"),
        ("截污", "附件1 › 一2"),
    ],
)
def test_numbers_nest_as_they_first_appear_and_annexes_start_anew(words, place):
    assert locator(TEXT, words) == place


def test_another_order_of_numbers_is_learned_from_the_document():
    text = "（一）水\n1、河\n一、甲河\n二、乙河\n2、湖\n（二）气\n1、尘"
    assert locator(text, "乙河") == "正文 › （一）1二"
    assert locator(text, "尘") == "正文 › （二）1"


def test_a_list_below_a_label_may_use_the_numbers_of_the_level_above():
    text = "1.甲问题\n整改措施：\n1.清淤\n2.截污\n3.绿化\n2.乙问题\n整改措施：\n1.执法"
    assert locator(text, "乙问题") == "正文 › 2"
    assert locator(text, "执法") == "正文 › 21"


def test_a_number_out_of_any_sequence_opens_no_section():
    text = "一、总则\n七、这是一句引文\n二、分则"
    assert locator(text, "引文") == "正文 › 一"


def cut(text: str, longest: int) -> list[str]:
    return [text[start:end] for start, end in pack(text, 0, len(text), longest)]


def test_sentences_stay_whole_and_decimal_points_are_no_full_stops():
    text = "完工率87.6%。投资12.68亿元！是否达标？“已达标。”全部销号。"
    assert cut(text, 12) == [
        "完工率87.6%。",
        "投资12.68亿元！",
        "是否达标？“已达标。”",
        "全部销号。",
    ]


def test_a_long_sentence_stays_whole_up_to_twice_the_length_then_parts_at_semicolons():
    sentence = "甲厂罚款十二万元；乙厂罚款四万元；丙厂停产整顿。"
    assert cut(sentence, 13) == [sentence]
    assert cut(sentence, 9) == ["甲厂罚款十二万元；", "乙厂罚款四万元；", "丙厂停产整顿。"]


def test_a_heading_goes_with_what_follows_it():
    assert cut("二、存在的问题\n认识不足。担当不够。", 14) == [
        "二、存在的问题\n认识不足。",
        "担当不够。",
    ]


def test_a_paragraph_that_does_not_fit_begins_a_passage():
    assert cut("短句。\n较长的一个段落在此。第二句。", 12) == [
        "短句。",
        "较长的一个段落在此。",
        "第二句。",
    ]
