"""What trained readers say of questions they never saw, and how well."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from retrieval.answering.weights import Weights, confidence_features, span_of
from training.examples import Example


def predictions(examples: list[Example], judged: dict[int, np.ndarray], weights: Weights):
    """(confidence features, right?, example, span said) of each example with a candidate."""
    found = []
    for e in examples:
        if len(e.owners):
            scores = weights.score(e.features, judged[id(e)])
            order = np.argsort(-scores, kind="stable")[:20]
            spans = tuple(span_of(*e.owners[i], float(scores[i]), e.features[i]) for i in order)
            seen = confidence_features(spans, scores)
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


def refusing(found: list, model: LogisticRegression) -> None:
    """Prints, by threshold, what is answered right, answered wrong and refused."""
    sure = model.predict_proba(np.array([f[0] for f in found]))[:, 1]
    answerable, right = (
        np.array(v) for v in ([f[2].answerable for f in found], [f[1] for f in found])
    )
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        given = sure >= threshold
        print(
            f"threshold {threshold}: refused of unanswerable {1 - given[~answerable].mean():.3f}, "
            f"answered of answerable {given[answerable].mean():.3f}, right of answerable "
            f"{(given & right)[answerable].mean():.3f}, right of given {right[given].mean():.3f}"
        )
