"""What readers say of text that they had to recognise, and how it is known among their notes."""

from collections.abc import Iterable

RECOGNISED = "文字由图片识别得到"
"""In every note on recognised text, with its confidence; in no other."""


def recognised(notes: Iterable[str]) -> tuple[str, ...]:
    """Those notes that tell of text recognised from a picture."""
    return tuple(note for note in notes if RECOGNISED in note)
