"""Pictures of a run as inline SVG: shares right by kind, reliability, and the refusal curve.

Drawn in a box of WIDTH × HEIGHT that scales with its room; colours are classes that
`evaluation.css` fills from the tokens.
"""

from collections.abc import Sequence
from html import escape

from retrieval.evaluation.scorecard import Figure

WIDTH, HEIGHT = 360, 256
LEFT, RIGHT, TOP, BASE = 44, 14, 32, 216
BINS = 10
"""Groups of confidence in the reliability curve."""


def kind_bars(kinds: Sequence[Figure]) -> str:
    """A bar a kind of question: share right, with its 95 % interval as a line; "" for none."""
    rows = "".join(
        f'<li><span>{escape(f.name)}</span><svg class="bar-of" role="img" height="18"'
        f' aria-label="{escape(f.name)}：{f.n}题，答对{100 * f.value:.0f}%">'
        f'<rect class="ground" width="100%" height="12" y="3" rx="3"/>'
        f'<rect class="share" width="{100 * f.value:.2f}%" height="12" y="3" rx="3"/>'
        f'<line class="range" x1="{100 * f.low:.2f}%" x2="{100 * f.high:.2f}%" y1="9" y2="9"/>'
        f"</svg><b>{100 * f.value:.0f}%</b><small>{f.n}题</small></li>"
        for f in kinds
    )
    return f'<ul class="kind-bars">{rows}</ul>' if rows else ""


def reliability(pairs: Sequence[tuple[float, float]]) -> str:
    """Share right against confidence, a dot a group of ten, larger for more answers.

    `pairs`: (confidence, right) of each answer; "" for none.
    """
    groups: list[list[tuple[float, float]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        groups[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    dots, most = [], max(map(len, groups), default=0)
    for group in filter(None, groups):
        said = sum(c for c, _ in group) / len(group)
        got = sum(r for _, r in group) / len(group)
        radius = 4 + 7 * (len(group) / most) ** 0.5
        dots.append(
            f'<circle class="dot" cx="{_x(said):.1f}" cy="{_y(got):.1f}" r="{radius:.1f}">'
            f"<title>把握约{100 * said:.0f}%的{len(group)}题，答对{100 * got:.0f}%</title></circle>"
        )
    if not dots:
        return ""
    ideal = f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    return _frame("把握与实际答对的比例", "把握", "实际答对", ideal + "".join(dots))


def refusal_curve(pairs: Sequence[tuple[float, float]], scored: int, threshold: float) -> str:
    """Share right among the answers against the share of questions answered, were the refusal line
    higher; the point of the line in force is marked. "" where nothing was answered.
    """
    if not pairs:
        return ""
    points, right = [], 0.0
    ordered = sorted(pairs, reverse=True)
    for at, (confidence, hit) in enumerate(ordered, 1):
        right += hit
        # Answers of one confidence come and go together.
        if at == len(ordered) or ordered[at][0] != confidence:
            points.append((at / scored, right / at, confidence))
    line = " ".join(f"{_x(share):.1f},{_y(good):.1f}" for share, good, _ in points)
    share, good, _ = points[-1]
    marks = "".join(
        f'<circle class="reach" cx="{_x(s):.1f}" cy="{_y(g):.1f}" r="7">'
        f"<title>拒答线定在{c:.2f}：回答{100 * s:.0f}%的题，其中答对{100 * g:.0f}%</title></circle>"
        for s, g, c in points
    )
    words = f"拒答线 {threshold:g}：答{100 * share:.0f}%，对{100 * good:.0f}%"
    below = _y(good) + 24 if _y(good) < 130 else _y(good) - 14
    return _frame(
        "回答的比例与答对的比例",
        "回答了多少题",
        "其中答对",
        f'<polyline class="curve" points="{line}"/>{marks}'
        f'<circle class="now" cx="{_x(share):.1f}" cy="{_y(good):.1f}" r="6"/>'
        f'<text class="now-words" x="{_x(share):.1f}" y="{below:.1f}">{words}</text>',
    )


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return BASE - share * (BASE - TOP)


def _frame(told: str, across: str, up: str, inside: str) -> str:
    marks = "".join(
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(s):.1f}" y2="{_y(s):.1f}"/>'
        f'<text class="up" x="{LEFT - 6}" y="{_y(s) + 4:.1f}">{100 * s:.0f}%</text>'
        f'<text class="across" x="{_x(s):.1f}" y="{BASE + 17}">{100 * s:.0f}%</text>'
        for s in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg class="curve-plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">'
        f"{marks}{inside}"
        f'<text class="axis-name" x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 4}">{across} →</text>'
        f'<text class="axis-name" x="6" y="12" style="text-anchor:start">↑ {up}</text>'
        "</svg>"
    )
