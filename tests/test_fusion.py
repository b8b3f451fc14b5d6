import random

import pytest

from retrieval.ranking.fusion import fuse, ordered, top

PLACES = {key: key for key in range(100)}


def test_equal_scores_go_in_report_order_and_not_in_key_order():
    places = {7: 2, 8: 0, 9: 1}
    assert ordered([(7, 1.0), (9, 1.0), (8, 1.0)], places, 3) == [(8, 1.0), (9, 1.0), (7, 1.0)]


def test_a_difference_that_only_float_addition_makes_is_a_tie():
    assert [key for key, _ in ordered([(2, 3.000001), (1, 3.0)], PLACES, 2)] == [1, 2]


def test_a_tie_at_the_cut_is_resolved_by_report_order_whatever_the_engine_gives_first():
    engine = [(key, 5.0) for key in range(60)]
    random.Random(0).shuffle(engine)
    assert top(lambda depth: engine[:depth], 3, PLACES) == [(0, 5.0), (1, 5.0), (2, 5.0)]


def test_the_engine_is_asked_once_where_no_tie_runs_through_the_cut():
    asked = []

    def fetch(depth):
        asked.append(depth)
        return [(key, 100.0 - key) for key in range(100)][:depth]

    assert top(fetch, 2, PLACES) == [(0, 100.0), (1, 99.0)]
    assert len(asked) == 1


def test_no_results_are_asked_for_with_k_of_zero():
    assert top(lambda depth: [(1, 1.0)], 0, PLACES) == []


def test_fused_score_is_bm25_and_weighted_cosine_relative_to_the_best():
    lexical, dense = [(1, 10.0), (2, 5.0)], [(2, 0.8), (1, 0.4)]
    fused = fuse(lexical, dense, {1: 0.4, 2: 0.8}, 10.0, PLACES)
    # key 1: 10 + 10 · 0.4 = 14; key 2: 5 + 10 · 0.8 = 13
    assert [(f.key, f.score) for f in fused] == [(1, 1.0), (2, round(13 / 14, 4))]
    assert [(f.lexical_rank, f.dense_rank) for f in fused] == [(1, 2), (2, 1)]
    assert [(f.lexical, f.dense) for f in fused] == [(10.0, 0.4), (5.0, 0.8)]


def test_words_that_say_little_leave_the_order_to_the_vectors():
    fused = fuse([(1, 0.5), (2, 0.4)], [(2, 0.9), (1, 0.1)], {1: 0.1, 2: 0.9}, 10.0, PLACES)
    assert [f.key for f in fused] == [2, 1]


def test_a_clear_lexical_first_is_kept_though_the_dense_leg_has_another_first():
    # By rank alone both would tie: first here and second there.
    fused = fuse([(1, 50.0), (2, 1.0)], [(2, 0.51), (1, 0.5)], {1: 0.5, 2: 0.51}, 0.5, PLACES)
    assert fused[0].key == 1


def test_a_passage_beyond_the_dense_cut_gets_its_true_cosine_and_no_rank():
    fused = fuse([(1, 4.0), (2, 3.9)], [(3, 0.9)], {1: 0.1, 2: 0.8, 3: 0.9}, 3.0, PLACES)
    assert [f.key for f in fused] == [2, 1, 3]
    assert fused[0].dense == 0.8 and fused[0].dense_rank is None


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_where_one_leg_found_nothing_the_other_s_order_stands(weight):
    alone = fuse([(5, 2.0), (4, 1.0)], [], {}, weight, PLACES)
    assert [(f.key, f.score) for f in alone] == [(5, 1.0), (4, 0.5)]
    alone = fuse([], [(5, 0.5), (4, 0.25)], {5: 0.5, 4: 0.25}, weight, PLACES)
    assert [(f.key, f.score) for f in alone] == [(5, 1.0), (4, 0.5)]


def test_nothing_found_by_either_leg_is_nothing():
    assert fuse([], [], {}, 0.3, PLACES) == []


def test_scores_that_were_rounded_to_zero_divide_nothing():
    assert fuse([(1, 0.0)], [(1, 0.0)], {1: 0.0}, 0.5, PLACES)[0].score == 0.0


def test_the_order_is_the_same_whatever_order_ties_came_in():
    keys = list(range(20))
    expected = fuse([(k, 1.0) for k in keys], [], {}, 0.3, PLACES)
    random.Random(1).shuffle(keys)
    assert fuse([(k, 1.0) for k in keys], [], {}, 0.3, PLACES)[0].key == 0
    assert [f.key for f in fuse([(k, 1.0) for k in keys], [], {}, 0.3, PLACES)] == [
        f.key for f in expected
    ]
