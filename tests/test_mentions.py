"""Figures, dates, documents and names of an issue, with their places in the report."""

from pathlib import Path

import pytest

from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Page, Source
from retrieval.sources import open_source
from retrieval.structure import parse_report
from retrieval.structure.mentions import mentions

REPORTS = Path(__file__).parent / "data" / "reports"
TEXT = """整改报告
一、机组未关停。按照青政办发〔2023〕47号和《整改方案》，关停2×135MW机组。
整改时限：2018年12月底前
责任单位：曲陵县政府、市生态环境局
整改进展：已完成整改。投资1200余万元，减少PM2.5约50%-60%，验收2次，第24项。
二、其他问题。
整改时限：2019年
整改进展：已完成整改。
"""


def found(text, kind=None):
    document = parse_report(Source("a.txt", "ab" * 32, (Page(text),)), "a")
    every = mentions(document.report, document.issues[0], shared_tokenizer())
    return [(m.text, m.value, m.unit) for m in every if kind in (None, m.kind)]


def test_each_kind_is_found_with_value_and_unit():
    assert found(TEXT, "money") == [("1200余万元", "12000000", "元")]
    assert found(TEXT, "capacity") == [("2×135MW", "2×135", "mw")]
    assert found(TEXT, "percent") == [("50%-60%", "50/60", "%")]
    assert found(TEXT, "count") == [("2次", "2", "次")]
    assert found(TEXT, "date") == [("2018年12月底前", "2018-12-01/2018-12-31", "")]
    assert found(TEXT, "document") == [("青政办发〔2023〕47号", "", "")]
    assert found(TEXT, "title") == [("《整改方案》", "", "")]
    assert found(TEXT, "organisation") == [("曲陵县政府", "", ""), ("市生态环境局", "", "")]


@pytest.mark.parametrize("name", ["r1", "r2", "t1", "t3a", "t3b"])
def test_every_mention_lies_in_its_issue_at_its_offsets_without_overlap(name):
    document = parse_report(open_source(REPORTS / f"{name}.txt"), name)
    for issue in document.issues:
        end = issue.start
        for mention in mentions(document.report, issue, shared_tokenizer()):
            assert end <= mention.start < mention.end <= issue.end
            assert document.report.text[mention.start : mention.end] == mention.text
            end = mention.end
