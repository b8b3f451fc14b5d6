"""Places in a report as attributes of a button that opens them, and as the browser sends them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from retrieval.records import Evidence, Issue, Report

MOST_MARKS = 200
"""Highlights that are looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a version of a report, with what is highlighted in it; offsets count in the
    report's text."""

    report: str
    version: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, asked: Mapping) -> "Place":
        """The place that a browser asks for; what is no offset is 0, what is no pair is no mark."""
        marks = (part.split("-") for part in str(asked.get("marks") or "").split(" ")[:MOST_MARKS])
        pairs = [(_offset(pair[0]), _offset(pair[1])) for pair in marks if len(pair) == 2]
        start, end = _offset(asked.get("start")), _offset(asked.get("end"))
        report, version = str(asked.get("report") or ""), str(asked.get("version") or "")
        return cls(report, version, start, end, tuple(pairs))

    def attributes(self) -> str:
        """As attributes of an HTML element, which `ask.js` reads."""
        marks = " ".join(f"{start}-{end}" for start, end in self.marks)
        return (
            f'data-report="{escape(self.report)}" data-version="{escape(self.version)}"'
            f' data-start="{self.start}" data-end="{self.end}" data-marks="{marks}"'
        )


def of_evidence(evidence: Evidence) -> Place:
    """The cited passage with its highlights."""
    passage = evidence.passage
    marks = tuple((passage.start + a, passage.start + b) for a, b in evidence.highlights)
    return Place(evidence.report, evidence.version, passage.start, passage.end, marks)


def of_issue(issue: Issue, report: Report, marks: Iterable[tuple[int, int]] = ()) -> Place:
    """The opening of an issue, with what is highlighted in it."""
    own = tuple((a, b) for a, b in marks if issue.start <= a and b <= issue.end)
    return Place(report.report_id, report.version, issue.start, issue.start, own)


def _offset(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
