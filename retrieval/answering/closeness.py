"""Where a candidate stands among the question's words, and whose figure it is."""

import numpy as np

from retrieval.answering.candidates import Reading
from retrieval.answering.matching import SYNONYM, Match, Word, find_all

_SPAN = 10.0
"""Distance in characters at which a word's pull on a candidate falls to 1/e."""


def standing(words: list[Word], reading: Reading, match: Match) -> dict:
    """How much of the question stands near each candidate, and what stands between.

    What is said of a whole is said of its parts, too (缺口为9.7亿元，其中云岫市3.6亿元).
    """
    weights = np.array([word.weight for word in words])
    whole, key = float(weights.sum()) or 1.0, int(weights.argmax())
    columns: dict[str, np.ndarray] = {}
    for name, stretches in reading.surroundings.items():
        met = match.cover(weights, stretches)
        if name in reading.wholes:
            met = np.maximum(met, match.cover(weights, reading.wholes[name]))
        columns[name] = met.sum(axis=1) / whole
        columns[f"key_{name}"] = met[:, key] > 0
    if not len(match.word):
        return columns
    at, pull = match.at, weights[match.word] * match.worth / whole
    sentence, n = reading.surroundings["sentence"], len(words)
    inside = (at[None, :, 0] >= sentence[:, :1]) & (at[None, :, 0] < sentence[:, 1:])
    ahead = reading.bounds[:, :1] - at[None, :, 1]
    behind = at[None, :, 0] - reading.bounds[:, 1:]
    before, after = inside & (ahead >= 0), inside & (behind >= 0)
    near = np.where(before, np.exp(-np.maximum(ahead, 0) / _SPAN), 0.0) * pull
    far = np.where(after, np.exp(-np.maximum(behind, 0) / _SPAN), 0.0) * pull
    columns["before"], columns["after"] = near.sum(axis=1), far.sum(axis=1)
    columns["key_before"] = near[:, match.word == key].max(axis=1, initial=0.0)
    columns["key_after"] = far[:, match.word == key].max(axis=1, initial=0.0)
    rivals = _rivals(reading, at, before, after)
    alone = rivals == 0
    columns["first_after"] = match.best_each(before * alone * pull, n).sum(axis=1)
    columns["last_before"] = match.best_each(after * alone * pull, n).sum(axis=1)
    strong = before & (pull >= 0.5 * pull.max())
    columns["between"] = np.where(strong, np.minimum(rivals, 3), 3).min(axis=1, initial=3) / 3
    over = np.minimum(at[None, :, 1], reading.bounds[:, 1:]) - np.maximum(
        at[None, :, 0], reading.bounds[:, :1]
    )
    sizes = reading.bounds[:, 1] - reading.bounds[:, 0]
    columns["covered"] = np.minimum(np.maximum(over, 0).sum(axis=1) / sizes, 1.0)
    return columns


def done(deed: tuple[str, ...], reading: Reading) -> dict:
    """Whether the deed that is asked about, under any of its names, is told of a candidate: 1.0 by
    its own name, SYNONYM by another; `deed_nowhere` 1 where the passage and its headings don't know
    it. No names: no columns. A segment without a verb shares its clause's (A16公里、B8公里的清淤)."""
    if not deed:
        return {}
    places = [(at, form) for form in deed for at in find_all(reading.folded, form)]
    spans = np.array([(at, at + len(form)) for at, form in places], dtype=int).reshape(-1, 2)
    worth = np.array([1.0 if form == deed[0] else SYNONYM for _, form in places])
    columns = {}
    for name, stretches in reading.surroundings.items():
        columns[f"deed_{name}"] = _worth_within(spans, worth, stretches)
        if name in reading.wholes:
            of_whole = _worth_within(spans, worth, reading.wholes[name])
            columns[f"deed_{name}"] = np.maximum(columns[f"deed_{name}"], of_whole)
    segments = reading.surroundings["segment"]
    first = np.searchsorted(reading.verbs, segments[:, 0])
    bare = first == np.searchsorted(reading.verbs, segments[:, 1])
    columns["deed_segment"] = np.where(bare, columns["deed_clause"], columns["deed_segment"])
    known = bool(places) or any(form in reading.context for form in deed)
    columns["deed_nowhere"] = np.full(len(reading.candidates), float(not known))
    return columns


