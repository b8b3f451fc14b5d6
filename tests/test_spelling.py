"""Homophones are put right from the reports' words; a correct question is never broken."""

import json
from pathlib import Path

import pytest

from retrieval.language.normalise import clean_question
from retrieval.language.spelling import Vocabulary, correct
from retrieval.language.tokenizer import shared_tokenizer

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SETS = ("factual", "multi", "aggregate", "unanswerable")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    texts = [path.read_text("utf-8") for path in sorted((CORPUS / "reports").glob("*.txt"))]
    return Vocabulary(texts, shared_tokenizer())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("天也集团违规开采地下水发款多少", "天业集团违规开采地下水罚款多少"),
        ("丰太钢铁什么时侯停建的", "丰泰钢铁什么时候停建的"),
        ("郑式化纤污水体标改造投资多少", "郑氏化纤污水提标改造投资多少"),
        ("污水处理厂设备按装完成律多少", "污水处理厂设备安装完成率多少"),
    ],
)
def test_homophones_become_the_words_of_the_report(vocabulary, typed, meant):
    assert correct(typed, vocabulary) == meant


def test_the_words_come_from_the_reports_alone():
    words = Vocabulary(["恒岳水泥违规排放，处罚3万元。"], shared_tokenizer())
    assert correct("恒月水泥处罚多少", words) == "恒岳水泥处罚多少"
    assert correct("鑫月水泥处罚多少", words) == "鑫月水泥处罚多少"


def test_near_sounds_need_neighbours_that_speak_for_the_term(vocabulary):
    assert correct("石河子污水储理厂", vocabulary) == "石河子污水处理厂"


def test_correct_questions_are_left_alone(vocabulary):
    asked = [
        clean_question(json.loads(line)["question"])
        for name in SETS
        for line in (CORPUS / "questions" / f"{name}.jsonl").read_text("utf-8").splitlines()
        if line.strip()
    ]
    changed = [q for q in asked if correct(q, vocabulary) != q]
    assert len(changed) <= 0.01 * len(asked), changed


@pytest.mark.parametrize(
    "question",
    [
        "二期干到哪了",
        "现在各是什么进展",
        "被踢出医保了",
        "关了几口井",
        "PM2.5 2017年是多少",
        "",
        "?",
        "罚",
    ],
)
def test_free_combinations_of_small_words_are_left_alone(vocabulary, question):
    assert correct(question, vocabulary) == question


def test_length_and_figures_are_kept(vocabulary):
    typed = "ＰＭ2.5，天也集团12.68亿元"
    fixed = correct(typed, vocabulary)
    assert fixed == "ＰＭ2.5，天业集团12.68亿元"


def test_an_empty_index_changes_nothing_but_words_of_asking():
    words = Vocabulary([], shared_tokenizer())
    assert correct("什么时侯完成", words) == "什么时候完成"
    assert correct("丰太钢铁", words) == "丰太钢铁"


def test_a_deed_of_one_character_is_no_slip(vocabulary):
    for question in ("天山铝业比合盛硅业多罚了多少", "多拆了几台", "少关了几口井"):
        assert correct(question, vocabulary) == question
