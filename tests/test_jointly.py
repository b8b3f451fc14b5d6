"""Several facts of one question, chosen together."""

import pytest

from retrieval.answering.fitting import fitting
from retrieval.answering.jointly import first_of, settled, together
from retrieval.answering.question import understand
from retrieval.answering.reader import Read
from retrieval.answering.refusal import misfits
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Scope, Span

TEXT = "走水泥窑1.4万吨、运往外地0.9万吨；全年合计35.2万吨。共4家。"
PASSAGE = Passage("p", "r", None, "", TEXT, "", 0, len(TEXT), "")


def asked(question):
    return understand(question, Scope(), shared_tokenizer())


def span(text, score, kind="count", passage=PASSAGE):
    start = passage.text.index(text)
    return Span(passage, start, start + len(text), kind, score, {})


def read(*spans, confidence=0.8):
    return Read(spans, confidence)


ASKS = [asked("走水泥窑的多少吨"), asked("拉外地的多少吨")]


def test_no_figure_answers_two_parts():
    one = read(span("1.4万吨", 9.0), span("0.9万吨", 5.0))
    two = read(span("1.4万吨", 8.0), span("0.9万吨", 6.0))
    firsts = [spans[0].text for spans in together(ASKS, [one, two])]
    assert firsts == ["1.4万吨", "0.9万吨"]


def test_a_figure_of_the_same_sentence_goes_before_one_a_little_better_elsewhere():
    one = read(span("1.4万吨", 9.0))
    two = read(span("35.2万吨", 8.0), span("0.9万吨", 7.0))
    assert [s[0].text for s in together(ASKS, [one, two])] == ["1.4万吨", "0.9万吨"]
    far = read(span("35.2万吨", 8.0), span("0.9万吨", 2.0))
    assert [s[0].text for s in together(ASKS, [one, far])] == ["1.4万吨", "35.2万吨"]


def test_a_clause_may_hold_the_figure_of_another_part():
    clause = span("走水泥窑1.4万吨", 9.0, kind="clause")
    firsts = together(ASKS, [read(span("1.4万吨", 9.0)), read(clause)])
    assert [s[0].text for s in firsts] == ["1.4万吨", "走水泥窑1.4万吨"]


def test_as_read_where_a_part_has_nothing():
    reads = [read(span("1.4万吨", 9.0)), read(confidence=0.0)]
    assert together(ASKS, reads) == [reads[0].spans, ()]


def test_many_parts_stay_quick():
    many = [read(*(span(t, 5.0) for t in ("1.4万吨", "0.9万吨", "35.2万吨", "4家")))] * 9
    assert len(together([ASKS[0]] * 9, many)) == 9


def test_less_liked_is_less_sure():
    best, other = span("1.4万吨", 9.0), span("0.9万吨", 8.0)
    assert first_of(read(best, other), (best, other)).confidence == 0.8
    assert 0.0 < first_of(read(best, other), (other, best)).confidence < 0.8


def test_what_answers_another_part_makes_none_less_sure():
    ours, theirs = span("0.9万吨", 9.0), span("1.4万吨", 12.0)
    reads = [read(theirs, ours), read(theirs, ours)]
    found = settled(reads, [(ours, theirs), (theirs, ours)])
    assert [r.spans[0].text for r in found] == ["0.9万吨", "1.4万吨"]
    assert found[0].confidence == found[1].confidence == reads[0].confidence


@pytest.mark.parametrize(
    ("question", "kind", "text", "no"),
    [
        ("有多少张床位", "quoted", "“医养结合”", True),
        ("达标了多少", "clause", "多数已经完成", True),
        ("达标了多少", "clause", "14条水体中13条达标", False),
        ("五家渠设了几个卡点", "count", "24小时", True),
        ("五家渠设了几个卡点", "count", "7处", False),
        ("拘了几天", "date", "2020年4月至9月", True),
        ("罚了多少钱", "money", "一万元以上十万元以下", False),
        ("罚了多少钱", "count", "5万吨", True),
        ("按货值罚几倍", "count", "一倍以上三倍以下", False),
        ("占多大比例", "percent", "一半以上", False),
        ("哪天能用上", "clause", "项目成功落地", True),
        ("什么时候建成", "count", "4个", True),
        ("什么时候开业", "clause", "争取年内投入运营", False),
        ("时限到什么时候", "deadline", "立行立改", False),
        ("负责人是谁", "clause", "对宏瑞化工罚款28万元", True),
        ("是谁批的", "organisation", "县教育局", False),
        ("被免职的校长叫什么", "clause", "免去校长职务", True),
        ("校长怎么处理", "clause", "免去校长职务", False),
        ("罚款的原因是什么", "money", "12万元", True),
        ("为什么被罚", "reason", "违规开采地下水", False),
        ("388眼井分布在哪8个师", "clause", "分布在8个师", True),
        ("388眼井分布在哪8个师", "clause", "分布在一师等8个师", False),
        ("水质是达标还是没达标", "clause", "没达标", False),
        ("督察组哪天到哪天在兵团", "date", "2018年1月2日", True),
        ("督察组哪天到哪天在兵团", "date", "2017年8月11日至9月11日", False),
    ],
)
def test_what_cannot_be_asked_for(question, kind, text, no):
    assert misfits(asked(question), kind, text) is no


def test_two_in_one_sentence_are_told_apart(assistant):
    answer = assistant.ask("双泉集干排和西干排各清淤多少公里")
    assert answer.text.endswith("集干排16公里；西干排8公里")


@pytest.mark.parametrize(
    ("question", "kind", "text", "kept"),
    [
        ("进驻兵团的是中央第几督察组", "organisation", "中央第八环境保护督察组", True),
        ("进驻兵团的是中央第几督察组", "organisation", "中央环境保护督察组", False),
        ("督察组哪天到哪天在兵团", "date", "2018年1月2日", False),
        ("督察组哪天到哪天在兵团", "date", "2017年8月11日至9月11日", True),
        ("浔东区pm2.5是多少", "count", "26个", False),
        ("浔东区pm2.5是多少", "count", "35微克/立方米", True),
        ("二氧化硫排放量是多少", "count", "1.2万吨", True),
    ],
)
def test_what_the_wording_rules_out_is_not_weighed(question, kind, text, kept):
    question = asked(question)
    fits = fitting(question.text, question.query.unit)
    assert (fits is None or bool(fits(kind, text))) is kept
