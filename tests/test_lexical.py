import pytest

from retrieval.errors import IndexDamaged
from retrieval.language.tokenizer import index_terms, query_terms
from retrieval.ranking.lexical import Entry, LexicalIndex, join_terms
from retrieval.records import Scope

TEXTS = {
    1: "对天业集团处罚12万元，对天富集团处罚4万元",
    2: "关停燃煤锅炉10台，完成投资12.68亿元",
    3: "封停自备井36眼",
}


def entry(key, text, heading="", report="r", issue=None):
    body, above = (join_terms(index_terms(part)) for part in (text, heading))
    return Entry(key, body, above, report, issue)


def index_of(*entries, folder=None):
    index = LexicalIndex(folder)
    index.write(entries)
    return index


def search(index, terms, k=5, scope=None, heading_weight=0.5):
    places = {key: key for key in range(1000)}
    return index.search(terms, k, places, heading_weight, *([scope] if scope else []))


@pytest.fixture(scope="module")
def index():
    return index_of(*(entry(key, text) for key, text in TEXTS.items()))


def test_the_passage_with_the_words_of_the_question_is_first(index):
    assert search(index, query_terms("天业集团罚款多少"))[0][0] == 1


def test_a_question_of_unknown_words_finds_nothing(index):
    assert search(index, query_terms("量子纠缠")) == []
    assert search(index, {}) == []


def test_only_passages_that_hold_a_term_are_found_though_k_is_larger(index):
    assert [key for key, _ in search(index, {"自备井": 1.0, "36": 1.0}, k=50)] == [3]


def test_a_figure_is_one_term_and_no_part_of_it_is_found(index):
    assert [key for key, _ in search(index, {"12.68": 1.0})] == [2]
    assert search(index, {"12.6": 1.0}) == search(index, {"68": 1.0}) == []


def test_query_syntax_in_a_term_is_text_and_nothing_else(index):
    for term in ('"', "天业 OR 锅炉", "report:r", "*", "(", "-集团", "\x02", "body:天"):
        assert search(index, {term: 1.0}) == []


def test_a_term_of_weight_zero_counts_for_nothing(index):
    assert search(index, {"锅炉": 0.0}) == []


def test_a_term_in_the_heading_counts_as_much_as_the_weight_says():
    index = index_of(entry(1, "锅炉", "水井"), entry(2, "水井", "锅炉"))
    (first, body), (second, heading) = search(index, {"锅炉": 1.0}, heading_weight=0.25)
    assert (first, second) == (1, 2)
    assert heading == pytest.approx(body * 0.25, abs=1e-4)
    assert [key for key, _ in search(index, {"锅炉": 1.0}, heading_weight=0.0)] == [1]


def test_the_scope_is_applied_in_the_engine_and_not_after_the_cut():
    index = index_of(
        *(entry(key, "锅炉 锅炉 锅炉", report="a", issue="一") for key in range(50)),
        entry(90, "锅炉在此，另有许多别的话要说", report="b", issue="三（二）1"),
        entry(91, "锅炉在此，另有许多别的话要说", report="b"),
    )
    for scope, keys in (
        (Scope(report="b"), [90, 91]),
        (Scope(issue="三（二）1"), [90]),
        (Scope(part="main"), [91]),
        (Scope(report="b", part="annex"), [90]),
        (Scope(report="a", issue="三（二）1"), []),
    ):
        assert [key for key, _ in search(index, {"锅炉": 1.0}, k=2, scope=scope)] == keys


def test_the_scope_does_not_change_scores(index):
    terms = query_terms("天业集团罚款多少")
    assert search(index, terms, scope=Scope(report="r")) == search(index, terms)


def test_passages_of_equal_score_come_in_report_order_at_every_cut():
    index = index_of(*(entry(key, "锅炉") for key in range(40)))
    places = {key: 39 - key for key in range(40)}
    for k in (1, 5, 39):
        found = index.search({"锅炉": 1.0}, k, places, 0.5)
        assert [key for key, _ in found] == [39 - place for place in range(k)]


def test_an_index_made_of_the_terms_that_another_keeps_finds_the_same(index, tmp_path):
    kept = LexicalIndex(tmp_path)
    terms, keys = index.terms(), range(100)
    found = {key: terms.get(key) for key in keys if terms.get(key)}
    assert len(found) == len(index)
    kept.write(Entry(key, *words, "r", None) for key, words in found.items())
    assert [kept.terms().get(key) for key in keys] == [terms.get(key) for key in keys]
    for question in ("天业集团罚款多少", "锅炉投资标题", "36眼"):
        assert search(kept, query_terms(question)) == search(index, query_terms(question)) != []


def test_a_term_with_a_blank_in_it_stays_one_term():
    index = LexicalIndex()
    index.write([Entry(1, join_terms(["PM 2.5"]), "", "r", None)])
    assert [key for key, _ in search(index, {"PM 2.5": 1.0})] == [1]
    assert search(index, {"PM": 1.0}) == []


def test_an_empty_index_finds_nothing(tmp_path):
    index = index_of(folder=tmp_path)
    assert len(index) == 0
    assert search(index, {"锅炉": 1.0}) == []


def test_a_damaged_folder_is_reported_with_its_cure(tmp_path):
    index_of(entry(1, "锅炉"), folder=tmp_path)
    (tmp_path / "meta.json").write_text("{", "utf-8")
    with pytest.raises(IndexDamaged, match="--full"):
        LexicalIndex(tmp_path)
