"""Answers of one fact, and refusals, with the passages they cite."""

from collections.abc import Sequence

from retrieval.answering.library import Library
from retrieval.answering.question import Asked
from retrieval.answering.reader import Read
from retrieval.records import Answer, Evidence, Hit


def fact(asked: Asked, seen: Read, library: Library, hits: Sequence[Hit], top_k: int) -> Answer:
    """The first span of what was read, cited first, then the other hits."""
    span = seen.spans[0]
    best = max(hit.score for hit in hits)
    first = library.evidence(span.passage, [(span.start, span.end)], best)
    issues = (first.issue,) if first.issue else ()
    cited = cite((first,), library, hits, top_k)
    return Answer(asked.query.text, "fact", span.text, issues, cited, seen.confidence)


def cite(
    own: Sequence[Evidence], library: Library, hits: Sequence[Hit], top_k: int
) -> tuple[Evidence, ...]:
    """The answer's own passages, then the other hits in their order, `top_k` in all or more if its
    own are more."""
    known = {evidence.passage.passage_id for evidence in own}
    others = [hit for hit in hits if hit.passage.passage_id not in known]
    rest = [library.evidence(h.passage, (), h.score) for h in others[: max(top_k - len(own), 0)]]
    return (*own, *rest)


def refuse(
    asked: Asked,
    reason: str,
    library: Library,
    hits: Sequence[Hit],
    top_k: int,
    confidence: float = 0.0,
) -> Answer:
    """No answer, why, and the `top_k` nearest passages; `confidence`: in what was not said."""
    nearest = tuple(library.evidence(h.passage, (), h.score) for h in hits[:top_k])
    return Answer(asked.query.text, "abstain", None, (), nearest, confidence, reason=reason)
