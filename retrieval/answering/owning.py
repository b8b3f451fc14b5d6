"""Which of several figures in a sentence a question means: the words that stand by each of them.

“其中东岸21.4公里、西岸14.2公里” gives each figure its own words; “由18.4万吨提高到35.2万吨” tells before from
after, “增长8.9%” a change from a level, “其中” a part from its whole.
"""

import re
from dataclasses import replace

import numpy as np

from retrieval.answering.candidates import Reading
from retrieval.answering.figures import KINDS, Figures
from retrieval.answering.matching import Match, Word
from retrieval.answering.question import Asked

_ASKS_BEFORE = re.compile(
    r"原来|原先|原本|原有|之前|以前|本来|过去|去年|上年|当初|起初|整改前|改之前|早先"
)
_ASKS_CHANGE = re.compile(
    r"(?:涨|增加|增长|提高|下降|减少|降低|上升|提升|升高|降|升|增|减|多|少|便宜|缩短|回升|压减|跌)(?:了|得)?"
    r"(?:多少|几|百分)|增幅|涨幅|降幅|增速|降了|涨了|变化|便宜"
)
_ASKS_PER = re.compile(
    r"每|平均|人均|均|单价|一[户亩人吨年天家台套个次座方只头](?!共)(?:[^,]{0,4})(?:多少|几|给|补|赔|贴)|一[天年月](?:能|要|得|可)"
)


def owning(asked: Asked, words: list[Word], reading: Reading, match: Match) -> dict:
    """Features of figures by the words about them, (n_candidates,) each; 0 for other candidates.

    `own`: share of the question that stands by the figure or its whole; `robbed_before`,
    `robbed_after`: by a rival before or after it and not by it; `named_part`: 1 for a part with a
    word of the question that neither its whole nor another part has; `part_named`: 1 for the whole
    and the other parts then, however common the word is. `stage`,
    `change_agree`, `per_agree` in [−1, 1]: whether before or after, change or level, by the unit or
    in all is what was asked.
    """
    n = len(reading.candidates)
    names = "own robbed_before robbed_after stage change_agree named_part part_named per_agree"
    columns = {name: np.zeros(n) for name in names.split()}
    rows = [i for i, c in enumerate(reading.candidates) if c.kind in KINDS]
    if not rows or not words:
        return columns
    weights = np.array([word.weight for word in words])
    whole = float(weights.sum()) or 1.0
    figures = reading.figures
    match = _outside(match, figures.bounds)
    own = match.cover(weights, figures.local) / whole
    tells = np.array([len(word.text) > 1 for word in words])
    named, passed_over = _named_parts(own > 0, figures, tells)
    own = np.where((figures.whole >= 0)[:, None], np.maximum(own, own[figures.whole]), own)
    dated = _dated(asked.years, reading)
    place = {(a, b): k for k, (a, b) in enumerate(figures.bounds.tolist())}
    asks_before = bool(_ASKS_BEFORE.search(asked.text))
    asks_change = bool(_ASKS_CHANGE.search(asked.text))
    asks_per = bool(_ASKS_PER.search(asked.text))
    for i in rows:
        k = place.get((reading.candidates[i].start, reading.candidates[i].end))
        if k is None:
            continue
        mine = own[k]
        columns["own"][i] = mine.sum()
        rivals = figures.rivals[k]
        before, after = rivals[rivals < k], rivals[rivals > k]
        for name, others in (("robbed_before", before), ("robbed_after", after)):
            if len(others):
                columns[name][i] = np.maximum(own[others].max(axis=0) - mine, 0).sum()
        columns["stage"][i] = _stage(figures, k, asks_before, dated)
        columns["change_agree"][i] = _agreement(figures.change[k], asks_change)
        columns["per_agree"][i] = _agreement(figures.per[k], asks_per)
        columns["named_part"][i], columns["part_named"][i] = named[k], passed_over[k]
    return columns


def _dated(years: tuple[int, ...], reading: Reading) -> np.ndarray:
    """(m,) does a date of one of the years stand by the figure, before it?"""
    starts = [
        start for start, first, last in reading.dated if any(first <= y <= last for y in years)
    ]
    local = reading.figures.local
    at = np.array(starts, dtype=int)
    return ((at[None] >= local[:, :1]) & (at[None] < reading.figures.bounds[:, :1])).any(axis=1)


def _stage(figures: Figures, k: int, asks_before: bool, dated: np.ndarray) -> float:
    """1 where what was before or what came after is asked and figure k is it, −1 where the other is.

    A year beside one of the two (由2010年的21.6%提高到25.2%) tells which, if it is asked for."""
    stage = figures.stage[k]
    pair = k + 1 if stage < 0 else k - 1
    if stage and dated[k] != dated[pair]:
        return 1.0 if dated[k] else -1.0
    return stage * (-1.0 if asks_before else 1.0)


def _named_parts(met: np.ndarray, figures: Figures, tells: np.ndarray) -> tuple:
    """(m,) is this part named, and (m,) is another part of the same whole, or a part of this one?

    `met` (m, n_words): which words stand by each of m figures; `tells` (n_words,): those that can
    tell parts apart. A whole that is told of several names them all: 甲、乙共60眼，其中甲36眼.
    """
    whole = figures.whole
    named, passed_over = np.zeros((2, len(whole)), dtype=bool)
    for k in set(whole[whole >= 0].tolist()):
        parts = np.flatnonzero(whole == k)
        new = ~met[k] | figures.listed[k]
        alone = met[parts] & (met[parts].sum(axis=0) == 1) & new & tells
        own = alone.any(axis=1)
        if own.sum() == 1:  # of whom all are named, the whole is asked (甲和乙一共多少)
            named[parts], passed_over[parts], passed_over[k] = own, ~own, True
    return named, passed_over


def _agreement(said: bool, asked: bool) -> float:
    """1.0 where both hold, −1.0 where one does, 0.0 where neither."""
    return 1.0 if said and asked else -1.0 if said or asked else 0.0


def _outside(match: Match, bounds: np.ndarray) -> Match:
    """The places that lie in no figure: 人 of 多少人 is met by every 29人 and tells none apart."""
    inside = (match.at[:, None, 0] >= bounds[None, :, 0]) & (
        match.at[:, None, 1] <= bounds[None, :, 1]
    )
    kept = ~inside.any(axis=1)
    return replace(match, at=match.at[kept], word=match.word[kept], worth=match.worth[kept])
