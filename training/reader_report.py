"""What trained readers say of questions they never saw, and how well."""

import numpy as np

from retrieval.answering.weights import Weights, confidence_features, span_of
from training.calibration import calibrate, sureness
from training.examples import Example


def predictions(examples: list[Example], judged: dict[int, np.ndarray], weights: Weights):
    """(confidence features, right?, example, span said) of each example with a candidate, but what
    the product makes of questions for several facts: such parts have a threshold of their own."""
    found = []
    for e in examples:
        if len(e.owners) and not e.row.get("part"):
            scores = weights.score(e.features, judged[id(e)])
            order = np.argsort(-scores, kind="stable")[:20]
            spans = tuple(span_of(*e.owners[i], float(scores[i]), e.features[i]) for i in order)
            seen = confidence_features(spans, scores, judged[id(e)][order])
            found.append((seen, bool(e.worth[order[0]] > 0), e, spans[0]))
    return found


def report(name: str, found: list) -> None:
    asked = [f for f in found if f[2].answerable]
    ceiling, right = (
        np.mean(v) for v in ([f[2].worth.any() for f in asked], [f[1] for f in asked])
    )
    print(
        f"{name:6s} n={len(asked)} has a right candidate={ceiling:.3f} right={right:.3f}",
        flush=True,
    )


def refusing(found: list) -> None:
    """Prints, by threshold, what is answered right, answered wrong and refused.

    Of each document by a calibration that never saw it.
    """
    seen, right = (np.array(v) for v in ([f[0] for f in found], [f[1] for f in found]))
    answerable = np.array([f[2].answerable for f in found])
    documents = np.array([f[2].document for f in found])
    sure = np.zeros(len(found))
    for name in set(documents):
        own = documents == name
        sure[own] = sureness(seen[own], *calibrate(seen[~own], right[~own]))
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        given = sure >= threshold
        print(
            f"threshold {threshold}: refused of unanswerable {1 - given[~answerable].mean():.3f}, "
            f"answered of answerable {given[answerable].mean():.3f}, right of answerable "
            f"{(given & right)[answerable].mean():.3f}, right of given {right[given].mean():.3f}"
        )
