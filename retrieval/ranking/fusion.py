"""Orders ranked lists without chance, and fuses two of them by their scores.

Keys are the database's passage keys; `places` maps a key to its passage's place in report order,
which decides between equal scores.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Ranked = list[tuple[int, float]]

_DIGITS = 4
"""Decimals that a score is compared in. Engines add up 32-bit floats in the order of their
segments; anything finer would let the history of an index decide between equal passages."""

_MARGIN = 16
"""Results fetched beyond k at first, to see whether the cut at k runs through a tie."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage found by either leg; `score` in [0, 1]. A rank of None: not found by that leg."""

    key: int
    score: float
    lexical: float
    dense: float
    lexical_rank: int | None
    dense_rank: int | None


def ordered(found: Iterable[tuple[int, float]], places: Mapping[int, int], k: int | None) -> Ranked:
    """The best `k` of `found`, or all for None, higher scores first, equal ones in report order."""
    rounded = ((key, round(float(score), _DIGITS)) for key, score in found)
    return sorted(rounded, key=lambda pair: (-pair[1], places[pair[0]]))[:k]


def top(fetch: Callable[[int], Ranked], k: int, places: Mapping[int, int]) -> Ranked:
    """The best `k` results of an engine whose own order of ties is left to chance.

    `fetch(depth)` gives at most `depth` results, best first. It is asked for more until the last
    one scores less than the k-th: only then is every passage of a tie at the cut in sight.
    """
    if k < 1:
        return []
    depth = k + _MARGIN
    while True:
        found = fetch(depth)
        cut = len(found) < depth or round(found[-1][1], _DIGITS) < round(found[k - 1][1], _DIGITS)
        if cut:
            return ordered(found, places, k)
        depth *= 4


def fuse(
    lexical: Ranked,
    dense: Ranked,
    cosines: Mapping[int, float],
    dense_weight: float,
    places: Mapping[int, int],
    k: int | None = None,
) -> list[Fused]:
    """Both legs' passages under one score, best first; only the best `k` unless that is None.

    `lexical + dense_weight · max(cosine, 0)`, divided by the best: a sum of the scores as they are.
    Each leg divided by its own best, and ranks all the more, would make a leg that found nothing
    good as loud as one that found everything. `cosines` holds the cosine of every passage of
    either leg, so that none is thought 0 for missing the dense leg's cut. Where one leg found
    nothing, the other's order stands.
    """
    words, word_ranks = dict(lexical), _ranks(lexical)
    dense_ranks = _ranks(dense)
    weight = dense_weight if lexical else 1.0
    sums = {
        key: words.get(key, 0.0) + weight * max(cosines.get(key, 0.0), 0.0)
        for key in {**words, **dense_ranks}
    }
    best = max(sums.values(), default=0.0) or 1.0
    scores = {key: value / best for key, value in sums.items()}
    return [
        Fused(
            key,
            score,
            words.get(key, 0.0),
            cosines.get(key, 0.0),
            word_ranks.get(key),
            dense_ranks.get(key),
        )
        for key, score in ordered(scores.items(), places, k)
    ]


def _ranks(ranked: Ranked) -> dict[int, int]:
    return {key: rank for rank, (key, _) in enumerate(ranked, start=1)}
