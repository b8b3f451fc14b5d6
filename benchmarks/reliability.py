"""The reliability plot: share of answers right against how sure the product was of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.scoring import interval

EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Bounds of the bins; the lowest confidence that is answered at lies in one of the first two."""
LEFT, BASE, SIDE = 60, 330, 290


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with a confidence from `low` to `high`: how many, their mean confidence, the share
    right and its 95 % interval."""

    low: float
    high: float
    n: int
    said: float
    right: float
    interval: tuple[float, float]


def bins(pairs: Sequence[tuple[float, float]]) -> list[Bin]:
    """Bins of (confidence, right) pairs, the empty ones left out."""
    found = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        own = [p for p in pairs if low <= p[0] < high or p[0] == high == 1.0]
        if own:
            said, right = (sum(values) / len(own) for values in zip(*own, strict=True))
            found.append(Bin(low, high, len(own), said, right, interval([[r] for _, r in own])))
    return found


def calibration_error(found: Sequence[Bin]) -> float:
    """Mean distance of confidence and share right over the bins, weighed by answers; 0–1."""
    return sum(b.n * abs(b.said - b.right) for b in found) / (sum(b.n for b in found) or 1)


def plot(found: Sequence[Bin]) -> str:
    """The bins as SVG that stands alone, in a square from 0 to 1 each way."""

    def x(share: float) -> float:
        return LEFT + SIDE * share

    def y(share: float) -> float:
        return BASE - SIDE * share

    drawn = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        drawn.append(
            f'<path d="M{x(share):.0f} {y(0)}V{y(1)}M{x(0)} {y(share):.0f}H{x(1)}" stroke="#dde2de"/>'
            f'<text x="{x(share):.0f}" y="{BASE + 18}" text-anchor="middle">{share:g}</text>'
            f'<text x="{LEFT - 8}" y="{y(share) + 4:.0f}" text-anchor="end">{share:g}</text>'
        )
    drawn.append(f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#64788f" stroke-dasharray="4"/>')
    for b in found:
        at, (low, high) = x(b.said), b.interval
        drawn.append(
            f'<path d="M{at:.1f} {y(low):.1f}V{y(high):.1f}" stroke="#1d5c4b" stroke-width="2"/>'
            f'<circle cx="{at:.1f}" cy="{y(b.right):.1f}" r="5" fill="#1d5c4b"/>'
            f'<text x="{at + 8:.1f}" y="{y(b.right) + 14:.1f}">{b.n}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 380" font-family="sans-serif"'
        f' font-size="12" fill="#26332d" style="background:#fff">{"".join(drawn)}'
        f'<text x="{x(0.5):.0f}" y="{BASE + 40}" text-anchor="middle">confidence</text>'
        f'<text x="{LEFT}" y="24">share right; bars: 95 % intervals; beside each: answers</text></svg>'
    )
