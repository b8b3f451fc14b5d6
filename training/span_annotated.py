"""The annotated questions as groups for the span network: the passages a search brings, near misses too."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.answering.candidates import Reading
from retrieval.answering.network import cut
from retrieval.answering.pairing import Pairing
from retrieval.answering.question import understand
from retrieval.answering.reader import WINDOWS
from retrieval.assistant import Assistant, build
from retrieval.records import Scope
from training.annotations import document, one_span
from training.examples import worth_of
from training.span_training import Group, piece_spans

KEPT_BACK, SILENCED = 0.05, 0.1
"""Shares of the groups whose answer is taken out with its passage, or with its sentence alone."""


@dataclass(frozen=True)
class Searched:
    """A question with the passages found for it, best first, and the stretches that answer it.

    `places`: for each reading the half-open (start, end) of the best candidates; all empty where
    the question is one to refuse.
    """

    document: str
    question: str
    readings: tuple[Reading, ...]
    places: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def answered(self) -> tuple[int, ...]:
        """Numbers of the readings that hold an answer."""
        return tuple(i for i, places in enumerate(self.places) if places)


def searched(path: Path, encoder: str | None = None) -> list[Searched]:
    """The single facts and questions to refuse of `tN_questions.jsonl`, searched in `tN.txt`.

    A fact that no found passage holds is left out.
    """
    name = document(path)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [path.with_name(f"{name}.txt")], encoder)
        with Assistant.open(Path(folder), encoder) as assistant:
            answerer = assistant._current()
            for row in one_span(path):
                asked = understand(row["question"], Scope(), answerer.tokenizer)
                hits = answerer.readable(asked, answerer.hits(asked))
                readings = tuple(answerer.reader.reading(hit.passage) for hit in hits)
                one = Searched(name, asked.text, readings, best_places(row, readings))
                if one.answered or row["set"] == "unanswerable":
                    found.append(one)
    return found


def best_places(row: dict, readings: Sequence[Reading]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each reading the bounds of the candidates that answer best of all."""
    if row["set"] == "unanswerable":
        return ((),) * len(readings)
    worth = [[worth_of(row, reading, c) for c in reading.candidates] for reading in readings]
    best = max((w for ws in worth for w in ws), default=0.0)
    return tuple(
        tuple((c.start, c.end) for c, w in zip(r.candidates, ws, strict=True) if w == best > 0)
        for r, ws in zip(readings, worth, strict=True)
    )


def groups(pairing: Pairing, found: Sequence[Searched], rng: random.Random) -> Iterator[Group]:
    """Endless groups of the questions: one passage that answers, the others among the best found.

    Now and then the one that answers is kept back, or the sentence in it that does, and then
    nothing answers.
    """
    while True:
        for one in rng.sample(found, len(found)):
            rest = [i for i in range(len(one.readings)) if i not in one.answered]
            gold = [rng.choice(one.answered)] if one.answered else []
            chance = rng.random()
            if rest and chance < KEPT_BACK:
                gold = []
            silent = KEPT_BACK <= chance < KEPT_BACK + SILENCED
            # Of the passages found, the better half is what the network will meet.
            near = rest[: 2 * WINDOWS] if rng.random() < 0.8 else rest
            kept = gold + rng.sample(near, min(WINDOWS - len(gold), len(near)))
            rng.shuffle(kept)
            question = pairing.cut(one.question).ids
            made, spans = [], []
            for i in kept:
                pieces, headings = cut(pairing, one.readings[i])
                places = one.places[i]
                if places and silent and (rest_of := silenced(one.readings[i], places)):
                    pieces, places = pairing.cut(rest_of), ()
                made.append(pairing.row(question, headings, pieces.ids))
                spans.append(tuple(piece_spans(pieces, places)))
            yield Group(tuple(made), tuple(spans))


def silenced(reading: Reading, places: Sequence[tuple[int, int]]) -> str:
    """The passage as it is read, without the sentences that hold `places`; "" where none is left."""
    return "".join(
        reading.folded[a:b]
        for a, b in reading.sentences
        if not any(a < end and start < b for start, end in places)
    )
