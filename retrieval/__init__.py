"""Answers over Chinese rectification reports: extracted, cited, offline.

from retrieval import Assistant
"""

import os

# Read when numpy is first imported. Several people ask at once, one core each: two threads over
# matrices as small as ours only wait for each other, at twice the processor time an answer.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"

__all__ = ["Assistant"]


def __getattr__(name: str):
    # Imported when asked for: --help and a wrong argument should not wait for the search engines.
    if name == "Assistant":
        from retrieval.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
