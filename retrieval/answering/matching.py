"""Where a question's words stand in a passage, under their other names too."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retrieval.answering.candidates import Reading
from retrieval.language.lexicon import Lexicon

_SUBSTANCE = re.compile(r"([a-z]+)(\d+(?:\.\d+)?)")
SYNONYM = 0.8
"""Worth of a synonym from the lexicon against the word itself."""
PART = 0.6
"""Worth of a whole word matched only by a part of it, times the share of its characters."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a question: its idf weight, and the forms that count, best first."""

    text: str
    weight: float
    forms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """All places in one passage where the question's words stand, k in all.

    `at` (k, 2) half-open offsets, `word` (k,) the word's number, `worth` (k,) in (0, 1];
    `in_context` (n_words,) worth of each word in the passage's headings.
    """

    at: np.ndarray
    word: np.ndarray
    worth: np.ndarray
    in_context: np.ndarray

    def cover(self, weights: np.ndarray, stretches: np.ndarray) -> np.ndarray:
        """(n, n_words) weight of each word met in each of (n, 2) stretches, 0 where it isn't."""
        inside = (self.at[:, 0] >= stretches[:, :1]) & (self.at[:, 1] <= stretches[:, 1:])
        return self.best_each(inside * self.worth, len(weights)) * weights

    def best_each(self, values: np.ndarray, n_words: int) -> np.ndarray:
        """(n, n_words) the largest of (n, k) values over each word's places, at least 0."""
        best = np.zeros((len(values), n_words))
        for index in set(self.word.tolist()):
            best[:, index] = values[:, self.word == index].max(axis=1, initial=0.0)
        return best


def weigh(words: tuple[str, ...], idf: Callable[[str], float], lexicon: Lexicon) -> list[Word]:
    """The question's words with their weights; a word of one character counts half."""
    weighed = []
    for word in words:
        forms = [(form, 1.0) for form in (word, *_scripted(word))] + [
            (other, SYNONYM) for other in lexicon.also(word)
        ]
        weight = idf(word) * (0.5 if len(word) == 1 else 1.0)
        weighed.append(Word(word, weight, tuple(forms) + _parts(word)))
    return weighed


def _scripted(word: str) -> tuple[str, ...]:
    """PM2.5 as reports out of formula editors write it: pm_{2.5}."""
    match = _SUBSTANCE.fullmatch(word)
    return (f"{match[1]}_{{{match[2]}}}",) if match else ()


def _parts(word: str) -> tuple[tuple[str, float], ...]:
    """Pieces of a longer word, longest first: 污水处理厂 also counts, less, where 处理厂 stands."""
    if len(word) < 3 or word.isascii():
        return ()
    sizes = range(len(word) - 1, 1, -1)
    return tuple(
        (word[i : i + size], PART * size / len(word))
        for size in sizes
        for i in range(len(word) - size + 1)
    )


def match(words: list[Word], reading: Reading) -> Match:
    """Every place of the words in the reading, of the best forms that stand there."""
    at, owners, worths = [], [], []
    in_context = np.zeros(len(words))
    for index, word in enumerate(words):
        in_context[index] = next((w for f, w in word.forms if f in reading.context), 0.0)
        for form, worth in word.forms:
            places = find_all(reading.folded, form)
            at += [(a, a + len(form)) for a in places]
            owners += [index] * len(places)
            worths += [worth] * len(places)
            if places and worth < SYNONYM:
                break  # shorter pieces of the same word would only repeat it
    spans = np.array(at, dtype=int).reshape(-1, 2)
    return Match(spans, np.array(owners, dtype=int), np.array(worths), in_context)


def find_all(text: str, form: str) -> list[int]:
    """Offsets of every place of `form` in `text`, overlapping ones too."""
    places, at = [], text.find(form)
    while at >= 0:
        places.append(at)
        at = text.find(form, at + 1)
    return places
