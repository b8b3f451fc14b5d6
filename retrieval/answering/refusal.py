"""Why a question is refused: the wording of the reasons lies with the page, the choice here."""

from collections.abc import Sequence

import numpy as np

from retrieval.answering.matching import Word, match
from retrieval.answering.question import Asked
from retrieval.answering.reader import Reader
from retrieval.records import Hit

NO_SUCH_ISSUE = "no_such_issue"
FIELD_ABSENT = "field_absent"
NOT_IN_REPORTS = "not_in_reports"
OFF_TOPIC = "off_topic"
CONFLICT = "conflict"


def covered(words: Sequence[Word], reader: Reader, hits: Sequence[Hit]) -> float:
    """Largest share in [0, 1] of the question's word weight met in one hit or its headings."""
    whole = sum(word.weight for word in words)
    if not whole:
        return 0.0
    weights = np.array([word.weight for word in words])
    best = 0.0
    for hit in hits:
        reading = reader.reading(hit.passage)
        found = match(list(words), reading)
        met = found.cover(weights, np.array([[0, len(reading.folded)]]))[0]
        best = max(best, float(np.maximum(met, found.in_context * weights).sum()) / whole)
    return best


def why(asked: Asked, reader: Reader, hits: Sequence[Hit], on_topic: float, present: float) -> str:
    """The reason for refusing a question that no span answers well enough.

    `on_topic`, `present`: shares of the question met in one passage below which it is taken as off
    topic, and above which its matter is in the reports and only the asked detail is not.
    """
    share = covered(reader.weighed(asked), reader, hits)
    if share < on_topic:
        return OFF_TOPIC
    return FIELD_ABSENT if share >= present else NOT_IN_REPORTS
