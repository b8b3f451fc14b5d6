"""Frozen records that cross module borders. Offsets are half-open and count characters of the
stored text: `report.text[p.start:p.end]` is `p.text`. A higher score is better everywhere."""

from dataclasses import dataclass, field
from datetime import date

from retrieval.scope import Scope


@dataclass(frozen=True, slots=True)
class Page:
    """Text of one page; `number` from 1, None: the source has no pages, and this is all of it.

    `headings`: indexes of the lines of `text` that the source styles as headings. `joined`: whether
    its first line goes on from the page before; None: their places on the pages do not tell.
    """

    text: str
    number: int | None = None
    headings: tuple[int, ...] = ()
    joined: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A report file as read: its pages in order, before any structure is known.

    `sha256` is of the file's bytes, in hexadecimal. `notes` are Chinese sentences for the user
    on what reading could not keep (text recognised from a picture, footnotes set apart).
    """

    name: str
    sha256: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One version of one report; its id is the file name without its ending.

    `text` is what all offsets count in. `page_starts[i]` is the offset at which page i + 1 begins;
    empty: the source has no pages. `notes` as in `Source`.
    """

    report_id: str
    title: str
    version: str
    sha256: str
    source_name: str
    text: str
    page_starts: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Page that holds the character at `offset`, from 1; None: the source has no pages."""
        return sum(start <= offset for start in self.page_starts) or None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in the report's words; `due`: the last day it allows, None for 立行立改, 长期坚持."""

    text: str
    due: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Status:
    """A status in the report's words, and its normal form: one of 完成, 基本完成, 达到序时进度,
    未达序时进度, 长期坚持, 持续推进, 未启动; None: unknown wording."""

    text: str
    normal: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled part of an issue: `report.text[start:end]` is its value, label left out.

    `kind`: finding, goal, measures, deadline, progress, status, responsible, cooperating, person,
    proof. `label` is as the report writes it (整改时限, 牵头单位 …); "" for a finding without label."""

    kind: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A numbered finding with all that the report says of it. `number` is as the report writes it
    (十九, 17, 三（二）1); `ordinal` its place among the report's issues, from 1. `organisations` are
    the responsible units, one name each, in their order."""

    issue_id: str
    report_id: str
    number: str
    ordinal: int
    title: str
    deadline: Deadline | None
    status: Status | None
    organisations: tuple[str, ...]
    fields: tuple[Field, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report that is searched and quoted as one.

    `locator` is the heading path (附件 › 问题十九 › 整改进展情况). `context` is searched with the text and
    never quoted. `field` is the kind of the issue's field that it lies in; None in main text.
    `fingerprint` changes with text or context and with nothing else.
    """

    passage_id: str
    report_id: str
    issue_id: str | None
    locator: str
    text: str
    context: str
    start: int
    end: int
    fingerprint: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where a report is incomplete or disagrees with itself; nothing is mended.

    `kind`: numbering, absent, count, status, annex (main text against annex), total, name.
    `text`: a Chinese sentence for the user. `quotes`: the passages concerned as half-open offsets
    in `report.text`, two or more for a contradiction, none where something is missing.
    `issues`: numbers of the issues concerned, as the report writes them.
    """

    kind: str
    text: str
    quotes: tuple[tuple[int, int], ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report with its issues and passages, in report order, and the doubts about it, kind by
    kind: what structure hands to storage."""

    report: Report
    issues: tuple[Issue, ...]
    passages: tuple[Passage, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. `kind`: fact, multi, list, count, sum, compare. `expects`: the sort
    of answer (answering/features.EXPECTS). `unit`: the measure word that the question names (眼,
    台), "" for none. `subjects`: whose answer it is. `predicates`: its other content words.
    """

    text: str
    kind: str
    expects: str
    unit: str
    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the fused score and the legs' own (0.0 where not found). Ranks count
    from 1; None: that leg did not find it."""

    passage: Passage
    score: float
    rank: int
    lexical_rank: int | None
    dense_rank: int | None
    lexical: float = 0.0
    dense: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage proposed as the answer; offsets count in `passage.text`."""

    passage: Passage
    start: int
    end: int
    kind: str
    score: float
    features: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage cited for an answer; `highlights` are half-open offsets in its text."""

    passage: Passage
    issue: str | None
    report: str
    version: str
    page: int | None
    highlights: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. `kind` as in `Query`, or abstain. `text` is None when abstaining, and `reason` then says why:
    no_such_issue, field_absent, not_in_reports, off_topic, conflict. `confidence` in [0, 1].
    `coverage`: "24/24", issues looked at / in scope, for answers from the ledger; else None.
    `resolved`: the question as completed from the conversation; None where nothing was added.
    """

    question: str
    kind: str
    text: str | None
    issues: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float
    coverage: str | None = None
    reason: str | None = None
    resolved: str | None = None
    elapsed_ms: float = 0.0

    @property
    def abstained(self) -> bool:
        return self.text is None
