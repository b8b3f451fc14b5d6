"""Ranking metrics: added up by hand, and equal to trec_eval's."""

import random
from math import log2

import pytest
import pytrec_eval

from retrieval.evaluation.ranks import ndcg, recall, reciprocal_rank


def test_figures_of_a_ranking_added_up_by_hand():
    ranking, relevant = list("abcd"), {"b", "d"}
    assert reciprocal_rank(ranking, relevant, 10) == 1 / 2
    assert recall(ranking, relevant, 2) == 1 / 2
    best = 1 + 1 / log2(3)
    assert ndcg(ranking, relevant, 4) == pytest.approx((1 / log2(3) + 1 / log2(5)) / best)


def test_nothing_relevant_or_nothing_found_is_zero():
    assert [f([], {"a"}, 10) for f in (reciprocal_rank, recall, ndcg)] == [0, 0, 0]
    assert [f(["a"], set(), 10) for f in (reciprocal_rank, recall, ndcg)] == [0, 0, 0]


def test_figures_equal_those_of_trec_eval_over_many_rankings():
    chance = random.Random(7)
    names = [f"d{n}" for n in range(30)]
    qrels, runs, rankings = {}, {}, {}
    for n in range(200):
        query = f"q{n}"
        rankings[query] = chance.sample(names, chance.randint(1, 10))
        qrels[query] = dict.fromkeys(chance.sample(names, chance.randint(1, 14)), 1)
        runs[query] = {name: 1 / rank for rank, name in enumerate(rankings[query], 1)}
    measures = {"recip_rank", "ndcg_cut.10", "recall.5,10"}
    found = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(runs)
    for query, ranking in rankings.items():
        relevant = frozenset(qrels[query])
        ours = (
            reciprocal_rank(ranking, relevant, 10),
            ndcg(ranking, relevant, 10),
            recall(ranking, relevant, 5),
            recall(ranking, relevant, 10),
        )
        names_of = ("recip_rank", "ndcg_cut_10", "recall_5", "recall_10")
        assert ours == pytest.approx([found[query][name] for name in names_of])
