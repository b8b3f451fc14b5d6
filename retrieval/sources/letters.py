"""Printed characters with their places → lines of print."""

from collections import Counter
from itertools import groupby, pairwise
from typing import NamedTuple

from retrieval.sources.layout import Box, Line


class Letter(NamedTuple):
    """A printed character, its box in points from the top left, and its size.

    `spaced`: a blank stands before it in the file.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    strong: bool
    spaced: bool = False


def lines_of(letters: list[Letter], tables: list[list[Box]]) -> list[Line]:
    """Letters as lines; a line never crosses from one cell of a table into the next."""
    cells = [cell for table in tables for cell in table]

    def cell_of(letter: Letter) -> int:
        x, y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
        inside = (i for i, c in enumerate(cells) if c.x0 <= x <= c.x1 and c.top <= y <= c.bottom)
        return next(inside, -1)

    placed = sorted(((cell_of(letter), letter) for letter in letters), key=lambda pair: pair[0])
    lines = []
    for _, group in groupby(placed, key=lambda pair: pair[0]):
        lines += _grouped([letter for _, letter in group])
    return lines


def _grouped(letters: list[Letter]) -> list[Line]:
    """Letters on one height, near each other, as one line."""
    bands: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda x: (x.top + x.bottom, x.x0)):
        if bands and _overlap(bands[-1][0], letter) > 0.5:
            bands[-1].append(letter)
        else:
            bands.append([letter])
    return [line for band in bands for line in _split(sorted(band, key=lambda x: x.x0))]


def _overlap(a: Letter, b: Letter) -> float:
    """Share of the lower letter's height that both have in common."""
    least = min(a.bottom - a.top, b.bottom - b.top) or 1.0
    return (min(a.bottom, b.bottom) - max(a.top, b.top)) / least


def _split(band: list[Letter]) -> list[Line]:
    """The pieces of a band of letters that wide gaps part, each as a line."""
    pieces = [[band[0]]]
    for before, letter in pairwise(band):
        size = max(before.size, letter.size, 1.0)
        gap = letter.x0 - before.x1
        if gap > 1.6 * size:
            pieces.append([letter])
            continue
        if before.text.isascii() and letter.text.isascii() and _parted(before, letter):
            pieces[-1].append(letter._replace(text=" " + letter.text))
        else:
            pieces[-1].append(letter)
    return [_line(piece) for piece in pieces]


def _parted(before: Letter, letter: Letter) -> bool:
    """Whether a blank parts two Latin letters; figures set wide apart are still one number."""
    gap = (letter.x0 - before.x1) / max(before.size, letter.size, 1.0)
    if before.text.isdigit() and letter.text.isdigit():
        return gap > 0.5
    return letter.spaced or gap > 0.2


def _line(piece: list[Letter]) -> Line:
    size = Counter(round(x.size, 1) for x in piece).most_common(1)[0][0]
    return Line(
        "".join(x.text for x in piece),
        piece[0].x0,
        min(x.top for x in piece),
        max(x.x1 for x in piece),
        max(x.bottom for x in piece),
        size,
        all(x.strong for x in piece if not x.text.isascii()),
    )
