"""What is told of the contrary of what is asked is no answer."""

import pytest

from retrieval.answering.candidates import read
from retrieval.answering.contraries import contrary
from retrieval.answering.question import understand
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage, Scope, Span


def told(question: str, text: str, answer: str, kind: str) -> bool:
    tokenizer = shared_tokenizer()
    passage = Passage("p", "r", None, "", text, "", 0, len(text), "")
    start = text.index(answer)
    span = Span(passage, start, start + len(answer), kind, 1.0, {})
    asked = understand(question, Scope(), tokenizer)
    return contrary(asked, read(passage, None, tokenizer), span)


@pytest.mark.parametrize(
    ("question", "text", "answer", "kind"),
    [
        ("二污提标哪天开工的", "2022年12月16日，二污提标通过环保验收。", "2022年12月16日", "date"),
        ("供水管网哪天完工", "供水管网2023年5月12日开工。", "2023年5月12日", "date"),
        ("水厂改造实际花了多少", "水厂改造概算2260万元，完成投资2140万元。", "2260万元", "money"),
        ("平台原定投多少", "平台完成投资7930万元。", "7930万元", "money"),
        ("新址面积多大", "疾控中心迁入新址，检验项目增加164项。", "164项", "count"),
        ("垃圾要跑多远", "每天转运58吨。", "58吨", "count"),
        ("专班谁当组长", "司令员彭嘉任第一副组长，", "彭嘉", "person"),
        ("住建局副局长是谁", "住建局局长钮青受到处分。", "钮青", "person"),
        ("实验中学校长叫什么", "校长受到政务警告处分。", "政务警告处分", "thing"),
    ],
)
def test_the_contrary(question, text, answer, kind):
    assert told(question, text, answer, kind)


@pytest.mark.parametrize(
    ("question", "text", "answer", "kind"),
    [
        (
            "二污提标哪天开工的",
            "二污提标2022年3月1日开工、12月16日通过验收。",
            "2022年3月1日",
            "date",
        ),
        ("水厂改造实际花了多少", "水厂改造概算2260万元，完成投资2140万元。", "2140万元", "money"),
        ("水厂改造花了多少钱", "水厂改造总投资2260万元。", "2260万元", "money"),
        ("新址面积多大", "新址占地12.5亩。", "12.5亩", "count"),
        ("专班谁当组长", "常务副市长蔺丰任组长，", "蔺丰", "person"),
        ("哪个副组长管这事", "由副组长佟玉负责。", "佟玉", "person"),
        ("镇长叫什么", "镇长佘广济任组长。", "佘广济", "thing"),
        ("烟气停留多久", "烟气停留时间为20 s。", "20 s", "count"),
    ],
)
def test_no_contrary(question, text, answer, kind):
    assert not told(question, text, answer, kind)
