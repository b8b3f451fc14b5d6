"""Ranking metrics with binary relevance, a question at a time; values as trec_eval's.

With relevant passages b and d in the ranking a, b, c, d: the reciprocal rank is 1/2, recall@2 is
1/2, and nDCG@4 is (1/log2 3 + 1/log2 5) / (1 + 1/log2 3) = 0.651.
"""

from collections.abc import Sequence, Set
from math import log2


def reciprocal_rank(ranking: Sequence[str], relevant: Set[str], k: int) -> float:
    """1 / rank of the first relevant one within k, 0 where there is none."""
    return next((1 / rank for rank, p in enumerate(ranking[:k], 1) if p in relevant), 0.0)


def recall(ranking: Sequence[str], relevant: Set[str], k: int) -> float:
    """Share of the relevant ones that stand within k; 0 where none is relevant."""
    return len(relevant & set(ranking[:k])) / len(relevant) if relevant else 0.0


def ndcg(ranking: Sequence[str], relevant: Set[str], k: int) -> float:
    """Discounted gain within k against the best order's; 0 where none is relevant."""
    gain = sum(1 / log2(rank + 1) for rank, p in enumerate(ranking[:k], 1) if p in relevant)
    best = sum(1 / log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1))
    return gain / best if best else 0.0
