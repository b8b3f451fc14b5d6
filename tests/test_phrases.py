"""What a passage offers that is neither figure nor name, and names that only their role shows."""

import pytest

from retrieval.answering.candidates import read
from retrieval.answering.phrases import phrases
from retrieval.language.codes import document_numbers
from retrieval.language.normalise import fold
from retrieval.language.persons import persons, posts
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("宇宸二期因融资未到位推迟至三季度开工。", "reason", "因融资未到位"),
        ("因补偿标准未谈妥尚余67户。", "reason", "因补偿标准未谈妥"),
        ("滞后原因是没有处置能力，需跨省转移。", "reason", "没有处置能力"),
        ("滞后原因是没有处置能力，需跨省转移。", "reason", "没有处置能力,需跨省转移"),
        ("经查系施工单位擅自作业所致。", "reason", "施工单位擅自作业"),
        ("总会计师被记过，局长受到党内严重警告处分。", "thing", "记过"),
        ("科长受到撤销党内职务、政务撤职处分。", "thing", "撤销党内职务、政务撤职处分"),
        ("被判处有期徒刑一年六个月，缓刑二年。", "thing", "有期徒刑一年六个月"),
        ("被判处有期徒刑一年六个月，缓刑二年。", "thing", "有期徒刑一年六个月,缓刑二年"),
        ("由中农联实业承建，3月开工。", "organisation", "中农联实业"),
        ("牵头单位区卫生健康局，分管副区长孙明。", "organisation", "区卫生健康局"),
        ("中标单位光洁能源公司，8月并网。", "organisation", "光洁能源公司"),
        ("新址选在工业大道南侧，占地18亩。", "place", "工业大道南侧"),
        ("氨氮浓度降到每升0.47毫克。", "count", "每升0.47毫克"),
        ("臭气每季度监测一次。", "thing", "每季度"),
        ("烟煤每3d测温1次。", "thing", "每3d"),
    ],
)
def test_a_phrase_is_offered_whole_and_alone(text, kind, said):
    folded = fold(text)
    assert (kind, said) in [(k, folded[a:b]) for k, a, b in phrases(folded)]


@pytest.mark.parametrize("text", ["原因是设备损坏。", "滞后原因：征地。"])
def test_the_word_reason_begins_no_reason(text):
    folded = fold(text)
    assert not [a for k, a, _ in phrases(folded) if k == "reason" and folded[a] == "因"]


@pytest.mark.parametrize(
    ("text", "person", "post"),
    [
        ("设备科原科长訾大海受到处分。", "訾大海", "设备科原科长"),
        ("由市自然资源和规划局局长罗振南负责。", "罗振南", "市自然资源和规划局局长"),
        ("总会计师左丘明哲被记过。", "左丘明哲", "总会计师"),
        ("对镇党委书记乐羊子平免职。", "乐羊子平", "镇党委书记"),
    ],
)
def test_a_person_is_known_by_the_post_and_the_post_by_the_person(text, person, post):
    named = list(persons(text))
    assert person in [text[a:b] for a, b in named]
    assert post in [text[a:b] for a, b in posts(text, named)]


def test_no_verb_belongs_to_a_document_number():
    folded = fold("验收文号为郁交验〔2025〕17号")
    assert [folded[a:b] for a, b in document_numbers(folded)] == ["郁交验[2025]17号"]


def test_a_passage_offers_posts_and_figures_per_unit():
    text = "检验科副主任戎征扣发绩效2.4万元，氨氮每升8.6毫克，过期药87盒。"
    seen = read(Passage("p", "r", None, "", text, "", 0, len(text), ""), None, shared_tokenizer())
    said = {seen.folded[c.start : c.end] for c in seen.candidates}
    assert {"检验科副主任", "2.4万元", "每升8.6毫克", "87盒"} <= said
