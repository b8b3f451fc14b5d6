"""Scores every candidate of the best passages under learned weights: which span is the answer."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.answering.asking import AskingModel
from retrieval.answering.candidates import Candidate, Reading, read
from retrieval.answering.features import COLUMNS, KINDS, SORT, featurise
from retrieval.answering.matching import Match, Word, match, weigh
from retrieval.answering.question import Asked
from retrieval.errors import IndexDamaged
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Hit, Issue, Passage, Span

CONFIDENCE_COLUMNS = (
    "score",
    "margin",
    "share",
    "clause",
    "sentence",
    "with_context",
    "key_clause",
    "key_nowhere",
    "missing",
    "dense",
    "unit_same",
    "unit_other",
    "year_same",
    "year_other",
    "before",
    "asked_already",
    "number_of_words",
    "name",
)


@dataclass(frozen=True)
class Weights:
    """The trained reader: a perceptron of one hidden layer, and the calibration of its confidence.

    `hidden` (n_hidden, len(COLUMNS)), `hidden_bias` (n_hidden,), `output` (n_hidden,);
    `confidence` (len(CONFIDENCE_COLUMNS),) and `bias` of a logistic regression.
    """

    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    confidence: np.ndarray
    bias: float

    def score(self, features: np.ndarray) -> np.ndarray:
        """(n,) scores of (n, len(COLUMNS)) features; only their differences mean anything."""
        return np.maximum(features @ self.hidden.T + self.hidden_bias, 0.0) @ self.output


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader saw for one question: spans best first, and how sure it is of the first.

    `confidence` in [0, 1]: probability that `spans[0]` is right; 0.0 where there is no span.
    """

    spans: tuple[Span, ...]
    confidence: float


def load_weights(path: Path) -> Weights:
    """The weights in a file of training/train_reader.py.

    Raises IndexDamaged where the file is missing or was made for other features.
    """
    try:
        stored = json.loads(path.read_text("utf-8"))
        hidden = np.array([stored["hidden"][name] for name in COLUMNS], dtype=np.float32).T
        confidence = np.array([stored["confidence"][name] for name in CONFIDENCE_COLUMNS])
        others = (np.array(stored[name], np.float32) for name in ("hidden_bias", "output"))
        return Weights(hidden, *others, confidence, float(stored["bias"]))
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(
            f"阅读器权重 {path.name} 读不了（{error!r}）", "应与程序版本一致", "重新安装本程序"
        ) from error


