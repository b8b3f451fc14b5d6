"""Which passages of the index hold a question's evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retrieval.evaluation.gold import GoldQuestion
from retrieval.evaluation.matching import holds, normal
from retrieval.records import Document


def passage_key(passage: Mapping) -> str:
    """What names a passage of an answer in the contract's JSON."""
    return f"{passage['report']}:{passage['start']}-{passage['end']}"


@dataclass(frozen=True, slots=True)
class _Text:
    key: str
    issue: str | None
    words: str


class Relevance:
    """The passages of the live reports, to look evidence up in."""

    def __init__(self, documents: Iterable[Document]):
        self._texts: list[_Text] = []
        for document in documents:
            numbers = {issue.issue_id: issue.number for issue in document.issues}
            self._texts += [
                _Text(
                    passage_key({"report": p.report_id, "start": p.start, "end": p.end}),
                    numbers.get(p.issue_id),
                    normal(p.text),
                )
                for p in document.passages
            ]

    def holders(self, question: GoldQuestion) -> list[frozenset[str]]:
        """For each piece of evidence the keys of the passages that hold it; empty: none does.

        A bare line that stands in several issues (整改时限：2018年底) counts only in a gold one.
        """
        answers = [normal(answer) for answer in question.answers]
        found = []
        for evidence in question.evidence:
            proof = normal(evidence)
            texts = [text for text in self._texts if holds(text.words, proof, answers)]
            wanted = [text for text in texts if text.issue in question.issues]
            bare = any(text.words == proof for text in wanted)
            if bare and len({text.issue for text in texts}) > 1:
                texts = wanted
            found.append(frozenset(text.key for text in texts))
        return found
