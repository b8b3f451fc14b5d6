"""Answers over Chinese rectification reports: extracted, cited, offline.

from retrieval import Assistant
"""

__version__ = "0.1.0"

__all__ = ["Assistant"]


def __getattr__(name: str):
    # Imported when asked for: --help and a wrong argument should not wait for the search engines.
    if name == "Assistant":
        from retrieval.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
