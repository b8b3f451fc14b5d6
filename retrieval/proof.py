"""证据包: what a colleague needs to check an answer without the tool."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from retrieval import __version__
from retrieval.records import Answer, Document, Evidence, Issue

NEAREST, RELATED = "最接近的段落", "相关段落"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a report, whole, with the spans that the answer rests on (half-open offsets in
    `text`, sorted, without overlaps). `heading`: where it stands. `page`: its first page, or None.
    """

    report_id: str
    heading: str
    page: int | None
    text: str
    spans: tuple[tuple[int, int], ...]

    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut at the spans: (piece, whether it is highlighted)."""
        pieces, at = [], 0
        for start, end in self.spans:
            pieces += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [(piece, marked) for piece, marked in (*pieces, (self.text[at:], False)) if piece]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A report that is quoted: `sha256` is of the file as received, in hexadecimal."""

    report_id: str
    title: str
    version: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An answer with the whole issues that it rests on, and what identifies its sources.

    `related`: passages outside of them that were found but hold nothing of the answer. `generation`, `encoder_id`:
    of the index that answered. `at`: when it was given.
    """

    answer: Answer
    quoted: tuple[Quoted, ...]
    related: tuple[Quoted, ...]
    files: tuple[SourceFile, ...]
    generation: int
    encoder_id: str
    at: datetime
    program: str = __version__


def proof_of(
    answer: Answer, documents: Iterable[Document], generation: int, encoder_id: str, at: datetime
) -> Proof:
    """The proof of an answer over `documents`, the reports that were live when it was given.

    Where a report that it cites is not among them, the passages stand for the whole issues.
    """
    live = {(d.report.report_id, d.report.version): d for d in documents}
    cited = [e for e in answer.evidence if e.highlights]
    whole = {e.passage.issue_id for e in cited} - {None}
    others = [e for e in answer.evidence if not e.highlights and e.passage.issue_id not in whole]
    used = dict.fromkeys((e.report, e.version) for e in answer.evidence)
    return Proof(
        answer=answer,
        quoted=tuple(_whole(cited, live)),
        related=tuple(_passage(e) for e in others),
        files=tuple(_file(live[key]) for key in used if key in live),
        generation=generation,
        encoder_id=encoder_id,
        at=at,
    )


def _whole(cited: Iterable[Evidence], live: dict[tuple[str, str], Document]) -> list[Quoted]:
    """Each issue once, in the order in which the evidence names them."""
    quoted: dict[str, Quoted] = {}
    for evidence in cited:
        document = live.get((evidence.report, evidence.version))
        issue = _issue(document, evidence) if document else None
        if issue is None:
            quoted[evidence.passage.passage_id] = _passage(evidence)
            continue
        shift = evidence.passage.start - issue.start
        spans = [(start + shift, end + shift) for start, end in evidence.highlights]
        if known := quoted.get(issue.issue_id):
            spans += known.spans
        report = document.report
        quoted[issue.issue_id] = Quoted(
            report.report_id,
            f"问题{issue.number}",
            report.page_of(issue.start),
            report.text[issue.start : issue.end],
            _merged(spans),
        )
    return list(quoted.values())


def _issue(document: Document, evidence: Evidence) -> Issue | None:
    wanted = evidence.passage.issue_id
    return next((issue for issue in document.issues if issue.issue_id == wanted), None)


def _passage(evidence: Evidence) -> Quoted:
    passage, spans = evidence.passage, _merged(evidence.highlights)
    return Quoted(evidence.report, passage.locator, evidence.page, passage.text, spans)


def _file(document: Document) -> SourceFile:
    report = document.report
    return SourceFile(
        report.report_id, report.title, report.version, report.source_name, report.sha256
    )


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return tuple(merged)
