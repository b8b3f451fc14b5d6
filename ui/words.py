"""The Chinese words of the page that stand for codes and numbers of an Answer."""

from retrieval.wording import CONFIDENCE, REASONS, Reason


def reason_words(reason: str | None) -> Reason:
    """The words for a reason of `Answer`; an unknown one is told as "not found"."""
    return REASONS.get(reason or "", REASONS["not_in_reports"])


def confidence_level(value: float) -> int:
    """Step 1 (较低) to 4 (很高) of a confidence in [0, 1]."""
    return max(1, sum(value >= bound for bound, _ in CONFIDENCE))
