"""Scores every candidate of the best passages under learned weights: which span is the answer."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answering.asking import AskingModel, ruled_out
from retrieval.answering.candidates import Candidate, Reading, read
from retrieval.answering.features import KINDS, PLACE, SORT, featurise
from retrieval.answering.fitting import fitting
from retrieval.answering.matching import Match, Word, match, weigh
from retrieval.answering.network import Network, network_columns
from retrieval.answering.question import Asked
from retrieval.answering.weights import Weights, confidence_features, span_of
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Hit, Issue, Passage, Span

WINDOWS = 3
"""Passages that the network reads: of 463 questions over nine documents whose answer stands among
the candidates, it stands in the best three by the perceptron for all but 2 in 100."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader saw for one question: spans best first, and how sure it is of the first.

    `confidence` in [0, 1]: probability that `spans[0]` is right; 0.0 where there is no span.
    """

    spans: tuple[Span, ...]
    confidence: float


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
        network: Network | None = None,
    ):
        """`weights`, `network`: None only in training, before there are any."""
        self._network = network
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

    def judging_by(
        self, asking: AskingModel, weights: Weights | None = None, network: Network | None = None
    ) -> "Reader":
        """A reader like this one that judges by other models; None: by this one's."""
        parts = (self._tokenizer, self._idf, self._issue_of, asking, self._encoder)
        return Reader(*parts, weights or self._weights, network or self._network)

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
        kinds = plausible(sorts, asked.query.expects) - ruled_out(asked.text)
        fits = fitting(asked.text, asked.query.unit)
        vector = self._encoder.encode_queries([asked.text])[0]
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        found = []
        for hit in hits:
            reading = self.reading(hit.passage, kinds)
            reading = reading.kept(fits) if fits else reading
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
        judged = self._weights.features.score(features)
        if self._network:
            point_out(self._network, asked.text, rows, features, judged)
        scores = self._weights.score(features, judged)
        order = np.argsort(-scores, kind="stable")[:keep]
        spans = tuple(span_of(*owners[i], float(scores[i]), features[i]) for i in order)
        logit = float(confidence_features(spans, scores, judged[order]) @ self._weights.confidence)
        return Read(spans, float(1 / (1 + np.exp(-logit - self._weights.bias))))


def point_out(
    network: Network, question: str, rows: Sequence[tuple], features: np.ndarray, judged: np.ndarray
) -> None:
    """Writes the network's columns into `features` (n, len(COLUMNS)).

    `rows`: each hit's (reading, its rows of features); the network reads the passages of the
    candidates that score best by `judged` (n,).
    """
    owner = np.repeat(np.arange(len(rows)), [len(own) for _, own in rows])
    chosen = list(dict.fromkeys(owner[np.argsort(-judged, kind="stable")].tolist()))[:WINDOWS]
    pointed = network.point(question, [rows[i][0] for i in chosen])
    scores = np.full(len(owner), np.nan)
    for i, own in zip(chosen, pointed.scores, strict=True):
        scores[owner == i] = own
    for name, values in network_columns(scores, pointed.nothing).items():
        features[:, PLACE[name]] = values


_LIKELY = math.log(0.003)
"""Log-probability below which a sort of answer is not considered."""
_TOLD = frozenset({"date", "count"})
"""As what a deadline is told outside the field for it: 2026年底前, 十八个月内."""
_ALSO = {"document_number": "document", "text": "clause"}


def plausible(sorts: dict[str, float], expects: str) -> frozenset[str]:
    """Kinds of candidate worth reading: the likely sorts, and what the wording asks for outright."""
    likely = frozenset(
        kind
        for kind in KINDS
        if sorts[SORT.get(kind, kind)] >= _LIKELY or kind == _ALSO.get(expects, expects)
    )
    return likely | _TOLD if "deadline" in likely else likely
