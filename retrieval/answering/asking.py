"""The sort of answer that a question's wording asks for, learned from questions with answers.

A multinomial logistic regression over hashed character n-grams and the sort that the rules of
`question.expected` read, trained by training/train_asking.py: “挨了多少罚单” asks for money though no
unit is named, and “哪天” asks for a date whatever else is said.
"""

import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np

from retrieval.answering.question import EXPECTS
from retrieval.errors import IndexDamaged

SORTS = (
    "money count percent date capacity number document organisation place person title "
    "thing clause deadline status reason"
).split()
_BUCKETS = 1 << 15
_LONGEST = 4


def buckets(text: str) -> np.ndarray:
    """Distinct hash buckets (int64) of the character n-grams, n from 1 to 4, of a folded question."""
    padded = f"^{text}$"
    grams = {
        padded[i : i + size]
        for size in range(1, _LONGEST + 1)
        for i in range(len(padded) - size + 1)
    }
    return np.array(sorted({zlib.crc32(g.encode()) % _BUCKETS for g in grams}), dtype=np.int64)


class AskingModel:
    """Log-probability of each of SORTS for a question; `weights` (2**15 + len(EXPECTS), len(SORTS)):
    a row a bucket, then a row for each of question.EXPECTS.
    """

    def __init__(self, weights: np.ndarray, bias: np.ndarray):
        self._weights, self._bias = weights.astype(np.float32), bias.astype(np.float32)

    def log_probabilities(self, text: str, expects: str) -> dict[str, float]:
        """SORTS → natural log of its probability, ≤ 0, for a folded question and what it expects."""
        found = buckets(text)
        logits = self._weights[found].sum(axis=0) / np.sqrt(len(found)) + self._bias
        logits += self._weights[_BUCKETS + EXPECTS.index(expects)]
        logits = logits - logits.max()
        logits -= np.log(np.exp(logits).sum())
        return dict(zip(SORTS, logits.tolist(), strict=True))


@lru_cache(maxsize=2)
def load_asking(path: Path) -> AskingModel:
    """The model in a file of training/train_asking.py. Raises IndexDamaged where it is unreadable."""
    try:
        with np.load(path) as stored:
            return AskingModel(stored["weights"], stored["bias"])
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(
            f"问句模型 {path.name} 读不了（{error!r}）", "应与程序版本一致", "重新安装本程序"
        ) from error
