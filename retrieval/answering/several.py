"""Several facts asked in one question: their answers as one, each with its subject, in order."""

from collections.abc import Sequence

from retrieval.answering.parts import Part
from retrieval.answering.question import Asked
from retrieval.records import Answer, Evidence

_UNTOLD = "报告未写明"


def combine(asked: Asked, parts: Sequence[Part], answers: Sequence[Answer]) -> Answer:
    """One answer of kind multi: “天业集团12万元；天富集团4万元”; a part without answer says so.

    Where no part has one, the first part's refusal. Confidence is that of the least sure part.
    """
    given = [answer for answer in answers if answer.text is not None]
    if not given:
        return answers[0]
    text = "；".join(_labelled(part, a) for part, a in zip(parts, answers, strict=True))
    issues = tuple(dict.fromkeys(number for answer in given for number in answer.issues))
    return Answer(
        question=asked.query.text,
        kind="multi",
        text=text,
        issues=issues,
        evidence=_together(given),
        confidence=min(answer.confidence for answer in given),
    )


def _labelled(part: Part, answer: Answer) -> str:
    said = answer.text if answer.text is not None else _UNTOLD
    if not part.subject or part.subject in said:
        return said
    # PM2.5 and 40 side by side would read as a figure that stands nowhere.
    between = "为" if part.subject[-1].isdigit() and said[0].isdigit() else ""
    return f"{part.subject}{between}{said}"


def _together(answers: Sequence[Answer]) -> tuple[Evidence, ...]:
    """The passages that prove the parts, in order, then the other hits; each passage once."""
    found: dict[str, Evidence] = {}
    ordered = [a.evidence[0] for a in answers] + [e for a in answers for e in a.evidence[1:]]
    for evidence in ordered:
        known = found.get(evidence.passage.passage_id)
        if known is None:
            found[evidence.passage.passage_id] = evidence
        elif evidence.highlights:
            found[evidence.passage.passage_id] = _merged(known, evidence)
    most = max(len(answer.evidence) for answer in answers) + len(answers) - 1
    return tuple(found.values())[:most]


def _merged(one: Evidence, other: Evidence) -> Evidence:
    highlights = tuple(sorted({*one.highlights, *other.highlights}))
    return Evidence(
        one.passage,
        one.issue,
        one.report,
        one.version,
        one.page,
        highlights,
        max(one.score, other.score),
    )
