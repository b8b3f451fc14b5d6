"""Printed characters with their places → lines of print."""

from collections import Counter, defaultdict
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from retrieval.sources.counting import raised
from retrieval.sources.layout import Box, Gap, Line

GAP = 1.6
"""Widest gap inside a line, in letters; wider ones part columns."""

STRIP = 20.0
"""Height of a strip of the page, in points: a letter's line begins in its own strip or the next."""

GUTTER = 0.7
"""Narrowest gap at a gutter, in letters: where a mark hangs into one of two."""


RAISED = (0.75, 0.15)
"""Size of a raised figure, at most, and how far it stands above the foot of the line, at least; in
sizes of the line."""


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
    """Letters that stand beside each other as lines, each begun where a wide gap parts it off.

    From left to right, so that the lines of two columns that stand half a line apart never mix.
    """
    pieces: list[list[Letter]] = []
    strips: dict[int, list[list[Letter]]] = defaultdict(list)  # spares looking at every line
    for letter in sorted(letters, key=lambda x: x.x0):
        strip = int((letter.top + letter.bottom) / 2 / STRIP)
        best, most = None, 0.5
        for piece in (*strips[strip - 1], *strips[strip], *strips[strip + 1]):
            last = piece[-1]
            common = _overlap(last, letter)
            if common > most and letter.x0 - last.x1 <= GAP * max(last.size, letter.size, 1.0):
                best, most = piece, common
        if best:
            best.append(letter)
        else:
            pieces.append([letter])
            strips[strip].append(pieces[-1])
    return [_line(_spaced(piece)) for piece in pieces]


def _overlap(a: Letter, b: Letter) -> float:
    """Share of the lower letter's height that both have in common."""
    least = min(a.bottom - a.top, b.bottom - b.top) or 1.0
    return (min(a.bottom, b.bottom) - max(a.top, b.top)) / least


def _spaced(piece: list[Letter]) -> list[Letter]:
    """The letters of a line, those after a blank with it."""
    pairs = pairwise([piece[0], *piece])
    return [
        letter._replace(text=" " + letter.text)
        if before.text.isascii() and letter.text.isascii() and _parted(before, letter)
        else letter
        for before, letter in pairs
    ]


def _parted(before: Letter, letter: Letter) -> bool:
    """Whether a blank parts two Latin letters; figures set wide apart are still one number."""
    gap = (letter.x0 - before.x1) / max(before.size, letter.size, 1.0)
    if before.text.isdigit() and letter.text.isdigit():
        return gap > 0.5
    return letter.spaced or gap > 0.2


def _line(piece: list[Letter]) -> Line:
    size = Counter(round(x.size, 1) for x in piece).most_common(1)[0][0]
    low = median(x.bottom for x in piece if round(x.size, 1) == size)
    return Line(
        "".join(raised(x.text) if _is_raised(x, size, low) else x.text for x in piece),
        piece[0].x0,
        min(x.top for x in piece),
        max(x.x1 for x in piece),
        max(x.bottom for x in piece),
        size,
        all(x.strong for x in piece if not x.text.isascii()),
        _gaps(piece),
    )


def _is_raised(letter: Letter, size: float, low: float) -> bool:
    """Whether a letter is small and set above the line, whose size and foot are given."""
    return letter.size < RAISED[0] * size and low - letter.bottom > RAISED[1] * size


def _gaps(piece: list[Letter]) -> tuple[Gap, ...]:
    """The gaps in a line where the gutter between two columns may run."""
    gaps, at = [], 0
    for before, letter in pairwise(piece):
        at += len(before.text)
        if letter.x0 - before.x1 > GUTTER * max(before.size, letter.size, 1.0):
            gaps.append((at, before.x1, letter.x0))
    return tuple(gaps)
