"""How sure the reader may be: a logistic regression whose weights keep their meaning.

What speaks for an answer never makes it less sure, what speaks against it never surer. Without
that, a few hundred questions taught it that an answer is likelier wrong where more of the question's
words stand about it, because the score knows of them already.
"""

from collections import Counter
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from retrieval.answering.features import SPEAK_AGAINST
from retrieval.answering.weights import CONFIDENCE_COLUMNS, Weights

AGAINST = frozenset([*SPEAK_AGAINST, "number_of_words", "name"])
"""Columns that never make an answer surer; all others never make it less sure."""
PENALTY = 10.0
"""Of the squared weights of standardised columns; chosen on documents left out in turn."""


def calibrate(
    seen: np.ndarray, right: np.ndarray, counts: np.ndarray | None = None
) -> tuple[np.ndarray, float]:
    """Weights (len(CONFIDENCE_COLUMNS),) and bias from (n, len(CONFIDENCE_COLUMNS)) and n truths.

    `counts` (n,): how often each row counts; None: once.
    """
    counts = np.ones(len(seen)) if counts is None else counts
    truth, spread = right.astype(float), seen.std(axis=0)
    spread[spread < 1e-6] = np.inf  # a column that never changes tells nothing
    scaled = (seen - seen.mean(axis=0)) / spread

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = scaled @ weights[:-1] + weights[-1]
        cost = np.logaddexp(0, -logits) @ (counts * truth)
        cost += np.logaddexp(0, logits) @ (counts * (1 - truth))
        wrong = counts * (1 / (1 + np.exp(-logits)) - truth)
        slope = np.append(scaled.T @ wrong + PENALTY * weights[:-1], wrong.sum())
        return cost + PENALTY / 2 * weights[:-1] @ weights[:-1], slope

    bounds = [(None, 0) if name in AGAINST else (0, None) for name in CONFIDENCE_COLUMNS]
    start = np.zeros(len(CONFIDENCE_COLUMNS) + 1)
    found = minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ seen.mean(axis=0))


def sureness(seen: np.ndarray, weights: np.ndarray, bias: float) -> np.ndarray:
    """(n,) probabilities of being right."""
    return 1 / (1 + np.exp(-(seen @ weights + bias)))


def sure_of(weights: Weights, found: list, folder_of: dict[str, str]) -> Weights:
    """The weights with the confidence calibrated on predictions (reader_report.predictions).

    `folder_of`: the folder of each document. Each folder counts as much as the other: what is in it
    was asked by other people, and users may be like either.
    """
    folders = [folder_of[f[2].document] for f in found]
    often = Counter(folders)
    counts = np.array([len(found) / len(often) / often[name] for name in folders])
    seen, right = (np.array(v) for v in ([f[0] for f in found], [f[1] for f in found]))
    confidence, bias = calibrate(seen, right, counts)
    return replace(weights, confidence=confidence, bias=bias)
