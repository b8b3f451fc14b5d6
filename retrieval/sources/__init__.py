"""A report file → its pages of text: `open_source` opens any format by content and name."""

import hashlib
from pathlib import Path

from retrieval.records import Source
from retrieval.sources.confine import Progress, read, read_confined
from retrieval.sources.detect import detect, mismatch
from retrieval.sources.formats import Format

__all__ = ["open_source"]


def open_source(path: Path, *, confined: bool = True, progress: Progress | None = None) -> Source:
    """The file at `path` as pages of text, whatever its format.

    `confined`: read in a child process under limits of time and memory (plain text never needs
    one). `progress(done, total, doing)` is called after each page of a PDF or
    scan; `doing` is 读取 or 识别.
    Raises SourceMissing, UnsupportedSource or UnreadableSource, each with the cure in Chinese.
    """
    path = Path(path)
    found = detect(path)
    plain = found in (Format.TEXT, Format.MARKDOWN)
    reading = read if plain or not confined else read_confined
    pages, notes = reading(found, path, progress)
    note = mismatch(path, found)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Source(path.name, digest, pages, ((note,) if note else ()) + notes)
