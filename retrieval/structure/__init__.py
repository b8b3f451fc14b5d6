"""From pages of text to a Document: report text, issues with their fields, passages."""

from retrieval.structure.parse import parse_report

__all__ = ["parse_report"]