class Reader:
    """Reads hits for answers; readings are kept by passage, since they don't depend on questions."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        idf: Callable[[str], float],
        issue_of: Callable[[Passage], Issue | None],
        asking: AskingModel,
        encoder,
        weights: Weights | None,
    ):
        self._tokenizer, self._idf, self._issue_of = tokenizer, idf, issue_of
        self._asking, self._encoder, self._weights = asking, encoder, weights
        self._readings: dict[tuple, Reading] = {}
        self._vectors: dict[str, dict[str, np.ndarray]] = {}

    def reading(self, passage: Passage, kinds: frozenset[str] | None = None) -> Reading:
        """The passage taken apart, with candidates of `kinds` or all; from memory where read before."""
        key = passage.passage_id, kinds
        found = self._readings.get(key)
        if found is None:
            if kinds is None:
                found = read(passage, self._issue_of(passage), self._tokenizer)
            else:
                found = self.reading(passage).only(kinds)
            self._readings[key] = found
        return found

    def with_asking(self, asking: AskingModel) -> "Reader":
        """A reader like this one that judges questions by another model."""
        parts = (self._tokenizer, self._idf, self._issue_of)
        return Reader(*parts, asking, self._encoder, self._weights)

    def forget(self) -> None:
        """Drops the readings kept so far, to bound memory over passages never met again."""
        self._readings.clear()
        self._vectors.clear()

    def weighed(self, asked: Asked) -> list[Word]:
        """The question's words with idf weights and synonyms."""
        return weigh(asked.words, self._idf, self._tokenizer.lexicon)

    def rows(self, asked: Asked, hits: Sequence[Hit]) -> list[tuple[Reading, Match, np.ndarray]]:
        """Each hit's reading, match and (n_candidates, len(COLUMNS)) features, best hit first."""
        words = self.weighed(asked)
        sorts = self._asking.log_probabilities(asked.text, asked.query.expects)
        kinds = plausible(sorts, asked.query.expects)
        vector = self._encoder.encode_queries([asked.text])[0]
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        found = []
        for hit in hits:
            reading = self.reading(hit.passage, kinds)
            matched = match(words, reading)
            seen = (hit.score / best, hit.rank, hit.dense)
            near = self._cosines(vector, reading)
            features = featurise(asked, words, reading, matched, seen, sorts, near)
            found.append((reading, matched, features))
        return found

    def _cosines(self, vector: np.ndarray, reading: Reading) -> dict[str, np.ndarray]:
        """Cosine of the question to the clause and the sentence that each candidate begins in."""
        stretches = {"clause": reading.clauses, "sentence": reading.sentences}
        kept = self._vectors.get(reading.passage.passage_id)
        if kept is None:
            texts = {n: [reading.passage.text[a:b] for a, b in s] for n, s in stretches.items()}
            kept = {name: self._encoder.encode_passages(t) for name, t in texts.items()}
            self._vectors[reading.passage.passage_id] = kept
        owners = {
            name: np.searchsorted([a for a, _ in s], reading.bounds[:, 0], side="right") - 1
            for name, s in stretches.items()
        }
        return {name: (kept[name] @ vector)[owners[name]] for name in stretches}

    def read(self, asked: Asked, hits: Sequence[Hit], keep: int = 20) -> Read:
        """The best spans of the hits and the confidence of the first."""
        rows = [(reading, features) for reading, _, features in self.rows(asked, hits)]
        if not any(len(features) for _, features in rows):
            return Read((), 0.0)
        features = np.concatenate([f for _, f in rows])
        owners: list[tuple[Reading, Candidate]] = [(r, c) for r, _ in rows for c in r.candidates]
        scores = self._weights.score(features)
        order = np.argsort(-scores, kind="stable")[:keep]
        spans = tuple(span_of(*owners[i], float(scores[i]), features[i]) for i in order)
        seen = confidence_features(asked, spans, scores)
        logit = float(seen @ self._weights.confidence) + self._weights.bias
        return Read(spans, float(1 / (1 + np.exp(-logit))))


_LIKELY = math.log(0.01)
"""Log-probability below which a sort of answer is not considered."""
_ALSO = {"document_number": "document", "text": "clause"}


def plausible(sorts: dict[str, float], expects: str) -> frozenset[str]:
    """Kinds of candidate worth reading: the likely sorts, and what the wording asks for outright."""
    return frozenset(
        kind
        for kind in KINDS
        if sorts[SORT.get(kind, kind)] >= _LIKELY or kind == _ALSO.get(expects, expects)
    )


def span_of(reading: Reading, candidate: Candidate, score: float, row: np.ndarray) -> Span:
    features = {name: float(value) for name, value in zip(COLUMNS, row, strict=True) if value}
    return Span(reading.passage, candidate.start, candidate.end, candidate.kind, score, features)


def confidence_features(asked: Asked, spans: Sequence[Span], scores: np.ndarray) -> np.ndarray:
    """(len(CONFIDENCE_COLUMNS),) what tells a right first span from a wrong one.

    `margin`: lead over the best span of another text, at most 5; `share`: its softmax share.
    """
    first = spans[0]
    rival = next((s for s in spans[1:] if s.text != first.text), None)
    share = float(1 / np.exp(np.clip(scores - scores.max(), -30, 0)).sum())
    values = first.features | {
        "score": first.score / 10,
        "margin": min(first.score - rival.score, 5.0) / 5 if rival else 1.0,
        "share": share,
        "name": float(
            first.kind in ("organisation", "place", "person", "thing", "clause", "clauses")
        ),
    }
    return np.array([values.get(name, 0.0) for name in CONFIDENCE_COLUMNS])
