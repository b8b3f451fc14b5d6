"""Answers over Chinese rectification reports: extracted, cited, offline."""

__version__ = "0.1.0"
