"""A proof holds all that a colleague needs, runs nothing, and shows every text as text."""

import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import docx
import pytest

from retrieval.cli import main
from retrieval.proof import proof_of
from retrieval.proof_docx import proof_docx
from retrieval.proof_html import proof_html

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
NASTY = "<script>alert(1)</script><img src=x onerror=alert(1)>\x00\x0b“”&amp;"


def prove(assistant, asked, **changes):
    answer = replace(assistant.ask(asked), **changes)
    return proof_of(answer, assistant.documents(), 7, "encoder-x", AT)


class Reader(HTMLParser):
    """Text of a document, the marked parts of it, and all its tags and attributes."""

    def __init__(self, document: str):
        super().__init__()
        self.text, self.marked, self.tags, self.attributes = "", [], set(), set()
        self._in_mark = False
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._in_mark = tag == "mark" or self._in_mark

    def handle_endtag(self, tag):
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data):
        self.text += data
        if self._in_mark:
            self.marked.append(data)


@pytest.fixture(scope="module")
def fine(assistant):
    return prove(assistant, "天业集团罚款多少")


def test_proof_has_the_whole_issue_with_the_answer_highlighted_where_it_stands(fine, assistant):
    document = assistant.documents()[0]
    issue = next(i for i in document.issues if i.number == "十九")
    [quoted] = fine.quoted
    assert quoted.text == document.report.text[issue.start : issue.end]
    assert [quoted.text[start:end] for start, end in quoted.spans] == ["12万元"]
    assert quoted.text[: quoted.spans[0][0]].endswith("对天业集团处罚")
    assert all(q.heading != "附件 › 问题十九" for q in fine.related), "not quoted twice"


def test_html_names_file_hash_version_index_and_time(fine, assistant):
    report = assistant.documents()[0].report
    seen = Reader(proof_html(fine))
    local = AT.astimezone()
    for wanted in (
        "天业集团罚款多少",
        "12万元",
        "问题十九",
        report.source_name,
        report.sha256,
        f"版本 {report.version}",
        "快照 7",
        "encoder-x",
        f"{local:%Y年%m月%d日 %H:%M:%S}",
    ):
        assert wanted in seen.text
    assert seen.marked == ["12万元"]


def test_html_needs_and_runs_nothing(fine):
    document = proof_html(fine)
    seen = Reader(document)
    assert not seen.tags & {"script", "img", "link", "iframe", "a", "form", "object"}
    assert not {name for name in seen.attributes if name.startswith("on")} | (
        seen.attributes & {"src", "href"}
    )
    assert not re.search(r"url\(|@import|https?:", document)


def test_word_document_has_the_same(fine):
    document = docx.Document(io.BytesIO(proof_docx(fine)))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "12万元" in text and fine.quoted[0].text in text
    assert fine.files[0].sha256 in cells
    marked = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color]
    assert marked == ["12万元"]


def test_sum_highlights_every_addend(assistant):
    proof = prove(assistant, "一共有几个问题没按时完成")
    count = sum(len(quoted.spans) for quoted in proof.quoted)
    assert proof.answer.kind == "count" and count >= 1
    assert Reader(proof_html(proof)).text.count(proof.answer.coverage) == 1


def test_refusal_shows_its_reason_and_the_nearest_passages(assistant):
    proof = prove(assistant, "问题九十九的整改时限")
    assert proof.quoted == () and proof.related
    text = Reader(proof_html(proof)).text
    assert "报告里没有这个编号的问题" in text and "最接近的段落" in text
    assert proof_docx(proof)


def test_every_text_shows_as_text(assistant):
    proof = prove(assistant, "天业集团罚款多少", question=NASTY, text=NASTY, resolved=NASTY)
    files = tuple(replace(f, name=NASTY, title=NASTY, version=NASTY) for f in proof.files)
    quoted = tuple(
        replace(q, text=NASTY * 3, spans=((3, 40),), heading=NASTY) for q in proof.quoted
    )
    proof = replace(proof, files=files, quoted=quoted)
    seen = Reader(proof_html(proof))
    assert not seen.tags & {"script", "img"} and "onerror" not in seen.attributes
    assert seen.text.count("<script>alert(1)</script>") >= 8
    with zipfile.ZipFile(io.BytesIO(proof_docx(proof))) as parts:
        xml = parts.read("word/document.xml").decode()
    assert "<script" not in xml and html.escape("<script>", quote=False) in xml


def test_report_that_was_replaced_meanwhile_is_proven_by_the_passages(assistant):
    answer = assistant.ask("天业集团罚款多少")
    proof = proof_of(answer, (), 7, "encoder-x", AT)
    assert proof.files == () and proof.quoted[0].text == answer.evidence[0].passage.text
    assert Reader(proof_html(proof)).marked == ["12万元"]


def test_command_writes_either_form_and_refuses_others(shipped_index, tmp_path, capsys):
    ask = ["ask", "天业集团罚款多少", "--index", str(shipped_index), "--proof"]
    for name in ("a.html", "a.docx"):
        assert main([*ask, str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 2000
        assert capsys.readouterr().out.startswith("12万元\n")
    assert main([*ask, str(tmp_path / "a.pdf")]) == 2
    assert "html" in capsys.readouterr().err and not (tmp_path / "a.pdf").exists()
