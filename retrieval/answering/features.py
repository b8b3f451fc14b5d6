"""What speaks for a candidate as the answer: explainable numbers, one row a candidate.

Each feature is a fact that a person could check by eye: does it stand in the same clause as the
question's words, is its unit the one asked for, is its year the question's year. The weights come
from training (training/train_reader.py), never from here.
"""

import re

import numpy as np

from retrieval.answering.candidates import Reading
from retrieval.answering.closeness import belonging, done, standing
from retrieval.answering.matching import Match, Word
from retrieval.answering.owning import owning
from retrieval.answering.question import EXPECTS, Asked, same_unit

KINDS = (
    "money count percent date deadline status document person reason capacity "
    "organisation place title number thing quoted area clause clauses"
).split()
NAMES = (
    "unit_same unit_other aligned ahead passage_ahead own_name foreign_name clause_cosine "
    "sentence_cosine clause_lead segment clause sentence passage with_context before "
    "after first_after last_before key_before key_after between asked_already kind_log "
    "kind_best year_same year_other year_near hit_score first_hit key_segment key_clause "
    "key_sentence key_nowhere total rest plan length covered dense field_line "
    "heading_only missing name_missing enumeration number_of_words own robbed_before robbed_after stage "
    "change_agree per_agree named_part part_named "
    "deed_segment deed_clause deed_sentence deed_nowhere several_years items_agree "
    "network_seen network_lead network_sure network_share"
).split()
SPEAK_AGAINST = (
    "unit_other foreign_name year_other between missing name_missing key_nowhere asked_already robbed_before "
    "robbed_after part_named deed_nowhere"
).split()
SAY_NEITHER = "length covered field_line heading_only enumeration number_of_words".split()
SPEAK_FOR = [name for name in NAMES if name not in SPEAK_AGAINST + SAY_NEITHER]
"""Features of which more never makes a candidate a worse answer; training holds to that."""
FIELDS = "finding goal measures progress".split()
COLUMNS = [
    *NAMES,
    *(f"in_{name}" for name in FIELDS),
    *(f"expects_{name}" for name in EXPECTS),
    *(f"is_{name}" for name in KINDS),
]
PLACE = {name: index for index, name in enumerate(COLUMNS)}

_AGREEING = {
    "total": (
        re.compile(r"一共|总共|合计|总数|总量|加起来|累计|总计|总的|前后"),
        re.compile(r"共|合计|累计|总|达"),
    ),
    "rest": (
        re.compile(r"剩|还没|没有|未|没(?=办|关|改|完|修|建)|还有|其余|余下|差"),
        re.compile(r"剩|其余|未|正在|尚|仅余|还有|缺口"),
    ),
    "plan": (
        re.compile(r"计划|打算|目标|要|预计|力争|将|拟|准备|确保|应该|该"),
        re.compile(r"计划|拟|将|目标|力争|预计|确保|达到.{0,8}以上|要|底前|年底|规划|应"),
    ),
}
_SEVERAL_YEARS = re.compile(
    r"[近过]?[两三四五六七八九十\d]{1,2}年(?:来|间|内|共|累计|新增|完成)|五年|十[二三四五]五|近?几年|以来|历年"
)
_NUMBER = re.compile(r"\d[\d.]*[万亿]?")
WHICH_OF_SEVERAL = re.compile(r"哪(?P<most>[两俩二三四五六七八九十几些]|\d+)(?!年|月|天|日|号|点)")
_HOW_MANY = {sign: n for n, sign in enumerate("二三四五六七八九十", 2)} | {"两": 2, "俩": 2}
JOINT = re.compile(r"、|(?<=.)[和及与](?=.)")
SORT = {"quoted": "thing", "area": "place", "clauses": "clause"}
"""Kinds of candidate that asking.SORTS has under another name."""


def featurise(
    asked: Asked,
    words: list[Word],
    reading: Reading,
    match: Match,
    hit: tuple[float, int, float],
    sorts: dict[str, float],
    cosines: dict[str, np.ndarray],
) -> np.ndarray:
    """(n_candidates, len(COLUMNS)) float32 features of a reading's candidates.

    `hit`: the passage's fused score in [0, 1], its rank from 1, and its cosine to the question.
    `sorts`: log-probability of each sort of answer (answering/asking.py). `cosines`: of the question
    to each candidate's "clause" and "sentence", (n_candidates,) each.
    """
    rows = np.zeros((len(reading.candidates), len(COLUMNS)), dtype=np.float32)
    if not len(rows):
        return rows
    columns = _of_passage(asked.names, words, reading, match, hit) | _of_kind(asked, reading, sorts)
    columns |= _of_wording(asked, reading) | _of_years(asked, reading)
    columns |= {
        "clause_cosine": cosines["clause"],
        "sentence_cosine": cosines["sentence"],
        "clause_lead": cosines["clause"] - cosines["clause"].max(),
    }
    if words:
        columns |= standing(words, reading, match) | belonging(words, reading, match)
        columns |= owning(asked, words, reading, match)
    columns |= done(asked.deed, reading)
    for name, values in columns.items():
        rows[:, PLACE[name]] = values
    rows[:, PLACE[f"expects_{asked.query.expects}"]] = 1.0
    if reading.passage.field in FIELDS:
        rows[:, PLACE[f"in_{reading.passage.field}"]] = 1.0
    rows[np.arange(len(rows)), [PLACE[f"is_{c.kind}"] for c in reading.candidates]] = 1.0
    return rows


