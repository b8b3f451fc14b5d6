"""Follow-up questions are completed from the conversation; others are left as they are."""

import json
from pathlib import Path

import pytest

from retrieval.answering.dialogue import followed_issue, resolve
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Answer

QUESTIONS = Path(__file__).resolve().parent.parent / "corpus" / "questions"


def turn(question: str, text: str | None = "x", issues=(), kind="fact", reason=None) -> Answer:
    return Answer(question, kind, text, tuple(issues), (), 1.0, reason=reason)


def talk(*questions: str) -> str:
    """The last question as resolved after the ones before it."""
    history: list[Answer] = []
    for question in questions:
        resolved = resolve(question, history, shared_tokenizer())
        history.append(Answer(question, "fact", "x", (), (), 1.0, resolved=resolved))
    return history[-1].resolved


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("天业集团罚款多少", "那天富呢", "天富罚款多少"),
        ("青湖总磷2016年比2013年涨了多少", "总氮呢", "青湖总氮2016年比2013年涨了多少"),
        ("石河子2018年优良天数多少", "五家渠呢", "五家渠2018年优良天数多少"),
        ("石河子2018年优良天数多少", "2017年呢？", "石河子2017年优良天数多少"),
        ("灌排动力2020年定了多少", "那2025年呢", "灌排动力2025年定了多少"),
        ("整改工作领导小组组长是谁", "第一副组长呢", "整改工作领导小组第一副组长是谁"),
        ("鹿陂城北厂为什么没弄完", "瑶川城东厂呢", "瑶川城东厂为什么没弄完"),
        ("瑶川市2022年空气好的日子有多少天", "临河县呢", "临河县2022年空气好的日子有多少天"),
        ("追责的干部里厅级几个", "处级呢", "追责的干部里处级几个"),
        ("第19个问题整改得怎么样", "第20个呢", "第20个问题整改得怎么样"),
        ("问题十九的时限是什么", "下一个呢", "问题二十的时限是什么"),
    ],
)
def test_what_is_new_takes_the_place_of_what_is_like_it(before, asked, expected):
    assert talk(before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        ("石河子污水处理厂设备装了百分之多少了", "到货率呢", "石河子污水处理厂设备到货率是多少"),
        ("丰泰钢铁是哪天停建的", "原因呢", "丰泰钢铁原因是什么"),
        ("第19个问题整改得怎么样", "责任单位呢", "第19个问题责任单位是哪家"),
        ("职教改革方案的文号是多少", "牵头部门呢", "职教改革方案牵头部门是哪家"),
        ("石河子2018年优良天数多少", "PM2.5呢", "石河子2018年pm2.5是多少"),
        ("瑶川城东厂哪天过的验收", "总投资呢", "瑶川城东厂总投资是多少"),
    ],
)
def test_another_attribute_is_asked_of_the_same_subject(before, asked, expected):
    assert talk(before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        (
            "北工业园区工业污水处理厂规模多大",
            "啥时候开的工",
            "北工业园区工业污水处理厂啥时候开的工",
        ),
        (
            "北工业园区工业污水处理厂规模多大",
            "27个单元里开工了几个",
            "北工业园区工业污水处理厂27个单元里开工了几个",
        ),
        (
            "整改工作领导小组第一副组长是谁",
            "下面设了几个专项组",
            "整改工作领导小组下面设了几个专项组",
        ),
        (
            "郑氏化纤修复了多少亩沙漠纳污区",
            "花了多少钱修复的",
            "郑氏化纤沙漠纳污区花了多少钱修复的",
        ),
        ("丰泰钢铁是哪天停建的", "谁撤的", "丰泰钢铁谁撤的"),
        ("丰泰钢铁是哪天停建的", "文号是多少", "丰泰钢铁文号是多少"),
        ("职教改革方案的文号是多少", "哪天发的", "职教改革方案哪天发的"),
        ("鹿陂城北厂最迟该哪天弄完", "为什么没弄完", "鹿陂城北厂为什么没弄完"),
        ("蓼河县退养蟹的补偿款发了多少", "一亩多少", "蓼河县一亩多少"),
        (
            "蘑菇湖水库总氮涨了多少",
            "新材料园区每天往里面排多少工业废水",
            "新材料园区每天往蘑菇湖水库排多少工业废水",
        ),
    ],
)
def test_a_question_without_a_subject_gets_that_of_the_last_turn(before, asked, expected):
    assert talk(before, asked) == expected


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("天业集团罚款多少", "五家渠煤改电改了多少台锅炉"),
        ("郑氏化纤修复了多少亩沙漠纳污区", "六师那边是哪家企业被停产整治"),
        ("石河子2018年优良天数多少", "因为环保督察被追责的党员干部有多少人"),
        ("颐福老年公寓的彩钢房啥时候拆掉的", "那宏瑞化工罚了多少"),
        ("瑶川那个排污口挪了多远", "往来款挂账那条现在啥状态"),
        ("丰泰钢铁是哪天停建的", "第3个问题的时限是什么"),
        ("丰泰钢铁是哪天停建的", "整改方案的文号是多少"),
        ("丰泰钢铁是哪天停建的", "昆仑钢铁 罚款"),
    ],
)
def test_a_question_that_stands_alone_is_not_touched(before, asked):
    assert talk(before, asked) == asked


