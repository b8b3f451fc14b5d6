"""Sections and issues → passages: what is searched, and quoted word for word."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from retrieval.records import Issue, Passage, Report
from retrieval.structure.fields import Chunk
from retrieval.structure.outline import ANNEX_STYLE, LABEL_STYLE, Section, section_at
from retrieval.structure.sentences import pack

MAIN = "正文"
STEP = " › "


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the report that passages may not cross."""

    start: int
    end: int
    locator: str
    context: str
    issue_id: str | None = None
    field: str | None = None


def passages_of(report: Report, stretches: Iterable[Stretch], longest: int) -> list[Passage]:
    """The passages of a report in report order, each of at most about `longest` characters."""
    return [
        _passage(report, stretch, start, end)
        for stretch in stretches
        for start, end in pack(report.text, stretch.start, stretch.end, longest)
    ]


def _passage(report: Report, stretch: Stretch, start: int, end: int) -> Passage:
    text = report.text[start:end]
    return Passage(
        passage_id=f"{report.sha256[:12]}:{start}-{end}",
        report_id=report.report_id,
        issue_id=stretch.issue_id,
        locator=stretch.locator,
        text=text,
        context=stretch.context,
        start=start,
        end=end,
        fingerprint=sha256(f"{stretch.context}\x1f{text}".encode()).hexdigest(),
        field=stretch.field,
    )


def issue_stretches(
    text: str, issue: Issue, chunks: list[Chunk], section: Section
) -> list[Stretch]:
    """An issue as its fields; a status on a line of its own is a stretch of its own."""
    place = [_root_name(section), f"问题{issue.number}"]
    titles = [*_titles(section.parent), issue.title]
    stretches = []
    for chunk in chunks:
        locator = STEP.join([*place, chunk.label] if chunk.label else place)
        context = STEP.join([*titles, chunk.label] if chunk.label else titles)
        for start, end, kind in _split_at_status(text, issue, chunk):
            stretches.append(Stretch(start, end, locator, context, issue.issue_id, kind))
    return stretches


def _split_at_status(text: str, issue: Issue, chunk: Chunk) -> list[tuple[int, int, str]]:
    """The chunk, cut behind its first line where that is the status and nothing else."""
    status = issue.status
    if chunk.kind != "progress" or status is None or not chunk.value <= status.start < chunk.stop:
        return [(chunk.start, chunk.end, chunk.kind)]
    line_end = text.find("\n", status.end, chunk.stop)
    line_end = chunk.stop if line_end < 0 else line_end
    if text[chunk.value : line_end].rstrip("。") != status.text:
        return [(chunk.start, chunk.end, chunk.kind)]
    after = [(line_end, chunk.end, "progress")] if line_end < chunk.stop else []
    return [(chunk.start, line_end if after else chunk.end, "status"), *after]


def section_stretches(sections: list[Section], start: int, end: int) -> list[Stretch]:
    """The part of the report between two issues, cut where its sections begin.

    `sections`: all of the report, in reading order.
    """
    first, last = (bisect_left(sections, edge, key=_start_of) for edge in (start + 1, end))
    inner = sections[first:last]
    edges = [start, *(section.start for section in inner if section.style != LABEL_STYLE), end]
    stretches = []
    for left, right in pairwise(edges):
        section = section_at(sections, left)
        stretches.append(Stretch(left, right, locator_of(section), STEP.join(_titles(section))))
    return stretches


def _start_of(section: Section) -> int:
    return section.start


def locator_of(section: Section) -> str:
    """Where a section stands: 正文 › 一（五） › 四是."""
    steps, joinable = [_root_name(section)], False
    for step in section.path():
        if step.style == ANNEX_STYLE:
            continue
        name = step.marker.short or step.title
        if joinable and step.marker.joins:
            steps[-1] += name
        else:
            steps.append(name)
        joinable = step.marker.joins
    return STEP.join(steps)


def _root_name(section: Section) -> str:
    annexes = (step.marker.number for step in section.path() if step.style == ANNEX_STYLE)
    return next(annexes, MAIN)


def _titles(section: Section | None) -> list[str]:
    return [step.title for step in section.path() if step.title] if section else []
