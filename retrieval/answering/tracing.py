"""What each leg of the search and the reader saw for a question, for people who look into it."""

from dataclasses import dataclass, replace

from retrieval.answering.answerer import Answerer
from retrieval.answering.parts import split
from retrieval.answering.question import understand
from retrieval.records import Hit, Scope, Span


@dataclass(frozen=True, slots=True)
class Trace:
    """One part of a question: `words` searched with their weights, heaviest first; `hits` as the
    fusion ordered them; `spans` as the reader did, best first; `confidence` of the first span."""

    question: str
    words: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...]
    spans: tuple[Span, ...]
    confidence: float

    def best_span(self, passage_id: str) -> tuple[int, Span] | None:
        """Rank (from 1) and span that the reader holds to be the best of a passage; None: none."""
        ranked = enumerate(self.spans, 1)
        return next((found for found in ranked if found[1].passage.passage_id == passage_id), None)


def trace(answerer: Answerer, question: str, scope: Scope = Scope()) -> tuple[Trace, ...]:
    """A trace of each fact that the question asks for, in its order, whatever the answer came from.

    `question` stands alone: a follow-up as it was resolved. Raises as `Answerer.answer`.
    """
    answerer.check(question, scope)
    asked = understand(answerer.completed(question), scope, answerer.tokenizer)
    if asked.issue_number and scope.issue is None:
        issues = answerer.library.issues(replace(scope, issue=asked.issue_number))
        scope = replace(scope, issue=issues[0].number) if issues else scope
    parts = split(asked.text, answerer.tokenizer)
    asks = [part.question for part in parts] if len(parts) > 1 else [asked.query.text]
    return tuple(_trace(answerer, ask, scope) for ask in asks)


def _trace(answerer: Answerer, question: str, scope: Scope) -> Trace:
    asked = understand(question, scope, answerer.tokenizer)
    hits = answerer.hits(asked)
    seen = answerer.reader.read(asked, answerer.readable(asked, hits))
    terms = answerer.tokenizer.query_terms(asked.text, answerer.settings)
    # Pairs of letters are searched too, under a mark of their own; nobody needs to read those.
    words = sorted((t for t in terms.items() if t[0][0].isalnum()), key=lambda term: -term[1])
    return Trace(question, tuple(words), tuple(hits), seen.spans, seen.confidence)
