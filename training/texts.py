"""The public texts as token arrays: documents, their sentences, questions with their answers."""

import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

FILES = {"official": "official.jsonl.xz", "news": "news.jsonl.xz", "qa": "qa_train.jsonl.xz"}
_MARKUP = re.compile(r"<!--.*?-->|[#*|{}]")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？”]*")
_LONGEST_SENTENCE = 300
_CHUNK = 20_000


@dataclass(frozen=True)
class Document:
    """`sentences` in order; `questions` pairs a question with the sentence that answers it."""

    source: str
    sentences: tuple[str, ...]
    questions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Ragged:
    """Token ids of n texts: text i is `ids[offsets[i]:offsets[i + 1]]`."""

    ids: np.ndarray
    offsets: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        return np.diff(self.offsets)

    def take(self, rows: np.ndarray) -> "Ragged":
        """The texts of `rows`, in that order."""
        return self.spans(rows, rows + 1)

    def spans(self, start: np.ndarray, end: np.ndarray) -> "Ragged":
        """Texts `start[i]` to `end[i]` (half-open) run together, for each i."""
        first, last = self.offsets[start], self.offsets[end]
        return Ragged(self.ids[join(first, last)], _offsets(last - first))

    def where(self, kept: np.ndarray) -> "Ragged":
        """The same texts with only the tokens that are `kept`."""
        return Ragged(self.ids[kept], np.append(0, np.cumsum(kept))[self.offsets])

    def spelled(self, chosen: np.ndarray, spelling: np.ndarray) -> "Ragged":
        """The same texts with each `chosen` token as the row of `spelling`, padded with -1."""
        whole = np.full((len(self.ids), spelling.shape[1]), -1, dtype=self.ids.dtype)
        whole[:, 0] = self.ids
        tokens = np.where(chosen[:, None], spelling[self.ids], whole)
        real = tokens >= 0
        return Ragged(tokens[real], _offsets(real.sum(axis=1))[self.offsets])


@dataclass(frozen=True)
class Corpus:
    """Document d holds sentences `starts[d]` to `ends[d]`; `characters` is a sentence's length."""

    sentences: Ragged
    characters: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    is_news: np.ndarray
    questions: Ragged
    answer_sentence: np.ndarray
    spelling: np.ndarray

    def __post_init__(self):
        sizes = self.ends - self.starts
        object.__setattr__(self, "document_of", np.repeat(np.arange(len(sizes)), sizes))
        object.__setattr__(self, "characters_before", _offsets(self.characters))


def join(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """All numbers of `range(start[i], end[i])`, for each i, one after another."""
    sizes = end - start
    before = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(start - before, sizes)


def _offsets(sizes: np.ndarray) -> np.ndarray:
    return np.append(0, np.cumsum(sizes))


def read_documents(folder: Path, news: int) -> Iterator[Document]:
    """Official texts, the first `news` news articles, and the passages asked about."""
    for row in _rows(folder / FILES["official"]):
        yield Document("official", sentences_of(row["text"]))
    for _, row in zip(range(news), _rows(folder / FILES["news"]), strict=False):
        yield Document("news", sentences_of(row["text"]))
    asked: dict[str, list[dict]] = {}
    for row in _rows(folder / FILES["qa"]):
        asked.setdefault(row["passage"], []).append(row)
    for passage, rows in asked.items():
        sentences = sentences_of(passage)
        found = ((row["question"], _answering(sentences, row)) for row in rows)
        yield Document("qa", sentences, tuple(pair for pair in found if pair[1] is not None))


def sentences_of(text: str) -> tuple[str, ...]:
    """Sentences of a text without its markup; a line end closes a sentence too."""
    stripped = (sentence.strip() for sentence in _SENTENCE.findall(_MARKUP.sub("", text)))
    return tuple(sentence[:_LONGEST_SENTENCE] for sentence in stripped if sentence)


def _rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _answering(sentences: tuple[str, ...], row: dict) -> int | None:
    """The first sentence with an answer; of a statute or an abstract, asked about as a whole, 0."""
    for answer in filter(None, row["answers"]):
        for number, sentence in enumerate(sentences):
            if answer in sentence:
                return number
    whole = row["source"].startswith(("stard", "csl")) and sentences
    return 0 if whole else None


def load_corpus(documents: Iterable[Document], tokenizer: Tokenizer) -> Corpus:
    """The documents as arrays; those without a sentence are left out."""
    documents = [document for document in documents if document.sentences]
    sentences = [sentence for document in documents for sentence in document.sentences]
    sizes = np.array([len(document.sentences) for document in documents])
    ends = np.cumsum(sizes)
    starts = ends - sizes
    asked = [
        (question, start + number)
        for document, start in zip(documents, starts, strict=True)
        for question, number in document.questions
    ]
    sources = np.array([document.source for document in documents])
    return Corpus(
        sentences=tokenize(sentences, tokenizer),
        characters=np.array([len(sentence) for sentence in sentences]),
        starts=starts,
        ends=ends,
        is_news=sources == "news",
        questions=tokenize([question for question, _ in asked], tokenizer),
        answer_sentence=np.array([sentence for _, sentence in asked]),
        spelling=spelling_of(tokenizer),
    )


def tokenize(texts: list[str], tokenizer: Tokenizer) -> Ragged:
    """Token ids of the texts, unknown ones left out."""
    parts, lengths = [], []
    for first in range(0, len(texts), _CHUNK):
        for encoding in tokenizer.encode_batch_fast(texts[first : first + _CHUNK]):
            ids = [token for token in encoding.ids if token]  # 0 is the unknown token
            lengths.append(len(ids))
            parts.append(np.array(ids, dtype=np.int32))
    return Ragged(np.concatenate(parts), _offsets(np.array(lengths)))


def spelling_of(tokenizer: Tokenizer) -> np.ndarray:
    """For each token the ids of its characters `(tokens, longest)`, padded with -1.

    A token that has no Chinese characters is spelled as itself.
    """
    vocabulary = tokenizer.get_vocab()
    spelled = {
        token: [vocabulary[char] for char in word] if "\u4e00" <= word[0] <= "\u9fff" else [token]
        for word, token in vocabulary.items()
    }
    table = np.full((len(spelled), max(map(len, spelled.values()))), -1, dtype=np.int32)
    for token, characters in spelled.items():
        table[token, : len(characters)] = characters
    return table
