"""Public texts → pairs of a question and the passage that holds its answer.

Pairs come in three kinds, a batch of one kind at a time:

- asked: a question, and the window of its passage in which the answer stands; one more window of
  each passage is among what it must be told from;
- echo: some words of a sentence, and the window in which it stands, among windows of the same
  documents: what an unseen report's own words are worth;
- next: a sentence, and the text that follows it: which words belong together.
"""

from dataclasses import dataclass

import numpy as np

from training.texts import Corpus, Ragged

KINDS = ("asked", "echo", "next")


@dataclass(frozen=True)
class Recipe:
    """What a batch is made of. `mix`: how often each of KINDS comes; the rest are shares in 0–1."""

    mix: tuple[float, ...] = (0.3, 0.4, 0.3)
    rows: int = 1024
    sentences_a_document: int = 16
    kept_words: tuple[float, float] = (0.2, 0.7)
    spelled: float = 0.15
    """Texts whose words are spelled as single characters, so that these learn what words mean."""
    window_characters: tuple[int, ...] = (60, 120, 200, 240)
    news_weight: float = 0.5


@dataclass(frozen=True)
class Batch:
    """`queries[i]` belongs to `passages[i]`; `ignored[i, j]`: j is no proof against i."""

    kind: str
    queries: Ragged
    passages: Ragged
    ignored: np.ndarray


class Pairs:
    """Draws batches from a corpus; the same seed draws the same ones."""

    def __init__(self, corpus: Corpus, recipe: Recipe, seed: int):
        self.corpus, self.recipe = corpus, recipe
        self.rng = np.random.default_rng(seed)
        self._sentences = np.flatnonzero((corpus.sentences.lengths >= 4) & (corpus.characters >= 8))
        documents = corpus.document_of[self._sentences]
        self._first = np.searchsorted(documents, np.arange(len(corpus.starts)))
        self._count = np.bincount(documents, minlength=len(corpus.starts))
        weight = np.where(corpus.is_news, recipe.news_weight, 1.0) * np.minimum(self._count, 200)
        self._chance = np.cumsum(weight / weight.sum())
        self.cut_windows()

    def cut_windows(self) -> None:
        """Cuts every document into windows anew, each document by a length of its own."""
        corpus, recipe = self.corpus, self.recipe
        longest = self.rng.choice(recipe.window_characters, len(corpus.starts))
        firsts, size = [], 0
        lengths, limits = corpus.characters.tolist(), longest[corpus.document_of].tolist()
        begins = set(corpus.starts.tolist())
        for sentence, length in enumerate(lengths):
            if sentence in begins or size + length > limits[sentence]:
                firsts.append(sentence)
                size = 0
            size += length
        self._window_start = np.array(firsts)
        self._window_end = np.append(self._window_start[1:], len(lengths))
        cut = np.zeros(len(lengths), dtype=np.int64)
        cut[self._window_start] = 1
        self._window_of = np.cumsum(cut) - 1

    def draw(self) -> Batch:
        """The next batch."""
        kind = KINDS[self.rng.choice(len(KINDS), p=self.recipe.mix)]
        queries, passages, windows, own = getattr(self, f"_{kind}")()
        ignored = windows[None, :] == own[:, None]
        np.fill_diagonal(ignored, False)
        return Batch(kind, self._spell(queries), self._spell(passages), ignored)

    def _asked(self):
        corpus = self.corpus
        chosen = self.rng.integers(len(corpus.answer_sentence), size=self.recipe.rows)
        sentence = corpus.answer_sentence[chosen]
        documents = corpus.document_of[sentence]
        size = corpus.ends[documents] - corpus.starts[documents]
        other = corpus.starts[documents] + (self.rng.random(len(size)) * size).astype(np.int64)
        own = self._window_of[sentence]
        windows = np.concatenate([own, self._window_of[other]])
        return corpus.questions.take(chosen), self._windows(windows), windows, own

    def _echo(self):
        chosen = self._draw_sentences()
        words = self.corpus.sentences.take(chosen)
        share = self.rng.uniform(*self.recipe.kept_words, len(chosen))
        kept = self.rng.random(len(words.ids)) < np.repeat(share, words.lengths)
        own = self._window_of[chosen]
        return words.where(kept), self._windows(own), own, own

    def _next(self):
        corpus, chosen = self.corpus, self._draw_sentences()
        chosen = chosen[chosen + 1 < corpus.ends[corpus.document_of[chosen]]]
        following = chosen + 1
        until = corpus.characters_before[following] + self.rng.integers(40, 220, len(chosen))
        end = np.maximum(np.searchsorted(corpus.characters_before, until), following + 1)
        end = np.minimum(end, corpus.ends[corpus.document_of[chosen]])
        own = self._window_of[following]
        return corpus.sentences.take(chosen), corpus.sentences.spans(following, end), own, own

    def _draw_sentences(self) -> np.ndarray:
        """Sentences, several a document, so that a passage is told from its neighbours."""
        each = self.recipe.sentences_a_document
        drawn = self.rng.random(self.recipe.rows // each)
        documents = np.searchsorted(self._chance, drawn).clip(0, len(self._count) - 1)
        documents = np.repeat(documents, each)
        step = (self.rng.random(len(documents)) * self._count[documents]).astype(np.int64)
        return self._sentences[(self._first[documents] + step).clip(0, len(self._sentences) - 1)]

    def _windows(self, windows: np.ndarray) -> Ragged:
        return self.corpus.sentences.spans(self._window_start[windows], self._window_end[windows])

    def _spell(self, texts: Ragged) -> Ragged:
        chosen = self.rng.random(len(texts.lengths)) < self.recipe.spelled
        words = np.repeat(chosen, texts.lengths) & (self.rng.random(len(texts.ids)) < 0.8)
        return texts.spelled(words, self.corpus.spelling)
