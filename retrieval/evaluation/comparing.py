"""Two runs of the same questions: what got better or worse, and whether that is more than noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

import numpy as np

from retrieval.evaluation.results import Outcome, Result
from retrieval.evaluation.scorecard import METRICS, RESAMPLES, SEED

LEVEL = 0.05
"""Chance below which a difference is taken for more than noise."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric over the questions that both runs have: means, and the bootstrap 95 % interval of
    after − before over those questions."""

    key: str
    name: str
    before: float
    after: float
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results (before, after) that got better, worse, or say something else and are still as right
    as before. `p`: exact McNemar, two-sided. `only`: questions that one run has alone."""

    better: tuple[tuple[Result, Result], ...]
    worse: tuple[tuple[Result, Result], ...]
    changed: tuple[tuple[Result, Result], ...]
    same: int
    only: int
    p: float
    differences: tuple[Difference, ...]

    @property
    def verdict(self) -> str:
        """What the test says, as a Chinese sentence."""
        b, w = len(self.better), len(self.worse)
        if not b and not w:
            return "对错没有变化。"
        told = f"变好 {b} 题，变差 {w} 题，配对检验 p = {self.p:.3f}："
        if self.p >= LEVEL:
            return told + "还不能说不是偶然。"
        return told + ("确实变好了。" if b > w else "确实变差了。")


def compare(before: Outcome, after: Outcome) -> Comparison:
    """The comparison over questions of the same id and words."""
    earlier = {_key(result): result for result in before.results}
    later = {_key(result): result for result in after.results}
    pairs = [(earlier[key], later[key]) for key in later if key in earlier]
    better = tuple(p for p in pairs if p[0].right is False and p[1].right)
    worse = tuple(p for p in pairs if p[0].right and p[1].right is False)
    moved = {id(p[1]) for p in (*better, *worse)}
    changed = tuple(
        p
        for p in pairs
        if id(p[1]) not in moved and p[0].answer.get("answer") != p[1].answer.get("answer")
    )
    return Comparison(
        better=better,
        worse=worse,
        changed=changed,
        same=len(pairs) - len(moved) - len(changed),
        only=len(earlier.keys() ^ later.keys()),
        p=mcnemar(len(better), len(worse)),
        differences=tuple(
            found for key, name in METRICS.items() if (found := _difference(key, name, pairs))
        ),
    )


def mcnemar(better: int, worse: int) -> float:
    """Exact two-sided McNemar: the chance of a split at least as uneven were both ways alike.

    >>> mcnemar(0, 6), mcnemar(3, 3)
    (0.03125, 1.0)
    """
    n, fewer = better + worse, min(better, worse)
    tail = sum(comb(n, k) for k in range(fewer + 1))
    return min(1.0, 2 * tail / 2**n) if n else 1.0


def _key(result: Result) -> tuple[str, str]:
    return result.question.id, result.question.question


def _difference(key: str, name: str, pairs: list[tuple[Result, Result]]) -> Difference | None:
    both = [(a.scores[key], b.scores[key]) for a, b in pairs if key in a.scores and key in b.scores]
    if not both:
        return None
    values = np.array(both)
    chance = np.random.default_rng(SEED)
    gains = values[:, 1] - values[:, 0]
    drawn = [gains[chance.integers(0, len(gains), len(gains))].mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    before, after = values.mean(axis=0)
    return Difference(key, name, float(before), float(after), len(both), float(low), float(high))


def labelled(comparison: Comparison) -> Mapping[str, tuple[tuple[Result, Result], ...]]:
    """The changed questions by what happened to them, in the order in which they are told."""
    return {"变差": comparison.worse, "变好": comparison.better, "答案变了": comparison.changed}
