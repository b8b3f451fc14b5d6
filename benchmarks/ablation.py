"""The product with parts of it switched off, for telling what each part brings."""

import sys
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.answering import answerer as answering  # noqa: E402
from retrieval.answering.answerer import Answerer  # noqa: E402
from retrieval.answering.citing import refuse  # noqa: E402
from retrieval.answering.parts import Part  # noqa: E402
from retrieval.answering.question import Asked  # noqa: E402
from retrieval.answering.refusal import NOT_IN_REPORTS  # noqa: E402
from retrieval.records import Answer, Hit  # noqa: E402


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table: which parts are on. `dense`: the vectors; `ledger`: fields of a named
    issue and questions over all issues; `rest`: several facts in one question, and typos mended."""

    name: str
    dense: bool = True
    reader: bool = True
    network: bool = True
    ledger: bool = True
    rest: bool = True


STEPS = (
    Step("lexical", dense=False, reader=False, network=False, ledger=False, rest=False),
    Step("+ dense", reader=False, network=False, ledger=False, rest=False),
    Step("+ reader without the span network", network=False, ledger=False, rest=False),
    Step("+ reader", ledger=False, rest=False),
    Step("+ ledger", rest=False),
    Step("full"),
    Step("full without the span network", network=False),
)


class Partial(Answerer):
    """An answerer of which only the parts of a step work; without a reader it finds and never
    answers."""

    def __init__(self, whole: Answerer, step: Step):
        """`whole`: an answerer of the product, with the vectors' weight that the step wants."""
        reader = copy(whole.reader)
        if not step.network:
            reader._network = None
        correct = whole.correct if step.rest else lambda question: question
        parts = (whole.library, whole.searcher, reader, whole.tokenizer, correct, whole.settings)
        super().__init__(*parts)
        self.step = step

    def _decide(self, asked: Asked, top_k: int) -> Answer:
        if not self.step.ledger:
            return self._single(asked, top_k)
        if self.step.rest:
            return super()._decide(asked, top_k)
        with patch.object(answering, "split", lambda text, _: (Part(text, ""),)):
            return super()._decide(asked, top_k)

    def _single(self, asked: Asked, top_k: int) -> Answer:
        if self.step.reader:
            return super()._single(asked, top_k)
        return refuse(asked, NOT_IN_REPORTS, self.library, self.hits(asked), top_k)

    def _described(self, asked: Asked, hits: list[Hit], top_k: int) -> Answer | None:
        return super()._described(asked, hits, top_k) if self.step.ledger else None
