"""Answers and issues as JSON, in the form that scripts outside rely on."""

from retrieval.records import Answer, Doubt, Evidence, Issue


def answer_json(answer: Answer, row: dict | None = None) -> dict:
    """The answer as a JSON object; columns of the question's `row` that it doesn't set are kept.

    Offsets are half-open: `start`, `end` in the report's stored text, `highlights` in `text`.
    `elapsed_ms` in milliseconds, `confidence` in [0, 1].
    """
    return {
        **(row or {}),
        "question": answer.question,
        "resolved": answer.resolved,
        "answer": answer.text,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "kind": answer.kind,
        "confidence": round(answer.confidence, 4),
        "issues": list(answer.issues),
        "coverage": answer.coverage,
        "passages": [_passage_json(i, e) for i, e in enumerate(answer.evidence, 1)],
        "elapsed_ms": round(answer.elapsed_ms, 2),
    }


def _passage_json(rank: int, evidence: Evidence) -> dict:
    passage = evidence.passage
    return {
        "rank": rank,
        "report": evidence.report,
        "version": evidence.version,
        "issue": evidence.issue,
        "locator": passage.locator,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "page": evidence.page,
        "highlights": [list(span) for span in evidence.highlights],
        "score": round(evidence.score, 4),
    }


def issue_json(issue: Issue, report_text: str) -> dict:
    """A row of the ledger: deadline and status in the report's words, `due` where they give a date."""
    deadline, status = issue.deadline, issue.status
    return {
        "report": issue.report_id,
        "issue": issue.number,
        "title": issue.title,
        "deadline": deadline.text if deadline else None,
        "due": deadline.due.isoformat() if deadline and deadline.due else None,
        "status": status.text if status else None,
        "responsible": list(issue.organisations),
        "measures": [report_text[f.start : f.end] for f in issue.fields if f.kind == "measures"],
        "start": issue.start,
        "end": issue.end,
    }


def doubt_json(doubt: Doubt, report_id: str, report_text: str) -> dict:
    """A doubt with its quotations in the report's words; `issues`: numbers as the report writes
    them."""
    return {
        "report": report_id,
        "kind": doubt.kind,
        "issues": list(doubt.issues),
        "text": doubt.text,
        "quotes": [
            {"start": start, "end": end, "text": report_text[start:end]}
            for start, end in doubt.quotes
        ],
    }
