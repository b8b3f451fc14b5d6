"""What holds for every report, whatever its layout: offsets, tiling, ids, fingerprints."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.records import Document, Page, Source
from retrieval.settings import Settings
from retrieval.structure import parse_report

REPORTS = sorted((Path(__file__).parent / "data" / "reports").glob("*.txt"))
LONGEST = Settings().passage_characters


def parse(text: str, **knobs: int) -> Document:
    source = Source("a.txt", "ab" * 32, (Page(text),))
    return parse_report(source, "a", settings=replace(Settings(), **knobs))


@pytest.fixture(scope="module", params=REPORTS, ids=lambda path: path.stem[:12])
def document(request) -> Document:
    return parse(request.param.read_text("utf-8"))


def check_tiling(document: Document) -> None:
    """Passages quote the report, follow each other, and leave nothing but white space out."""
    text, position = document.report.text, 0
    for passage in document.passages:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.start >= position
        assert not text[position : passage.start].strip()
        position = passage.end
    assert not text[position:].strip()


def test_passages_tile_the_report(document):
    check_tiling(document)


def test_passages_of_an_issue_never_cross_it(document):
    for issue in document.issues:
        own = [p for p in document.passages if p.issue_id == issue.issue_id]
        touching = [p for p in document.passages if p.start < issue.end and issue.start < p.end]
        assert own == touching
        assert own[0].start == issue.start
        assert own[-1].end <= issue.end


def test_no_passage_mixes_two_fields(document):
    for issue in document.issues:
        for passage in (p for p in document.passages if p.issue_id == issue.issue_id):
            held = [f for f in issue.fields if f.start < passage.end and passage.start < f.end]
            assert len(held) <= 1


def test_fields_deadline_and_status_stand_where_they_say(document):
    text = document.report.text
    for issue in document.issues:
        assert all(issue.start <= f.start < f.end <= issue.end for f in issue.fields)
        for value in filter(None, (issue.deadline, issue.status)):
            assert text[value.start : value.end] == value.text


def test_deadline_lines_and_status_lines_are_passages_of_their_own(document):
    for issue in document.issues:
        line = next(p for p in document.passages if p.start <= issue.deadline.start < p.end)
        assert line.field == "deadline"
        assert len(line.text) < 45
        line = next(p for p in document.passages if p.start <= issue.status.start < p.end)
        assert line.field in ("status", "progress")


def test_sentences_are_whole_and_figures_uncut(document):
    for one, following in pairwise(document.passages):
        assert not (one.text[-1] in ".．" and following.text[0].isdigit())
        assert len(one.text) <= 2 * LONGEST


def test_ids_are_unique_and_the_same_on_every_build(document):
    again = parse(document.report.text)
    assert [p.passage_id for p in again.passages] == [p.passage_id for p in document.passages]
    assert [i.issue_id for i in again.issues] == [i.issue_id for i in document.issues]
    assert len({p.passage_id for p in document.passages}) == len(document.passages)
    assert len({i.issue_id for i in document.issues}) == len(document.issues)
    first = document.passages[0]
    assert first.passage_id == f"{'ab' * 6}:{first.start}-{first.end}"


def test_healing_a_healed_text_changes_nothing(document):
    assert parse(document.report.text).report.text == document.report.text


def test_fingerprints_follow_text_and_context_and_nothing_else(document):
    other = parse_report(
        Source("b.txt", "cd" * 32, (Page(document.report.text),)), "b", version="v2"
    )
    assert [p.fingerprint for p in other.passages] == [p.fingerprint for p in document.passages]
    distinct = {(p.text, p.context) for p in document.passages}
    assert len({p.fingerprint for p in document.passages}) == len(distinct)


def test_shorter_passages_on_request(document):
    short = parse(document.report.text, passage_characters=100)
    assert len(short.passages) > len(document.passages)
    assert all(len(passage.text) <= 200 for passage in short.passages)
    check_tiling(short)


PIECES = [
    *(
        "一、",
        "二、",
        "（一）",
        "1.",
        "2.",
        "序号：1",
        "问题三：",
        "附件\n",
        "附件1：清单",
        "第一条",
    ),
    *("整改时限：2024年6月底前", "整改状态：已完成", "（责任单位：市财政局；整改时限：长期坚持）"),
    *("整改进展：正在整改。", "水质反弹，投资12.68亿元。", "一段没有句号的话", "# 标题", "第二章"),
    *("\n", "\n\n", "\t", "  ", "。", "）"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_tiled(text):
    document = parse(text)
    check_tiling(document)
    for one, following in pairwise(document.issues):
        assert one.end <= following.start


def test_an_empty_report_has_nothing_in_it():
    document = parse("\n \n")
    assert document.report.title == "a"
    assert (document.issues, document.passages, document.doubts) == ((), (), ())
