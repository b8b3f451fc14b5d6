"""What does not add up in a report as it was read: one module a kind of doubt."""

from retrieval.records import Doubt, Issue
from retrieval.structure.doubts.completeness import completeness_doubts
from retrieval.structure.doubts.main_against_annex import annex_doubts
from retrieval.structure.doubts.near_names import name_doubts
from retrieval.structure.doubts.status_text import status_doubts
from retrieval.structure.doubts.totals import share_doubts, tally_doubts, total_doubts
from retrieval.structure.issues import Item


def doubts_of(text: str, items: list[Item], issues: list[Issue]) -> tuple[Doubt, ...]:
    """Every doubt about a report, kind by kind; of a report without issues those that ask for
    none: totals and names."""
    found: list[Doubt] = []
    if issues:
        found += completeness_doubts(text, items, issues)
        found += tally_doubts(text, issues)
        found += share_doubts(text, issues)
        found += status_doubts(text, issues)
        found += annex_doubts(text, issues)
    found += total_doubts(text)
    found += name_doubts(text, issues)
    return tuple(found)
