"""Pages of text → a Document: the one door to this room."""

import re
from itertools import pairwise

from retrieval.records import Document, Field, Issue, Passage, Report, Source
from retrieval.settings import Settings
from retrieval.structure.doubts import doubts_of
from retrieval.structure.fields import Chunk, chunks_of, deadline_of, responsible_of, status_of
from retrieval.structure.healing import heal
from retrieval.structure.issues import Item, find_items
from retrieval.structure.labels import Label, find_labels
from retrieval.structure.numbering import marker_of
from retrieval.structure.outline import LABEL_STYLE, LONGEST_TITLE, Section, outline
from retrieval.structure.passages import issue_stretches, passages_of, section_stretches
from retrieval.structure.rows import outside_rows
from retrieval.structure.status import is_status_phrase
from retrieval.structure.titles import issue_title

SHIPPED = Settings()
_DOCUMENT_WORD = re.compile(
    r"(?:报告|方案|清单|台账|通报|通知|公告|公示|意见|办法|规定|规划|指南|决定|条例|法|细则|情况|标准|总结|表)"
    r"(?:[（(][^（()）]*[）)])?$"
)
_TITLE_BEGUN = re.compile(r"[^。：:；]{0,30}关于[^。：:；]{2,60}")
_STATUS_HEADING = re.compile(
    r"(?:[^，。\n]{1,12}(?:期内|阶段|期间))?(\S{2,16}?)的?(?:反馈|整改|审计|督察|具体)?(?:问题|任务|事项)"
)


def parse_report(
    source: Source, report_id: str, version: str = "v1", settings: Settings = SHIPPED
) -> Document:
    """The report of a source as text, issues with their fields, passages and doubts.

    The same source gives the same ids, offsets and fingerprints on every build. A report without
    issues (a work report, a law) gives `issues=()` and passages by its sections.
    """
    healed = heal(source.pages)
    text = healed.text
    report = Report(
        report_id=report_id,
        title=_report_title(text) or report_id,
        version=version,
        sha256=source.sha256,
        source_name=source.name,
        text=text,
        page_starts=healed.page_starts,
        notes=source.notes,
    )
    root = outline(text, healed.headings)
    sections = root.walk()
    labels = outside_rows(text, find_labels(text))
    items = find_items(root, labels, text)
    chunks = [_chunks(text, item, labels) for item in items]
    issues = [
        _issue(report, ordinal, item, own, labels)
        for ordinal, (item, own) in enumerate(zip(items, chunks, strict=True), 1)
    ]
    passages = _passages(report, sections, list(zip(items, issues, chunks, strict=True)), settings)
    return Document(report, tuple(issues), passages, doubts_of(text, items, issues))


def _report_title(text: str) -> str:
    """The first line that names a sort of document (…报告, …方案), with the line above it where the
    title is set on two (关于…问题 / 整改情况的报告); else the first line."""
    lines = [line.lstrip("# ").strip() for line in text.split("\n", 12)[:12]]
    for above, line in pairwise(["", *lines]):
        if _DOCUMENT_WORD.search(line) and not marker_of(line):
            begun = "关于" not in line and _TITLE_BEGUN.fullmatch(above)
            return (above + line if begun else line)[:LONGEST_TITLE]
    return lines[0][:LONGEST_TITLE]


def _chunks(text: str, item: Item, labels: list[Label]) -> list[Chunk]:
    section = item.section
    return chunks_of(text, section.body, section.start, section.end, labels)


def _issue(
    report: Report, ordinal: int, item: Item, chunks: list[Chunk], labels: list[Label]
) -> Issue:
    """An issue with its fields; what it does not state itself it has from its part."""
    text, section = report.text, item.section
    above = [*chunks, *_stated_for_part(text, section, labels)]
    return Issue(
        issue_id=f"{report.sha256[:12]}#{item.number}",
        report_id=report.report_id,
        number=item.number,
        ordinal=ordinal,
        title=issue_title(text, chunks) or section.title,
        deadline=deadline_of(text, chunks) or deadline_of(text, above),
        status=status_of(text, chunks) or status_of(text, above),
        organisations=responsible_of(text, chunks) or responsible_of(text, above),
        fields=tuple(
            Field(chunk.kind, chunk.label, chunk.value, chunk.stop)
            for chunk in chunks
            if chunk.value < chunk.stop
        ),
        start=section.start,
        end=section.end,
    )


def _stated_for_part(text: str, section: Section, labels: list[Label]) -> list[Chunk]:
    """Fields stated once for the parts that an issue lies in, nearest part first; a heading such
    as 已完成整改的问题 states a status."""
    chunks: list[Chunk] = []
    for part in reversed(section.path()[:-1]):
        first = next(below.start for below in part.walk()[1:] if below.style != LABEL_STYLE)
        own = chunks_of(text, part.body, part.start, first, labels)
        chunks += [chunk for chunk in own if chunk.label]
        heading = _STATUS_HEADING.match(text, part.body)
        if heading and is_status_phrase(heading[1]):
            start, end = heading.span(1)
            chunks.append(Chunk("status", heading[1], start, start, end, end))
    return chunks


def _passages(
    report: Report,
    sections: list[Section],
    issues: list[tuple[Item, Issue, list[Chunk]]],
    settings: Settings,
) -> tuple[Passage, ...]:
    """Passages of the issues, and of all that stands before, between and after them."""
    stretches, position = [], 0
    for item, issue, chunks in issues:
        stretches += section_stretches(sections, position, issue.start)
        stretches += issue_stretches(report.text, issue, chunks, item.section)
        position = issue.end
    stretches += section_stretches(sections, position, len(report.text))
    return tuple(passages_of(report, stretches, settings.passage_characters))