def _worth_within(spans: np.ndarray, worth: np.ndarray, stretches: np.ndarray) -> np.ndarray:
    """(n,) the most that any of (k, 2) spans within each of (n, 2) stretches is worth, else 0."""
    inside = (spans[None, :, 0] >= stretches[:, :1]) & (spans[None, :, 1] <= stretches[:, 1:])
    return (inside * worth).max(axis=1, initial=0.0)


def belonging(words: list[Word], reading: Reading, match: Match) -> dict:
    """Whose figure a candidate is: what was said before it, and whose name its segment bears.

    A clause inherits what the clauses before it said (其中天业集团36眼), so `ahead` covers the words
    met from the sentence's start to the candidate's segment, `passage_ahead` from the passage's.
    """
    weights = np.array([word.weight for word in words])
    whole = float(weights.sum()) or 1.0
    segments, sentences = reading.surroundings["segment"], reading.surroundings["sentence"]
    until = np.maximum(reading.bounds[:, 1], segments[:, 1])
    ahead = np.stack([sentences[:, 0], until], axis=1)
    behind = np.stack([np.zeros_like(until), until], axis=1)
    own, foreign = _names_before(reading, match, segments[:, 0])
    return {
        "ahead": match.cover(weights, ahead).sum(axis=1) / whole,
        "passage_ahead": match.cover(weights, behind).sum(axis=1) / whole,
        "aligned": _aligned(reading, match, weights),
        "own_name": own,
        "foreign_name": foreign & ~own,
    }


def _aligned(reading: Reading, match: Match, weights: np.ndarray) -> np.ndarray:
    """1: the figure's own subject is the question's; −1: another figure's is; 0: neither."""
    values = np.zeros(len(reading.candidates))
    for index, candidate in enumerate(reading.candidates):
        if found := reading.aligned.get((candidate.start, candidate.end)):
            own, *others = match.cover(weights, np.array([found[0], *found[1]])).sum(axis=1)
            values[index] = np.sign(own - max(others))
    return values


def _names_before(reading: Reading, match: Match, first: np.ndarray) -> tuple:
    """Of each candidate: does a name of the question, and does another, stand between `first`, its
    segment's start, and it?"""
    named = reading.names
    near = (named[None, :, 0] >= first[:, None]) & (named[None, :, 1] <= reading.bounds[:, :1])
    at = match.at[match.worth >= 0.5]
    ours = ((named[:, :1] <= at[None, :, 0]) & (at[None, :, 1] <= named[:, 1:])).any(axis=1)
    return (near & ours).any(axis=1), (near & ~ours).any(axis=1)


def _rivals(reading: Reading, at: np.ndarray, before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(n, m) candidates of the same kind that stand between candidate i and occurrence j."""
    starts, ends = reading.bounds[:, 0], reading.bounds[:, 1]
    counts = np.zeros(before.shape, dtype=int)
    for kind in np.unique(reading.kinds):
        same = reading.kinds == kind
        own_starts, own_ends = np.sort(starts[same]), np.sort(ends[same])
        ahead = np.searchsorted(own_starts, starts[same])[:, None] - np.searchsorted(
            own_starts, at[:, 1]
        )
        behind = (
            np.searchsorted(own_ends, at[:, 0], side="right")
            - np.searchsorted(own_ends, ends[same], side="right")[:, None]
        )
        counts[same] = np.where(before[same], ahead, np.where(after[same], behind, 0))
    return np.maximum(counts, 0)
