"""The rule by which answers count: a question's gold against the answer in the contract's JSON.

`right`: a gold answer is said letter by letter, whole, with little else (all of them where several
facts are asked). `evidence@k`: every sentence that proves it stands in one of the first k passages;
a deadline or status counts only in a passage of its own issue. `set_exact`: the issues named are
the gold ones, no more and no fewer. `value_ok`: the count or sum is said. `abstained`: refused.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from retrieval.evaluation.matching import holds, inside, normal, number, numbers, verbatim

SETS = ("factual", "robust", "multi", "aggregate", "unanswerable", "dialogue")
RESAMPLES, SEED = 2000, 20_190_531


def questions(folder: Path) -> list[dict]:
    """Rows of the six sets in a folder, with `set`; a dialogue's turns with their `session`."""
    rows = []
    for name in SETS:
        for row in _lines(folder / f"{name}.jsonl"):
            turns = row.get("turns")
            if turns is None:
                rows.append(row | {"set": name})
                continue
            for place, turn in enumerate(turns, 1):
                own = {"id": f"{row['id']}.{place}", "session": row["id"], "set": name}
                rows.append(turn | own)
    return rows


def report_questions(path: Path) -> list[dict]:
    """Rows of a report's own file, which name their set themselves."""
    return _lines(path)


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def refused(answer: Mapping) -> bool:
    return bool(answer.get("abstained")) or answer.get("answer") in (None, "")


def judge(row: Mapping, answer: Mapping) -> dict[str, float]:
    """Metric → 0 or 1, those that the question's gold allows."""
    if row["set"] == "unanswerable":
        return {"abstained": float(refused(answer))}
    scores = {"answered": float(not refused(answer))}
    if row["set"] == "aggregate":
        return scores | _ledger(row, answer)
    golds, said = row.get("answers") or [], answer.get("answer")
    scores |= {f"evidence@{k}": float(_proved(row, answer, golds, k)) for k in (1, 5)}
    if row["set"] == "multi":
        words = normal(said)
        scores["right"] = float(bool(words) and all(inside(normal(g), words) for g in golds))
    else:
        scores["right"] = float(not refused(answer) and verbatim(said, golds))
    return scores


def _ledger(row: Mapping, answer: Mapping) -> dict[str, float]:
    scores = {}
    if row.get("issues"):
        scores["set_exact"] = float(set(row["issues"]) == set(answer.get("issues") or ()))
    if row["kind"] in ("count", "sum"):
        wanted = number(row["answer"]) or "?"
        scores["value_ok"] = float(wanted in numbers(answer.get("answer")))
    return scores


def _proved(row: Mapping, answer: Mapping, golds: Sequence[str], cut: int) -> bool:
    passages = (answer.get("passages") or [])[:cut]
    own = row.get("type") in ("deadline", "status") and row.get("issues")
    texts = [normal(p["text"]) for p in passages if not own or p.get("issue") in row["issues"]]
    evidence = row["evidence"]
    proofs = [normal(e) for e in ([evidence] if isinstance(evidence, str) else evidence)]
    every = all if row["set"] == "multi" or len(proofs) > 1 else any
    said = [normal(gold) for gold in golds]
    return every(any(holds(text, proof, said) for text in texts) for proof in proofs)


def interval(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Bootstrap 95 % interval of the mean. `groups`: values drawn together (a dialogue's turns)."""
    chance = np.random.default_rng(SEED)
    sums, sizes = np.array([sum(g) for g in groups]), np.array([len(g) for g in groups])
    drawn = chance.integers(0, len(groups), (RESAMPLES, len(groups)))
    low, high = np.percentile(sums[drawn].sum(1) / sizes[drawn].sum(1), (2.5, 97.5))
    return float(low), float(high)
