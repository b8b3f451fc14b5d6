"""An Answer as HTML: what the cards show, and that nothing in them is taken for markup."""

import re
from dataclasses import replace
from datetime import date

import pytest

from retrieval.errors import QuestionError
from retrieval.records import (
    Answer,
    Deadline,
    Document,
    Evidence,
    Issue,
    Passage,
    Report,
    Status,
)
from ui import cards, tokens
from ui.highlights import highlighted
from ui.words import REASONS

TEXT = "2018年检查，对甲厂处罚12万元，对乙厂处罚4万元。"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>&amp;'


def passage(text: str = TEXT, locator: str = "附件 › 问题二 › 整改进展情况") -> Passage:
    return Passage("p1", "r", "i2", locator, text, "", 0, len(text), "f")


def evidence(*highlights: tuple[int, int], text: str = TEXT, page: int | None = None) -> Evidence:
    return Evidence(passage(text), "二", "r", "v1", page, highlights, 0.9)


def issue(number: str = "二", title: str = "甲厂超标排放") -> Issue:
    deadline, status = (
        Deadline("2018年6月", date(2018, 6, 30), 0, 7),
        Status("完成整改", "完成", 0, 4),
    )
    return Issue("i2", "r", number, 2, title, deadline, status, (), (), 0, 9)


def library(*issues: Issue, title: str = "整改报告") -> dict[str, Document]:
    report = Report("r", title, "v1", "0" * 64, "r.txt", TEXT)
    return {"r": Document(report, issues or (issue(),), (passage(),))}


def fact(**changed) -> Answer:
    fields = {
        "question": "甲厂罚款多少",
        "kind": "fact",
        "text": "12万元",
        "issues": ("二",),
        "evidence": (evidence((13, 17)),),
        "confidence": 0.97,
    }
    return Answer(**{**fields, **changed})


def refusal(reason: str) -> Answer:
    return fact(kind="abstain", text=None, issues=(), confidence=0.1, reason=reason)


def visible(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html)


def test_answer_card_shows_answer_issue_status_deadline_confidence_and_report():
    shown = visible(cards.answer_card(fact(), library()))
    for expected in (
        "12万元",
        "问题二",
        "完成整改",
        "2018年6月",
        "把握很高",
        "整改报告",
        "版本 v1",
    ):
        assert expected in shown


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "把握很高"),
        (0.9, "把握很高"),
        (0.89, "把握较高"),
        (0.5, "把握一般"),
        (0.0, "把握较低"),
    ],
)
def test_confidence_is_told_in_words(confidence, words):
    assert words in cards.answer_card(fact(confidence=confidence), library())


def test_list_answer_shows_every_issue_and_its_coverage():
    listed = fact(kind="list", text="一、二", issues=("一", "二"), coverage="24/24")
    shown = visible(cards.answer_card(listed, library(issue("一"), issue("二"))))
    assert "问题一" in shown and "问题二" in shown and "看了 24/24 个问题" in shown
    assert "<dl" not in cards.answer_card(listed, library(issue("一"), issue("二")))


@pytest.mark.parametrize("text", ["共2个：问题一、二", "共2个：问题一、三", "甲厂：12万元"])
def test_issues_told_as_badges_are_not_told_twice(text):
    html = cards.answer_card(fact(kind="list", text=text, issues=("一", "二")), library())
    assert ">共2个</p>" in html if text == "共2个：问题一、二" else f">{text}</p>" in html


def test_completed_follow_up_question_is_shown():
    assert "理解为：乙厂罚款多少" in cards.answer_card(fact(resolved="乙厂罚款多少"), library())


@pytest.mark.parametrize("reason", REASONS)
def test_refusal_says_why_and_shows_the_nearest_passage(reason):
    card = cards.answer_card(refusal(reason), library())
    assert REASONS[reason].headline in card and "把握" not in card
    assert "最接近的段落 1/1" in visible(cards.evidence_cards(refusal(reason), library()))


def test_refusal_of_an_unknown_number_names_the_last_issue():
    card = cards.answer_card(refusal("no_such_issue"), library(issue("一"), issue("二十四")))
    assert "编到问题二十四为止" in card


