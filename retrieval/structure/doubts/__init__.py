"""What does not add up in a report as it was read: one module a kind of doubt."""

from retrieval.records import Doubt, Issue
from retrieval.structure.doubts.completeness import completeness_doubts
from retrieval.structure.issues import Item


def doubts_of(text: str, items: list[Item], issues: list[Issue]) -> tuple[Doubt, ...]:
    """Every doubt about a report, kind by kind; a report without issues raises none."""
    if not issues:
        return ()
    return tuple(completeness_doubts(text, items, issues))
