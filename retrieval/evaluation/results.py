"""A finished run read back: each question with its answer and verdict, and its scorecard."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evaluation.gold import KINDS, GoldQuestion
from retrieval.evaluation.judging import abstained
from retrieval.evaluation.runs import Run, RunFolder
from retrieval.evaluation.scorecard import Scorecard, Scored, scorecard


@dataclass(frozen=True, slots=True)
class Result:
    """A question of a run. `answer`: the contract's JSON. `holders`: per piece of evidence the
    keys of the passages that hold it. `scores`, `cause` as in Verdict."""

    question: GoldQuestion
    answer: dict
    scores: dict[str, float]
    cause: str | None
    holders: tuple[frozenset[str], ...]

    @property
    def right(self) -> bool | None:
        """Was it answered, or refused, as it should be? None: no gold to tell by."""
        return bool(self.scores["right"]) if "right" in self.scores else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with its results in the order asked, and its figures."""

    run: Run
    results: tuple[Result, ...]
    card: Scorecard


def outcome(folder: RunFolder) -> Outcome:
    """Everything of a run; of one that stopped, what was answered until then."""
    written = folder.answers()
    results = tuple(
        Result(
            question,
            (row := written[question.id])["answer"],
            row["scores"],
            row["cause"],
            tuple(map(frozenset, row["holders"])),
        )
        for question in folder.questions()
        if question.id in written
    )
    return Outcome(folder.run, results, scorecard(scored(results), KINDS))


def scored(results: Sequence[Result]) -> list[Scored]:
    """What the scorecard needs of the results."""
    return [
        Scored(
            result.question.kind,
            result.scores,
            not abstained(result.answer),
            float(result.answer.get("confidence") or 0.0),
            float(result.answer.get("elapsed_ms") or 0.0),
        )
        for result in results
    ]
