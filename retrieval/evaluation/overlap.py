"""Character F1 as CMRC 2018 defines it (https://github.com/ymcui/cmrc2018, squad_style eval)."""

import re
from collections.abc import Sequence

_PIECE = re.compile(r"[\u4e00-\u9fa5]|[A-Za-z0-9.%]+")


def pieces(text: str) -> list[str]:
    """A Chinese character or a run of Latin letters and digits each; punctuation is left out."""
    return [piece for found in _PIECE.findall(text.lower()) if (piece := found.strip("."))]


def character_f1(said: str | None, answers: Sequence[str]) -> float:
    """Best F1, 0–1, over the answers: twice the longest common run against both lengths.

    >>> round(character_f1("罚款12万元", ["12万元"]), 3)
    0.75
    """
    return max((_f1(pieces(said or ""), pieces(answer)) for answer in answers), default=0.0)


def _f1(said: list[str], gold: list[str]) -> float:
    common = _longest_run(said, gold)
    return 2 * common / (len(said) + len(gold)) if common else 0.0


def _longest_run(first: list[str], second: list[str]) -> int:
    best, row = 0, [0] * (len(second) + 1)
    for piece in first:
        row = [0] + [row[at] + 1 if piece == other else 0 for at, other in enumerate(second)]
        best = max(best, max(row))
    return best