def test_it_is_the_enterprise_that_was_the_answer():
    history = [turn("六师那边是哪家企业被停产整治", "万翔化纤有限公司", ["二十"])]
    assert resolve("它罚了多少", history, shared_tokenizer()) == "万翔化纤有限公司罚了多少"
    assert resolve("这家公司罚了多少", history, shared_tokenizer()) == "万翔化纤有限公司罚了多少"


def test_they_are_the_subjects_of_the_last_turns():
    assert (
        talk("天业集团罚款多少", "那天富呢", "它们一共封了几口井") == "天业集团和天富一共封了几口井"
    )


def test_they_are_the_issues_of_the_last_list():
    history = [turn("哪些问题还没完成", "问题四；问题七", ["四", "七"], "list")]
    assert resolve("它们的时限呢", history, shared_tokenizer()) == "问题四和问题七的时限是什么"


def test_a_place_replaces_only_the_place_in_a_longer_name():
    asked = talk("石河子污水处理厂设备到货率是多少", "那北屯那个是哪天建成投运的")
    assert asked == "北屯污水处理厂是哪天建成投运的"


def test_a_pointing_question_follows_the_issue_of_the_last_answer():
    history = [turn("北工业园区污水厂啥时候开的工", "2017年8月", ["十六"])]
    for asked in ("这个要求什么时候整改完", "该问题的时限是什么", "整改到哪一步了", "这条改完了吗"):
        assert followed_issue(asked, history) == "十六", asked
    assert (
        resolve("这个要求什么时候整改完", history, shared_tokenizer())
        == "问题十六要求什么时候整改完"
    )


def test_no_issue_is_followed_where_none_or_several_or_another_is_meant():
    several = [turn("哪些问题没完成", "四；七", ["四", "七"], "list")]
    one = [turn("北工业园区污水厂啥时候开的工", "2017年8月", ["十六"])]
    assert followed_issue("这个什么时候整改完", several) is None
    assert followed_issue("第3个问题改完了吗", one) is None
    assert followed_issue("天业集团罚款多少", one) is None
    assert followed_issue("石河子污水厂提标改造那条按时完成了没", one) is None
    assert followed_issue("那条按时完成了没", one) is not None
    assert followed_issue("这个什么时候整改完", []) is None


def test_an_off_topic_turn_is_passed_over():
    history = [turn("天业集团罚款多少"), turn("今天天气怎么样", None, reason="off_topic")]
    assert resolve("那天富呢", history, shared_tokenizer()) == "天富罚款多少"


def test_the_first_question_is_never_changed():
    assert resolve("那天富呢", [], shared_tokenizer()) == "那天富呢"


def test_single_facts_asked_in_a_row_stand_alone():
    lines = (QUESTIONS / "factual.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines if line.strip()]
    pairs = zip(asked, asked[1:], strict=False)
    changed = [b for a, b in pairs if resolve(b, [turn(a)], shared_tokenizer()) != b]
    assert len(changed) <= 0.05 * len(asked), changed


@pytest.mark.parametrize("text", ["呢", "那", "它", "这个", "那个呢", "？", "下一个呢", "它们呢"])
def test_scraps_do_not_break_it(text):
    assert resolve(text, [turn("天业集团罚款多少"), turn("问题九十九的时限呢")], shared_tokenizer())
