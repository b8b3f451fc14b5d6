import numpy as np
import pytest

from retrieval.errors import IndexDamaged
from retrieval.ranking.vectors import VectorIndex

PLACES = {key: key for key in range(1000)}


def index_of(rows):
    index = VectorIndex(len(next(iter(rows.values()))))
    index.add(list(rows), np.array(list(rows.values()), dtype=np.float32))
    return index


@pytest.fixture
def index():
    return index_of({10: [1, 0], 20: [3, 4], 30: [0, 2], 40: [-1, 0]})


def test_hits_are_cosines_of_the_stored_vectors_whatever_their_length(index):
    found = index.search(np.array([2.0, 0.0]), 2, PLACES)
    assert found == [(10, 1.0), (20, 0.6)]


def test_no_padding_is_returned_though_k_exceeds_the_index(index):
    keys = [key for key, _ in index.search(np.array([1.0, 1.0]), 50, PLACES)]
    assert keys == [20, 10, 30]


def test_no_padding_is_returned_though_k_exceeds_what_is_allowed(index):
    assert index.search(np.array([1.0, 1.0]), 3, PLACES, [30]) == [(30, 0.7071)]


def test_a_cosine_of_zero_or_less_is_no_hit(index):
    assert [key for key, _ in index.search(np.array([1.0, 0.0]), 9, PLACES)] == [10, 20]


def test_a_query_of_zeros_finds_nothing(index):
    assert index.search(np.zeros(2), 5, PLACES) == []


def test_a_passage_of_zeros_is_never_found():
    index = index_of({1: [0, 0], 2: [1, 0]})
    assert index.search(np.array([1.0, 0.0]), 5, PLACES) == [(2, 1.0)]


def test_the_scope_is_applied_in_the_engine_and_not_after_the_cut():
    index = index_of({key: [1, 0] for key in range(100)} | {500: [1, 1]})
    assert index.search(np.array([1.0, 0.0]), 1, PLACES, [500]) == [(500, 0.7071)]


def test_an_empty_scope_finds_nothing(index):
    assert index.search(np.array([1.0, 0.0]), 5, PLACES, []) == []


def test_equal_cosines_come_in_report_order_at_every_cut():
    index = index_of({key: [1, 2] for key in range(60)})
    places = {key: 59 - key for key in range(60)}
    for k in (1, 7, 60):
        found = index.search(np.array([1.0, 2.0]), k, places)
        assert [key for key, _ in found] == [59 - place for place in range(k)]


def test_cosines_are_given_for_any_key_also_negative_ones(index):
    found = index.cosines(np.array([2.0, 0.0]), [40, 20])
    assert found == pytest.approx({40: -1.0, 20: 0.6})
    assert index.cosines(np.array([2.0, 0.0]), []) == {}


def test_an_index_without_vectors_finds_nothing():
    assert VectorIndex(4).search(np.ones(4), 5, PLACES) == []


def test_a_saved_index_is_loaded_as_it_was(index, tmp_path):
    index.save(tmp_path / "dense.faiss")
    loaded = VectorIndex.load(tmp_path / "dense.faiss")
    query = np.array([1.0, 1.0])
    assert loaded.search(query, 9, PLACES) == index.search(query, 9, PLACES)
    assert (loaded.dim, loaded.keys()) == (2, {10, 20, 30, 40})
    assert [path.name for path in tmp_path.iterdir()] == ["dense.faiss"]


@pytest.mark.parametrize("kept", [0, 10, 60])
def test_a_truncated_file_is_reported_with_its_cure(index, tmp_path, kept):
    path = tmp_path / "dense.faiss"
    index.save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(IndexDamaged, match="--full"):
        VectorIndex.load(path)


def test_a_missing_file_is_reported_with_its_cure(tmp_path):
    with pytest.raises(IndexDamaged, match="--full"):
        VectorIndex.load(tmp_path / "dense.faiss")
