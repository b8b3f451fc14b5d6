"""No figure leaves without its proof: questions made of every report's own figures and fields.

Some hundreds are asked here; `GUARD=10000 pytest tests/test_figure_guard.py` asks as many as it says.
"""

import os
import random
import re
from pathlib import Path

import pytest

from retrieval.answering.parts import Part, split
from retrieval.answering.question import understand
from retrieval.answering.several import combine
from retrieval.assistant import Assistant, build
from retrieval.evaluation.drafts import drafts
from retrieval.language.normalise import squeeze
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Answer, Scope

REPORTS = sorted((Path(__file__).parent / "data" / "reports").glob("*.txt"))
MOST = int(os.environ.get("GUARD", 300))
TAILS = (
    "",
    "？",
    "多少",
    "是多少",
    "什么时候",
    "几个",
    "一共多少",
    "分别是多少",
    "呢",
    "合计",
    "比去年",
)
LEADS = ("", "请问", "2017年", "问题三", "石河子", "其中", "到2020年", "没有", "哪些单位")


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guard")
    build(folder, REPORTS)
    with Assistant.open(folder) as assistant:
        yield assistant


def made_questions(assistant: Assistant, rng: random.Random) -> list[str]:
    """Questions drafted from the reports, whole, cut, joined, and with other words about them."""
    drafted = [
        row["question"]
        for document in assistant.documents()
        for row in drafts(document, shared_tokenizer())
    ]

    def altered(question: str) -> str:
        words = [w.text for w in shared_tokenizer().words(question)]
        kind = rng.randrange(5)
        if kind == 0:
            words = [w for w in words if rng.random() > 0.3]
        elif kind == 1:
            rng.shuffle(words)
        elif kind == 2:
            words += ["和", *rng.choice(drafted)]
        elif kind == 3 and words:
            words[rng.randrange(len(words))] = rng.choice(rng.choice(drafted)[:8] or "的")
        return (rng.choice(LEADS) + "".join(words) + rng.choice(TAILS))[:200]

    plain = rng.sample(drafted, min(len(drafted), MOST // 3))
    return plain + [altered(rng.choice(drafted)) for _ in range(MOST - len(plain))]


def unproved(answer) -> list[str]:
    """Figures of the answer that stand in no highlighted span of a cited passage.

    Before each of several facts stands its subject in the question's words: a whole figure of the
    question may stand there. A count, a sum or a list over all issues is the ledger's own and shows
    what it rests on otherwise: by coverage and addends (tests/test_ledger_answers.py).
    """
    if answer.abstained or answer.kind not in ("fact", "multi"):
        return []
    shown = [
        squeeze(evidence.passage.text[a:b])
        for evidence in answer.evidence
        for a, b in evidence.highlights
    ]
    if answer.kind == "multi":
        shown.append(squeeze(answer.resolved or answer.question))
    figures = re.findall(r"\d+(?:\.\d+)?", squeeze(answer.text))
    return [f for f in figures if not any(re.search(rf"(?<![\d.]){f}(?!\d)", s) for s in shown)]


def test_a_label_never_runs_into_its_figure(several):
    """A subject that ends in a digit, PM2.5, must not lengthen the figure told of it."""
    hits = several.find("处罚12万元", k=1)
    asked = understand("PM2.5和臭氧各多少", Scope(), shared_tokenizer())
    parts = [Part("PM2.5多少", "PM2.5"), Part("臭氧多少", "臭氧")]
    given = [Answer(part.question, "fact", "12万元", (), hits, 0.9) for part in parts]
    assert combine(asked, parts, given).text == "PM2.5为12万元；臭氧12万元"


def test_a_shortened_label_holds_no_half_figure():
    question = "全省生态环境信访重复投诉率2021年为百分之多少,拦停渣土运输车多少辆"
    labels = [part.subject for part in split(question, shared_tokenizer())]
    assert len(labels) == 2
    assert not re.search(r"\d", labels[0]), labels


def test_every_figure_said_stands_in_a_highlighted_span(several):
    rng = random.Random(20)
    questions = [q for q in made_questions(several, rng) if q.strip("？ ")]
    answers = [several.ask(question) for question in questions]
    wrong = {a.question: (a.text, unproved(a)) for a in answers if unproved(a)}
    assert not wrong
    assert sum(a.kind == "fact" for a in answers) > len(answers) // 4, (
        "hardly anything was answered"
    )