def test_evidence_card_has_path_page_and_highlight():
    html = cards.evidence_cards(fact(evidence=(evidence((13, 17), page=5),)), library())
    assert "<mark>12万元</mark>" in html
    assert "附件 › 问题二 › 整改进展情况" in html and "第5页" in html and "依据 1/1" in html


def test_evidence_from_a_scan_says_that_it_was_recognised_and_how_surely():
    (report_id, scanned), *_ = library().items()
    notes = ("文字由图片识别得到，平均置信度 0.97", "文件中的目录未收入正文")
    scanned = replace(scanned, report=replace(scanned.report, notes=notes))
    shown = visible(cards.evidence_cards(fact(), {report_id: scanned}))
    assert "平均置信度 0.97" in shown and "目录" not in shown
    assert "置信度" not in cards.evidence_cards(fact(), library())


def test_only_a_passage_with_a_highlight_is_called_evidence():
    shown = visible(
        cards.evidence_cards(fact(evidence=(evidence((13, 17)), evidence())), library())
    )
    assert "依据 1/2" in shown and "相关段落 2/2" in shown


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        ([(2, 4), (3, 6)], ["cdef"]),
        ([(2, 4), (4, 6)], ["cdef"]),
        ([(6, 9), (0, 1)], ["a", "gh"]),
        ([(-3, 1), (3, 3), (9, 12)], ["a"]),
        ([], []),
    ],
)
def test_highlights_are_merged_ordered_and_kept_inside_the_text(spans, marked):
    html = highlighted("abcdefgh", spans)
    assert re.findall("<mark>(.*?)</mark>", html) == marked
    assert visible(html).replace(" ", "") == "abcdefgh"


def test_highlight_offsets_count_the_text_not_its_escaped_form():
    assert highlighted("a<b&12万元", [(4, 8)]) == "a&lt;b&amp;<mark>12万元</mark>"


def test_nothing_from_report_or_user_is_taken_for_markup():
    hostile = fact(
        question=HOSTILE,
        text=HOSTILE,
        issues=(HOSTILE,),
        evidence=(evidence((0, 3), text=HOSTILE),),
        coverage=HOSTILE,
        resolved=HOSTILE,
    )
    documents = library(issue(HOSTILE, title=HOSTILE), title=HOSTILE)
    error = QuestionError(HOSTILE, HOSTILE, HOSTILE)
    html = (
        cards.answer_card(hostile, documents)
        + cards.evidence_cards(hostile, {**documents, "s": documents["r"]})
        + cards.answer_card(replace(hostile, kind="sum"), documents)
        + cards.error_card(error)
    )
    assert "<script" not in html and "<img" not in html
    assert html.count("alert(1)") >= 10, "it shows as text"


def test_error_card_has_the_three_parts():
    shown = visible(cards.error_card(QuestionError("问题是空的", "要写一句话", "例如：甲厂罚款")))
    assert all(part in shown for part in ("问题是空的", "要写一句话", "处理办法", "例如：甲厂罚款"))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb in [0, 1], WCAG 2.2."""
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("colours", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "surface", "least"),
    [
        *(
            (text, surface, 4.5)
            for text in ("ink", "muted", "warn", "late")
            for surface in ("page", "surface")
        ),
        ("accent", "accent-soft", 4.5),
        ("ink", "accent-soft", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-hover", 4.5),
        ("on-mark", "mark", 4.5),
        ("late", "late-soft", 4.5),
        ("ink", "warn-soft", 4.5),
        ("muted", "warn-soft", 4.5),
        ("muted", "accent-soft", 4.5),
        ("muted", "sunken", 4.5),
        *((colour, "surface", 3) for colour in tokens.LIGHT if colour.startswith("status-")),
        *((colour, "accent-soft", 3) for colour in tokens.LIGHT if colour.startswith("status-")),
        ("control", "surface", 3),
    ],
)
def test_colours_have_the_contrast_of_wcag_aa(colours, text, surface, least):
    light, dark = sorted((luminance(colours[text]), luminance(colours[surface])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least