def _of_passage(
    names: frozenset[str], words: list[Word], reading: Reading, match: Match, hit
) -> dict:
    """What all candidates of the passage share."""
    weights = np.array([word.weight for word in words])
    whole = float(weights.sum()) or 1.0
    met = match.cover(weights, np.array([[0, len(reading.folded)]]))[0]
    with_context = np.maximum(met, match.in_context * weights)
    return {
        "passage": met.sum() / whole,
        "with_context": with_context.sum() / whole,
        "missing": float((with_context == 0).sum()) / max(len(words), 1),
        "hit_score": hit[0],
        "first_hit": 1.0 / hit[1],
        "dense": hit[2],
        "name_missing": float(
            any(not m and w.text in names for w, m in zip(words, with_context, strict=True))
        ),
        "field_line": float(reading.passage.field in ("deadline", "status")),
        "number_of_words": min(len(words), 8) / 8,
        "key_nowhere": float(len(words) > 0 and with_context[int(weights.argmax())] == 0),
        "heading_only": float(len(words) > 0 and met.sum() < match.in_context @ weights),
    }


def _of_kind(asked: Asked, reading: Reading, sorts: dict[str, float]) -> dict:
    # Who asks for the latest day may mean a field of the issue, or a date that is told in a sentence.
    sorts = sorts | {"date": float(np.logaddexp(sorts["date"], sorts["deadline"] - 1.0))}
    logs = np.array([sorts[SORT.get(c.kind, c.kind)] for c in reading.candidates])
    columns = {
        "kind_log": np.maximum(logs, -6.0) / 3,
        "kind_best": logs >= max(sorts.values()) - 1e-9,
    }
    if unit := asked.query.unit:
        units = {c.unit for c in reading.candidates}
        fits = {u: same_unit(unit, u) for u in units if u}
        columns["unit_same"] = [fits.get(c.unit, False) for c in reading.candidates]
        columns["unit_other"] = [c.unit in fits and not fits[c.unit] for c in reading.candidates]
    return columns


def _of_wording(asked: Asked, reading: Reading) -> dict:
    texts = [reading.folded[c.start : c.end] for c in reading.candidates]
    columns = {
        "length": np.log1p([len(text) for text in texts]) / 4,
        "asked_already": [text in asked.text or _is_said(text, asked.text) for text in texts],
        "enumeration": ["、" in text or "和" in text for text in texts],
    }
    wanted = bool(_SEVERAL_YEARS.search(asked.text))
    begins = reading.surroundings["sentence"][:, 0]
    told = [
        bool(_SEVERAL_YEARS.search(reading.folded, begin, c.end))
        for begin, c in zip(begins, reading.candidates, strict=True)
    ]
    columns["several_years"] = [1.0 if one and wanted else float(one == wanted) - 1 for one in told]
    columns["items_agree"] = _of_items(asked.text, texts)
    clauses = [tuple(c) for c in reading.surroundings["clause"]]
    for name, (asks, says) in _AGREEING.items():
        wanted = bool(asks.search(asked.text))
        said = {c: bool(says.search(reading.folded, *c)) for c in set(clauses)}
        agree = {c: (1.0 if wanted else 0.0) if said[c] == wanted else -1.0 for c in said}
        columns[name] = [agree[c] for c in clauses]
    return columns


def _of_items(question: str, texts: list[str]) -> list[float]:
    """Whether a text names as many as are asked for: 哪两家 wants two of them, 哪些 more than one."""
    found = WHICH_OF_SEVERAL.search(question)
    if found is None:
        return [0.0] * len(texts)
    most = found["most"]
    wanted = int(most) if most.isdigit() else _HOW_MANY.get(most)
    named = [len(JOINT.split(text)) for text in texts]
    return [1.0 if (n == wanted if wanted else n > 1) else -1.0 for n in named]


def _is_said(text: str, asked: str) -> bool:
    """Does the question name the number of a figure in other words (1.5亿 for 1.5亿元)?"""
    number = _NUMBER.match(text)
    if not number or len(number.group()) < 2:
        return False
    return re.search(rf"(?<![\d.]){re.escape(number.group())}(?![\d.])", asked) is not None


def _of_years(asked: Asked, reading: Reading) -> dict:
    """Whether the year that governs a candidate, its own or the last one before, is asked for."""
    if not asked.years or not (reading.dated or any(c.year for c in reading.candidates)):
        return {}
    same, other, near = np.zeros((3, len(reading.candidates)))
    segments = reading.surroundings["segment"]
    for index, candidate in enumerate(reading.candidates):
        before = [d for d in reading.dated if d[0] <= candidate.start]
        if not before:
            continue
        start, first, last = before[-1]
        fits = any(first <= year <= last for year in asked.years)
        same[index], other[index] = fits, not fits
        near[index] = fits and start >= segments[index][0] and first == last
    return {"year_same": same, "year_other": other, "year_near": near}
