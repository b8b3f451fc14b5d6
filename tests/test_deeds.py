"""The deed that a question asks about, and figures beside another deed."""

import pytest

from retrieval.answering.asking import load_asking
from retrieval.answering.candidates import read
from retrieval.answering.question import understand
from retrieval.language.normalise import clean_question, fold
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Scope
from retrieval.settings import ASKING_WEIGHTS
from training.train_asking import keywords


def asked(question):
    return understand(question, Scope(), shared_tokenizer())


@pytest.mark.parametrize(
    ("question", "deed"),
    [
        ("天业集团因为违规开采地下水被罚了多少钱", "被罚"),
        ("火车、地铁乱鸣笛罚多少", "罚"),
        ("电器、车辆这类产品的噪声限值是谁牵头规定的", "牵头"),
        ("污水厂建了不用，青筑县几个干部被问责", "问责"),
        ("芳草湖纳污地修复哪天过的验收", "验收"),
        ("装个消声器能降多少分贝", "降"),
        ("天富无证抽水罚款几万", "罚款"),
        ("光岳环保那张罚单的文号", ""),
    ],
)
def test_the_deed_stands_by_the_asking_word(question, deed):
    assert (asked(question).deed or ("",))[0] == deed


def test_a_deed_stands_in_the_question_or_is_none():
    for question in (
        "2015年办了多少件人大代表建议",
        "老师轮训几年转一圈",
        "六师哪三个团场换成电了",
    ):
        found = asked(question)
        assert not found.deed or found.deed[0] in found.text


def test_what_was_not_done_is_no_deed():
    assert asked("鹿陂还有几台小锅炉没淘汰").deed == ()


def test_a_deed_counts_under_its_other_names():
    assert {"另罚", "罚", "罚款"} <= set(asked("金峪矿业没收之外另罚多少").deed)


def test_the_figure_of_the_deed_is_answered(assistant):
    answer = assistant.ask("天业集团因为违规开采地下水被罚了多少钱")
    assert answer.text == "12万元"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("2013年以来水质持续为劣V类,2016年达标。", "劣V类"),
        ("出水水质达到一级A标准并通过验收。", "一级A标准"),
        ("创成国家4A级旅游景区两处。", "国家4A级"),
    ],
)
def test_a_grade_is_a_candidate(text, grade):
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "")
    reading = read(passage, None, shared_tokenizer())
    assert grade in {text[c.start : c.end] for c in reading.candidates}


def test_grades_of_firms_are_none():
    text = "三类企业限期整改,一类问题销号。"
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "")
    reading = read(passage, None, shared_tokenizer())
    assert "三类" not in {text[c.start : c.end] for c in reading.candidates}


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("2010年森林覆盖率是多少", "2010年森林覆盖率"),
        ("哪家运危险品的被吊了牌照", ""),
        ("罚多少", ""),
    ],
)
def test_keywords_of_a_question(question, typed):
    assert keywords(fold(clean_question(question))) == typed


def test_typed_keywords_may_ask_for_a_share():
    model = load_asking(ASKING_WEIGHTS)
    for question in ("老鸦沟老百姓满意度", "2022年全省污泥无害化处置率"):
        found = asked(question)
        sorts = model.log_probabilities(found.text, found.query.expects)
        assert max(sorts, key=sorts.get) == "percent"


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("金砾矿业除了没收的钱,另外又罚了多少", "没收"),
        ("越界挖矿,没收之外另罚多少", "没收"),
        ("除天业集团外还有哪家被罚", "天业集团"),
        ("刨去财政拨的,企业自己掏了多少", "财政"),
    ],
)
def test_what_a_question_leaves_out_is_none_of_its_words(question, out):
    assert out not in asked(question).words


def test_dust_removal_leaves_nothing_out():
    assert {"除尘", "改造"} <= set(asked("除尘改造花了多少").words)
