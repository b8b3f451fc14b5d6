"""A small transformer that reads a question and a passage together and points at the answer.

It sees what word matching can't: that 出资 answers 花了多少钱, that 关停 is 关了. It only points;
which stretch is a whole figure, date or name is known from the passage's candidates, and what it
says is one feature among the reader's others. Made by training/train_network.py.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from retrieval.answering.candidates import Reading
from retrieval.answering.pairing import PASSAGE_PIECES, Pairing, Pieces, Row, batch
from retrieval.errors import IndexDamaged

UNSEEN = -20.0
"""Score of a candidate that lies beyond the last piece the network read."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the network says of some passages.

    `scores`: for each passage (n_candidates,) log-odds that the answer begins and ends as the
    candidate does; `nothing`: the same scale for "the answer is in none of them".
    """

    scores: tuple[np.ndarray, ...]
    nothing: float


class Network:
    """The network in memory; it keeps nothing of what it reads."""

    def __init__(self, folder: Path):
        """Raises IndexDamaged where the folder holds no network."""
        self._pairing = Pairing(folder / "tokenizer.json")
        self._threads = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="network")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # each passage is read by a thread of its own
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library raises many kinds
            raise IndexDamaged(
                f"阅读网络 {folder.name} 读不了（{error}）", "应与程序版本一致", "重新安装本程序"
            ) from error

    def point(self, question: str, readings: Sequence[Reading]) -> Pointed:
        """Where in each passage, if anywhere, the question is answered."""
        if not readings:
            return Pointed((), 0.0)
        asked = self._pairing.cut(question).ids
        cuts = [cut(self._pairing, reading) for reading in readings]
        rows = [self._pairing.row(asked, headings, pieces.ids) for pieces, headings in cuts]
        logits = list(self._threads.map(self._read, rows))
        scores = tuple(
            spans(own[row.offset :], pieces, reading)
            for own, row, (pieces, _), reading in zip(logits, rows, cuts, readings, strict=True)
        )
        return Pointed(scores, float(np.mean([own[0] for own in logits], axis=0).sum()))

    def _read(self, row: Row) -> np.ndarray:
        """(n_pieces, 2) logits of one row; alone, for in 8 bits a row's would depend on the others."""
        ids, flags = batch([row])
        return self._session.run(None, {"ids": ids, "flags": flags})[0][0]


@cache
def shared_network(folder: Path) -> Network:
    """The network of a folder, loaded once a process."""
    return Network(folder)


def cut(pairing: Pairing, reading: Reading) -> tuple[Pieces, np.ndarray]:
    """Pieces of a passage and the ids of the end of its headings."""
    headings = reading.context[-40:].replace("›", " ")
    return pairing.cut(reading.folded), pairing.cut(headings).ids


def spans(logits: np.ndarray, pieces: Pieces, reading: Reading) -> np.ndarray:
    """(n_candidates,) sums of the logits (n_pieces, 2) of each candidate's first and last piece."""
    if not len(pieces.ids) or not len(reading.candidates):
        return np.full(len(reading.candidates), UNSEEN)
    starts, ends = reading.bounds.T
    first = np.searchsorted(pieces.ends, starts, side="right")
    last = np.maximum(first, np.searchsorted(pieces.starts, ends, side="left") - 1)
    read = min(len(pieces.ids), PASSAGE_PIECES)
    within = last < read
    first, last = np.minimum(first, read - 1), np.minimum(last, read - 1)
    return np.where(within, logits[first, 0] + logits[last, 1], UNSEEN)


def network_columns(scores: np.ndarray, nothing: float) -> dict[str, np.ndarray]:
    """Features of (n,) scores, NaN where the network didn't read: (n,) each.

    `network_lead` in [−2, 0]: how far behind the best; `network_sure` in [−1, 1]: how far ahead of
    "none of these"; `network_share` in [0, 1]: share of the likelihood among all
    candidates and "none of these"; `network_seen`: 1 where it read.
    """
    seen = ~np.isnan(scores)
    known = np.where(seen, scores, UNSEEN)
    best = known.max(initial=UNSEEN)
    rivals = np.append(known[seen], nothing)
    odds = np.exp(np.clip(known - max(best, nothing), -30, 0))
    whole = np.exp(np.clip(rivals - max(best, nothing), -30, 0)).sum()
    return {
        "network_seen": seen.astype(float),
        "network_lead": np.where(seen, np.clip(known - best, -8, 0) / 4, -2.0),
        "network_sure": np.where(seen, np.clip(known - nothing, -8, 8) / 8, -1.0),
        "network_share": np.where(seen, odds / whole, 0.0),
    }
