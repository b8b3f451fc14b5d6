"""How sure the reader may be: a logistic regression whose weights keep their meaning.

What speaks for an answer never makes it less sure, what speaks against it never surer. Without
that, a few hundred questions taught it that an answer is likelier wrong where more of the question's
words stand about it, because the score knows of them already.
"""

import numpy as np
from scipy.optimize import minimize

from retrieval.answering.features import SPEAK_AGAINST
from retrieval.answering.weights import CONFIDENCE_COLUMNS

AGAINST = frozenset([*SPEAK_AGAINST, "number_of_words", "name"])
"""Columns that never make an answer surer; all others never make it less sure."""
PENALTY = 10.0
"""Of the squared weights of standardised columns; chosen on documents left out in turn."""


def calibrate(seen: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights (len(CONFIDENCE_COLUMNS),) and bias from (n, len(CONFIDENCE_COLUMNS)) and n truths."""
    truth, spread = right.astype(float), seen.std(axis=0)
    spread[spread < 1e-6] = np.inf  # a column that never changes tells nothing
    scaled = (seen - seen.mean(axis=0)) / spread

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = scaled @ weights[:-1] + weights[-1]
        cost = np.logaddexp(0, -logits) @ truth + np.logaddexp(0, logits) @ (1 - truth)
        wrong = 1 / (1 + np.exp(-logits)) - truth
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
