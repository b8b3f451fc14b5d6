"""Question, headings and passage as one row of pieces for the span network.

A row is `<s> question </s> headings </s> passage </s>`. Beside each piece stands a flag that says
whose piece it is and whether the other side holds it too: the network is small, and finds the
place that a question speaks of far sooner when it is told which words they share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer as PieceTokenizer

from retrieval.errors import IndexDamaged

START, PAD, END = 0, 1, 2
"""Pieces that mark a row's beginning, its empty end, and the end of each of its parts."""
FLAGS = 6
"""Question: 0 no word, 4 met whole in the passage, 5 in part. Passage: 1 no word, 2 met whole in
the question, 3 in part."""
QUESTION_PIECES, HEADING_PIECES, PASSAGE_PIECES = 32, 18, 170
_LONGEST = 8
_HAN = ("\u4e00", "\u9fff")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut: `ids` (n,), and half-open character offsets `starts`, `ends` (n,) of each piece."""

    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


@dataclass(frozen=True, slots=True)
class Row:
    """One input: `ids` and `flags` (n,); the passage's first piece stands at `offset`."""

    ids: np.ndarray
    flags: np.ndarray
    offset: int


class Pairing:
    """Cuts texts into the network's pieces and lays question and passage side by side."""

    def __init__(self, path: Path):
        """Raises IndexDamaged where `path` is no tokenizer file."""
        try:
            self._tokenizer = PieceTokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            raise IndexDamaged(
                f"阅读网络的词表 {path.name} 读不了（{error}）",
                "应与程序版本一致",
                "重新安装本程序",
            ) from error
        size = self._tokenizer.get_vocab_size()
        names = [self._tokenizer.id_to_token(i) for i in range(size)]
        letters = sorted({c for name in names[4:] for c in name if _HAN[0] <= c <= _HAN[1]})
        place = {letter: i for i, letter in enumerate(letters, 1)}
        self._letters = np.zeros((size, _LONGEST), dtype=np.int32)
        self._is_word = np.zeros(size, dtype=bool)
        for i, name in enumerate(names[4:], 4):
            own = [place[c] for c in name if c in place][:_LONGEST]
            self._letters[i, : len(own)] = own
            self._is_word[i] = bool(own) or name.isalnum()
        self._alphabet = len(letters) + 1
        self.size = size

    def cut(self, text: str) -> Pieces:
        """The pieces of a text, without marks of beginning or end."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        starts, ends = np.array(found.offsets, dtype=int).reshape(-1, 2).T
        return Pieces(np.array(found.ids, dtype=np.int64), starts, ends)

    def row(self, question: np.ndarray, headings: np.ndarray, passage: np.ndarray) -> Row:
        """The row of three lists of pieces, each cut to its longest length."""
        question, passage = question[:QUESTION_PIECES], passage[:PASSAGE_PIECES]
        told = np.concatenate([headings[-HEADING_PIECES:], [END], passage]).astype(np.int64)
        asked = self._flags(question, told, (0, 4, 5))
        said = self._flags(told, question, (1, 2, 3))
        ids = np.concatenate([[START], question, [END], told, [END]])
        flags = np.concatenate([[0], asked, [0], said, [1]])
        return Row(ids, flags, len(ids) - len(passage) - 1)

    def _flags(self, own: np.ndarray, other: np.ndarray, names: tuple[int, int, int]) -> np.ndarray:
        nothing, whole, part = names
        words = self._is_word[own]
        letters = np.zeros(self._alphabet, dtype=bool)
        letters[self._letters[other]] = True
        letters[0] = False
        shared = letters[self._letters[own]].any(axis=1)
        flags = np.where(words & shared, part, nothing)
        return np.where(words & np.isin(own, other), whole, flags)


def batch(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """(n, longest) ids and flags of the rows, filled up at the end."""
    longest = max(len(row.ids) for row in rows)
    ids = np.full((len(rows), longest), PAD, dtype=np.int64)
    flags = np.ones_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)], flags[i, : len(row.ids)] = row.ids, row.flags
    return ids, flags
