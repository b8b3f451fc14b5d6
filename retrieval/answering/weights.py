"""The reader's learned weights: which candidate answers, and how sure to be of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.answering.candidates import Candidate, Reading
from retrieval.answering.features import COLUMNS, PLACE
from retrieval.errors import IndexDamaged
from retrieval.records import Span

CONFIDENCE_COLUMNS = (
    "score margin judged_margin share with_context network_sure network_share name_missing key_nowhere "
    "unit_other year_other number_of_words name kind_log kind_best"
).split()
"""Few on purpose: a column seldom met would get its weight from a handful of questions."""

OTHER_SUBJECT = 2.0
"""Lead of the figure told of the question's subject over those told respectively of others."""


@dataclass(frozen=True)
class Perceptron:
    """One hidden layer: `hidden` (n_hidden, n_columns), `hidden_bias` and `output` (n_hidden,)."""

    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray

    def score(self, features: np.ndarray) -> np.ndarray:
        """(n,) scores of (n, len(COLUMNS)) features; only their differences mean anything."""
        return np.maximum(features @ self.hidden.T + self.hidden_bias, 0.0) @ self.output


@dataclass(frozen=True)
class Weights:
    """The trained reader.

    `features` judges candidates by their explainable features; `network` is what a log-odds of the
    network is worth beside it. `confidence` (len(CONFIDENCE_COLUMNS),) and `bias` of a logistic
    regression: the calibration.
    """

    features: Perceptron
    network: float
    confidence: np.ndarray
    bias: float

    def score(self, rows: np.ndarray, judged: np.ndarray) -> np.ndarray:
        """(n,) scores of candidates from their rows and the perceptron's judgement of them.

        A figure told respectively of another subject never leads the one told of the question's.
        """
        scores = judged + self.network * rows[:, PLACE["network_lead"]]
        respectively = rows[:, PLACE["aligned"]]
        ours, theirs = respectively > 0, respectively < 0
        if ours.any() and theirs.any():
            scores[theirs] = np.minimum(scores[theirs], scores[ours].max() - OTHER_SUBJECT)
        return scores


def load_weights(path: Path) -> Weights:
    """The weights in a file of training/train_reader.py.

    Raises IndexDamaged where the file is missing or was made for other features.
    """
    try:
        stored = json.loads(path.read_text("utf-8"))
        confidence = np.array([stored["confidence"][name] for name in CONFIDENCE_COLUMNS])
        perceptron, network = _perceptron(stored["features"]), float(stored["network"])
        return Weights(perceptron, network, confidence, float(stored["bias"]))
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(
            f"阅读器权重 {path.name} 读不了（{error!r}）", "应与程序版本一致", "重新安装本程序"
        ) from error


def _perceptron(stored: dict) -> Perceptron:
    hidden = np.array([stored["hidden"][name] for name in COLUMNS], dtype=np.float32).T
    return Perceptron(hidden, *(np.array(stored[n], np.float32) for n in ("hidden_bias", "output")))


def span_of(reading: Reading, candidate: Candidate, score: float, row: np.ndarray) -> Span:
    features = {name: float(value) for name, value in zip(COLUMNS, row, strict=True) if value}
    return Span(reading.passage, candidate.start, candidate.end, candidate.kind, score, features)


def confidence_features(
    spans: Sequence[Span], scores: np.ndarray, judged: np.ndarray
) -> np.ndarray:
    """(len(CONFIDENCE_COLUMNS),) what tells a right first span from a wrong one.

    `spans`: the best, best first; `judged` (len(spans),): what the perceptron alone gives them;
    `scores` (n,): of all candidates. `margin`, `judged_margin`: lead over the best span of another
    answer, within 5; `share`: softmax share of the first and of what is the same answer, cut otherwise.
    """
    first = spans[0]
    same = np.array([_one_answer(first, span) for span in spans])
    rival = first.score - spans[int(np.argmin(same))].score
    theirs = judged[~same].max(initial=-np.inf)
    whole = np.exp(np.clip(scores - first.score, -30, 30)).sum()
    own = np.array([span.score for span in spans])[same]
    values = first.features | {
        "score": first.score / 10,
        "margin": 1.0 if same.all() else min(rival, 5.0) / 5,
        "judged_margin": float(np.clip(judged[0] - theirs, -5.0, 5.0)) / 5,
        "share": float(np.exp(np.clip(own - first.score, -30, 30)).sum() / whole),
        "name": float(
            first.kind in ("organisation", "place", "person", "thing", "clause", "clauses")
        ),
    }
    return np.array([values.get(name, 0.0) for name in CONFIDENCE_COLUMNS])


def _one_answer(one: Span, other: Span) -> bool:
    """Do two spans say the same, or overlap: ways to cut one answer?"""
    if one.text == other.text:
        return True
    there = one.passage.passage_id == other.passage.passage_id
    return there and one.start < other.end and other.start < one.end
