"""The span network: how question and passage are laid out, and that it points at answers."""

import numpy as np
import pytest

from retrieval.answering.candidates import read
from retrieval.answering.features import COLUMNS, PLACE
from retrieval.answering.network import UNSEEN, Network, network_columns, shared_network, spans
from retrieval.answering.pairing import END, PASSAGE_PIECES, START, Pairing, Pieces, batch
from retrieval.answering.weights import Weights
from retrieval.errors import IndexDamaged
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.records import Passage
from retrieval.settings import NETWORK_WEIGHTS

FINES = "对天业集团处罚12万元，对天富集团处罚4万元；追缴水资源费5798万元，其中天业集团2892万元。"
PLANTS = "2018年6月，第八师组织造林3200亩，栽种胡杨等乡土树种。"


@pytest.fixture(scope="module")
def pairing():
    return Pairing(NETWORK_WEIGHTS / "tokenizer.json")


def reading(text: str):
    return read(Passage("p", "r", None, "", text, "", 0, len(text), ""), None, shared_tokenizer())


def test_pieces_tile_what_is_no_blank_and_no_piece_joins_a_figure_to_a_word(pairing):
    text = "2018年12月底前完成2×135MW机组，PM2.5下降3.5%，共 36眼。"
    pieces = pairing.cut(text)
    assert "".join(text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)) == "".join(
        text.split()
    )
    for a, b in zip(pieces.starts, pieces.ends, strict=True):
        assert len({letter.isdigit() for letter in text[a:b]}) == 1, text[a:b]


def test_a_row_holds_question_headings_and_passage_with_their_ends(pairing):
    question, headings, passage = (pairing.cut(t).ids for t in ("罚款多少", "问题十九", FINES))
    row = pairing.row(question, headings, passage)
    assert row.ids[0] == START and row.ids[-1] == END
    assert row.ids[1 : 1 + len(question)].tolist() == question.tolist()
    assert row.ids[row.offset : -1].tolist() == passage.tolist()
    assert len(row.flags) == len(row.ids)


def test_flags_tell_words_met_whole_from_words_met_in_part(pairing):
    question, passage = pairing.cut("集团罚款").ids, pairing.cut("集团处罚").ids
    row = pairing.row(question, np.array([], int), passage)
    words = [pairing._tokenizer.id_to_token(i) for i in row.ids.tolist()]
    flags = dict(zip(words[row.offset :], row.flags[row.offset :].tolist(), strict=True))
    assert flags["集团"] == 2 and flags["处罚"] == 3
    assert row.flags[1] == 4


def test_long_texts_are_cut_and_candidates_beyond_are_unseen(pairing):
    long = reading("甲单位处罚3万元。" * 60)
    pieces = pairing.cut(long.folded)
    row = pairing.row(pairing.cut("罚款").ids, np.array([], int), pieces.ids)
    assert len(row.ids) - row.offset - 1 == PASSAGE_PIECES
    scores = spans(np.zeros((PASSAGE_PIECES, 2)), pieces, long)
    assert scores[0] == 0.0 and scores.min() == UNSEEN


def test_a_batch_is_filled_up_at_the_end(pairing):
    rows = [
        pairing.row(pairing.cut(t).ids, np.array([], int), pairing.cut(FINES).ids)
        for t in ("罚", "罚款多少钱")
    ]
    ids, flags = batch(rows)
    assert ids.shape == flags.shape == (2, len(rows[1].ids))
    assert (ids[0, len(rows[0].ids) :] == 1).all()


def test_it_prefers_the_passage_and_the_figure_asked_for():
    network = shared_network(NETWORK_WEIGHTS)
    passages = [reading(PLANTS), reading(FINES)]
    pointed = network.point("天富集团被罚了多少", passages)
    best = max(
        ((s, r.passage.text[c.start : c.end]) for r, own in zip(passages, pointed.scores, strict=True)
         for s, c in zip(own, r.candidates, strict=True)),
    )  # fmt: skip
    assert best[1] == "4万元"


def test_nothing_answers_what_the_passages_do_not_tell_more_than_what_they_do():
    network = shared_network(NETWORK_WEIGHTS)
    passages = [reading(FINES)]
    told, untold = (
        network.point(q, passages) for q in ("天富集团被罚了多少", "幼儿园招了几名教师")
    )
    assert told.scores[0].max() - told.nothing > untold.scores[0].max() - untold.nothing


def test_no_passages_no_scores():
    assert shared_network(NETWORK_WEIGHTS).point("罚款多少", []).scores == ()


def test_columns_mark_what_was_not_read_and_share_sums_to_at_most_one():
    columns = network_columns(np.array([3.0, 1.0, np.nan]), 0.0)
    assert columns["network_seen"].tolist() == [1, 1, 0]
    assert columns["network_lead"].tolist() == [0.0, -0.5, -2.0]
    assert columns["network_sure"].tolist() == [0.375, 0.125, -1.0]
    odds = np.exp([3.0, 1.0, 0.0])
    np.testing.assert_allclose(columns["network_share"], [*(odds / odds.sum())[:2], 0.0])


def test_pieces_without_candidates_are_no_error():
    nothing = Pieces(np.array([], int), np.array([], int), np.array([], int))
    assert spans(np.zeros((0, 2)), nothing, reading("。")).tolist() == [UNSEEN] * len(
        reading("。").candidates
    )


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_a_damaged_network_is_named_with_the_cure(tmp_path, broken):
    for name in ("model.onnx", "tokenizer.json"):
        whole = (NETWORK_WEIGHTS / name).read_bytes()
        (tmp_path / name).write_bytes(whole[:1000] if name == broken else whole)
    with pytest.raises(IndexDamaged, match="重新安装"):
        Network(tmp_path)


def test_a_figure_told_respectively_of_another_subject_never_leads():
    rows = np.zeros((3, len(COLUMNS)))
    rows[:, PLACE["aligned"]] = [-1, 1, 0]
    weights = Weights(None, 1.0, np.zeros(0), 0.0)
    assert weights.score(rows, np.array([5.0, 1.0, 0.0])).tolist() == [-1.0, 1.0, 0.0]
    rows[1, PLACE["aligned"]] = 0
    assert weights.score(rows, np.array([5.0, 1.0, 0.0])).tolist() == [5.0, 1.0, 0.0]
