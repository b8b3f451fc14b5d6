"""One answer against its gold: every score of it, and why it failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.evaluation.causes import cause_of
from retrieval.evaluation.gold import LEDGER_KINDS, GoldQuestion
from retrieval.evaluation.matching import (
    all_said,
    figure_exact,
    figures,
    number,
    numbers,
    right,
    verbatim,
)
from retrieval.evaluation.overlap import character_f1
from retrieval.evaluation.ranks import ndcg, recall, reciprocal_rank
from retrieval.evaluation.relevance import passage_key

DEPTHS = (1, 3, 5, 10)
"""Ranks that evidence is looked for in; issues only to the third of them."""
MOST = DEPTHS[-1]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`scores`: metric → 0–1, those that the question's gold allows. `cause`: why it failed, one
    of causes.CAUSES; None: it did not, or has no gold."""

    scores: dict[str, float]
    cause: str | None

    @property
    def right(self) -> bool | None:
        """Was it answered, or refused, as it should be? None: there is no answer to tell by."""
        return bool(self.scores["right"]) if "right" in self.scores else None


def judge(question: GoldQuestion, answer: Mapping, holders: Sequence[frozenset[str]]) -> Verdict:
    """The verdict on an answer in the contract's JSON; `holders` as Relevance gives them."""
    if not question.scored:
        return Verdict({}, None)
    ranking = [passage_key(passage) for passage in answer.get("passages") or ()]
    scores = _answer_scores(question, answer)
    if question.kind not in (*LEDGER_KINDS, "refuse") and question.evidence:
        scores |= _ranking_scores(ranking, holders)
    if question.kind not in (*LEDGER_KINDS, "refuse") and question.issues:
        scores |= _issue_scores(question, answer, scores)
    wrong = not scores.get("right", 1.0)
    return Verdict(scores, cause_of(question, answer, holders, ranking) if wrong else None)


def abstained(answer: Mapping) -> bool:
    """Was nothing answered: refused, or not asked because of an error?"""
    return bool(answer.get("abstained")) or answer.get("answer") in (None, "")


def _answer_scores(question: GoldQuestion, answer: Mapping) -> dict[str, float]:
    said, refused = answer.get("answer"), abstained(answer)
    if question.kind == "refuse":
        return {"right": float(refused and "error" not in answer)}
    scores: dict[str, float] = {"answered": float(not refused)}
    if question.kind in LEDGER_KINDS and question.issues:
        scores |= _set_scores(set(question.issues), set(answer.get("issues") or ()))
    if question.kind in ("count", "sum"):
        letters = (number(question.answers[0]) or "?") in numbers(said)
        value = figures(question.answers[0])
        scores["value"] = float(letters or bool(value) and value <= figures(said))
        scores["right"] = scores["value"]
        return scores
    if question.kind in LEDGER_KINDS and question.issues:
        scores["right"] = scores["set_exact"]
        return scores
    if question.answers:
        every = question.kind == "multi"
        by_value, by_letter = (
            all_said(said, question.answers)
            if every
            else (right(said, question.answers), verbatim(said, question.answers))
        )
        scores["right"] = float(by_value and not refused)
        scores["verbatim"] = float(by_letter and not refused)
        exact = figure_exact(said, question.answers, every)
        if exact is not None:
            scores["figure"] = float(exact and not refused)
        golds = ["；".join(question.answers)] if every else question.answers
        scores["f1"] = character_f1(said, golds)
    return scores


def _set_scores(wanted: set[str], said: set[str]) -> dict[str, float]:
    both = len(wanted & said)
    return {
        "set_exact": float(wanted == said),
        "set_f1": 2 * both / (len(wanted) + len(said)) if both else 0.0,
    }


def _ranking_scores(ranking: Sequence[str], holders: Sequence[frozenset[str]]) -> dict[str, float]:
    """Evidence counts as found where a passage for every piece of it is within the rank."""
    relevant = frozenset().union(*holders)
    found = {f"ev@{k}": float(all(keys & set(ranking[:k]) for keys in holders)) for k in DEPTHS}
    return found | {
        "mrr": reciprocal_rank(ranking, relevant, MOST),
        "ndcg": ndcg(ranking, relevant, MOST),
        "recall": recall(ranking, relevant, MOST),
    }


def _issue_scores(
    question: GoldQuestion, answer: Mapping, scores: Mapping[str, float]
) -> dict[str, float]:
    issues = [passage.get("issue") for passage in answer.get("passages") or ()]
    return {
        f"issue@{k}": float(
            any(issue in question.issues for issue in issues[:k]) or bool(scores.get(f"ev@{k}"))
        )
        for k in DEPTHS[:3]
    }
