"""All figures of a run, each with the number of questions it is over and a 95 % interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 1000
SEED = 20_190_531


@dataclass(frozen=True, slots=True)
class Scored:
    """What the figures of a run are made of: a question's kind, scores, and how it was answered.

    `scores` as Verdict's; `confidence` 0–1; `elapsed` in milliseconds.
    """

    kind: str
    scores: dict[str, float]
    answered: bool
    confidence: float
    elapsed: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of a run: `value` over `n` questions with its bootstrap 95 % interval.

    0–1, or milliseconds for p50 and p95. `name`: its Chinese name.
    """

    key: str
    name: str
    value: float
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Figures of all questions, and share right by kind (`key` is the kind)."""

    asked: int
    scored: int
    figures: tuple[Figure, ...]
    kinds: tuple[Figure, ...]

    def figure(self, key: str) -> Figure | None:
        """The figure of a metric; None: no question of the run allows it."""
        return next((figure for figure in self.figures if figure.key == key), None)


METRICS = {
    "right": "答对（含应拒答而拒答）",
    "verbatim": "与标准答案字面一致",
    "figure": "数字完全一致",
    "f1": "字符 F1",
    "issue@1": "问题编号在第 1 段",
    "issue@3": "问题编号在前 3 段",
    "issue@5": "问题编号在前 5 段",
    "ev@1": "原文在第 1 段",
    "ev@3": "原文在前 3 段",
    "ev@5": "原文在前 5 段",
    "ev@10": "原文在前 10 段",
    "mrr": "MRR@10",
    "ndcg": "nDCG@10",
    "recall": "Recall@10",
    "set_exact": "编号集合完全一致",
    "set_f1": "编号集合 F1",
    "value": "计数、合计的数对",
    "answered": "该答的答了",
}
"""Metrics that are a mean over the questions whose gold allows them, and their names."""

OTHERS = {
    "refusal_precision": "拒答中该拒的",
    "refusal_recall": "该拒的拒了",
    "false_answers": "不该答而答了",
    "calibration_error": "把握的偏差（ECE）",
    "p50": "中位耗时（毫秒）",
    "p95": "95% 耗时（毫秒）",
}
LOWER_IS_BETTER = frozenset({"false_answers", "calibration_error", "p50", "p95"})


def scorecard(rows: Sequence[Scored], kinds: dict[str, str]) -> Scorecard:
    """The scorecard of a run; `kinds`: kind → name, in the order wanted."""
    scored = [row for row in rows if row.scores]
    figures = [
        _mean(key, name, [row.scores[key] for row in scored if key in row.scores])
        for key, name in METRICS.items()
    ]
    by_kind = [
        _mean(
            kind,
            name,
            [r.scores["right"] for r in scored if r.kind == kind and "right" in r.scores],
        )
        for kind, name in kinds.items()
    ]
    figures += [*_refusals(scored), _calibration(scored), *_times(rows)]
    return Scorecard(
        len(rows), len(scored), tuple(f for f in figures if f), tuple(f for f in by_kind if f)
    )


def _refusals(rows: Sequence[Scored]) -> Iterable[Figure | None]:
    refused = [float(row.kind == "refuse") for row in rows if not row.answered]
    wanted = [float(not row.answered) for row in rows if row.kind == "refuse"]
    yield _mean("refusal_precision", OTHERS["refusal_precision"], refused)
    yield _mean("refusal_recall", OTHERS["refusal_recall"], wanted)
    yield _mean("false_answers", OTHERS["false_answers"], [1 - found for found in wanted])


def _calibration(rows: Sequence[Scored]) -> Figure | None:
    pairs = np.array(answered_pairs(rows))
    if not len(pairs):
        return None
    return _figure("calibration_error", OTHERS["calibration_error"], pairs, calibration_error)


def answered_pairs(rows: Sequence[Scored]) -> list[tuple[float, float]]:
    """(confidence, right) of every answer given to a question with gold."""
    return [
        (row.confidence, row.scores["right"])
        for row in rows
        if row.answered and "right" in row.scores
    ]


def calibration_error(pairs: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error of rows (confidence, right) over bins of equal width, 0–1."""
    places = np.minimum((pairs[:, 0] * bins).astype(int), bins - 1)
    error = 0.0
    for place in range(bins):
        inside = pairs[places == place]
        if len(inside):
            error += len(inside) * abs(inside[:, 0].mean() - inside[:, 1].mean())
    return error / len(pairs)


def _times(rows: Sequence[Scored]) -> Iterable[Figure | None]:
    times = np.array([row.elapsed for row in rows])
    if len(times):
        for key, share in (("p50", 50), ("p95", 95)):
            yield _figure(key, OTHERS[key], times, lambda t, share=share: np.percentile(t, share))


def _mean(key: str, name: str, values: Sequence[float]) -> Figure | None:
    return _figure(key, name, np.array(values), np.mean) if values else None


def _figure(key: str, name: str, rows: np.ndarray, of: Callable) -> Figure:
    """The figure with its percentile interval over resamples of the questions."""
    chance = np.random.default_rng(SEED)
    if of is np.mean:
        drawn = np.concatenate(
            [
                rows[chance.integers(0, len(rows), (100, len(rows)))].mean(axis=1)
                for _ in range(RESAMPLES // 100)
            ]
        )
    else:
        drawn = [of(rows[chance.integers(0, len(rows), len(rows))]) for _ in range(RESAMPLES // 4)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Figure(key, name, float(of(rows)), len(rows), float(low), float(high))
