"""Questions over all issues (list, count, sum, compare), answered from the ledger: complete sets
with their coverage, and never from the best few passages."""

import re
from collections.abc import Sequence

from retrieval.answering.addends import FINE, amounts, total
from retrieval.answering.compares import compare
from retrieval.answering.entries import Entry, Place, entries, main_text
from retrieval.answering.ledger_question import LedgerQuestion, ledger_question
from retrieval.answering.library import Library
from retrieval.answering.question import Asked
from retrieval.answering.sums import TOTAL, sum_addends
from retrieval.answering.tallies import Tally, enterprises, things
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Answer, Evidence

_NO_NUMBER = re.compile(r"问题一(?=[共起直些般定样])")
_NUMBER = re.compile(r"(?:问题|第)[\d一二三四五六七八九十]{1,4}(?=[个项条号问、和与及]|$)")
_MOST_CITED = 12
_SURE, _TOPICAL, _SUMMED, _COUNTED = 0.95, 0.8, 0.85, 0.7
"""Confidence, 0–1: fields alone decide · words of the text too · amounts bound to a deed · figures
bound by the words around them, or nothing found."""


def ledger_answer(asked: Asked, library: Library, tokenizer: Tokenizer) -> Answer | None:
    """The answer to a question over all issues in scope; None: it is no such question, or its
    words are not understood."""
    if asked.query.scope.issue or asked.issue_number and not _over_several(asked.text):
        return None
    ledger = entries(library, asked.query.scope)
    if not ledger:
        return None
    for answer in (_compared, _fined_count, _summed, _things, _selected):
        if found := answer(asked, ledger, library, tokenizer):
            return found
    return None


def _over_several(text: str) -> bool:
    """Is the number that the text seems to name none (问题一共), or one of several?"""
    return _NO_NUMBER.search(text) is not None or len(_NUMBER.findall(text)) > 1


def _compared(asked: Asked, ledger, library: Library, tokenizer: Tokenizer) -> Answer | None:
    found = compare(asked.text, ledger, tokenizer)
    if found is None:
        return None
    return _answer(asked, "compare", found.text, found.cited, ledger, library, _SUMMED)


def _summed(asked: Asked, ledger, library: Library, tokenizer: Tokenizer) -> Answer | None:
    if not TOTAL.search(asked.text):
        return None
    stated = bool(amounts(main_text(library, asked.query.scope), FINE))
    found = sum_addends(asked.text, ledger, tokenizer, stated)
    if not found or len(found) < 2:
        return None
    cited = [(entry, (a.passage, a.start, a.end)) for entry, a in found]
    return _answer(asked, "sum", total([a for _, a in found]), cited, ledger, library, _SUMMED)


def _fined_count(asked: Asked, ledger, library: Library, tokenizer: Tokenizer) -> Answer | None:
    found = enterprises(asked.text, ledger, tokenizer)
    return found and _tallied(asked, "count", found, ledger, library, _SUMMED)


def _things(asked: Asked, ledger, library: Library, tokenizer: Tokenizer) -> Answer | None:
    found = things(asked.text, asked.query.unit, ledger, tokenizer)
    return found and _tallied(asked, "sum", found, ledger, library, _COUNTED)


def _tallied(asked: Asked, kind: str, found: Tally, ledger, library, confidence: float) -> Answer:
    cited = [(entry, place) for entry, *place in found.addends]
    return _answer(asked, kind, found.text, cited, ledger, library, confidence)


def _selected(asked: Asked, ledger, library: Library, tokenizer: Tokenizer) -> Answer | None:
    question = ledger_question(asked.text, ledger, tokenizer)
    if question is None:
        return None
    shown = [(entry, places) for entry in ledger if (places := _shown(entry, question)) is not None]
    if not shown and question.topical:
        return None
    cited = [(entry, place) for entry, places in shown for place in places]
    text = _counts_text(question, shown) if question.counts else _text(question, shown, library)
    sure = _COUNTED if not shown else _TOPICAL if question.topical else _SURE
    numbers = tuple(entry.issue.number for entry, _ in shown)
    return _answer(asked, question.kind, text, cited, ledger, library, sure, numbers)


def _shown(entry: Entry, question: LedgerQuestion) -> list[Place] | None:
    """The places that show the issue to be asked for, else its opening; None: it is not."""
    found = [condition(entry) for condition in question.conditions]
    if any(f is None for f in found) or any(c(entry) is not None for c in question.exclusions):
        return None
    found += [condition(entry) or [] for _, condition in question.counts]
    places = [place for places in found for place in places]
    return places or [(p, 0, len(p.text)) for p in entry.passages[:1]]


def _text(question: LedgerQuestion, shown: Sequence[tuple[Entry, list]], library: Library) -> str:
    listed = _numbers([entry for entry, _ in shown], library)
    if question.kind == "count":
        return f"{len(shown)}{question.measure}" + (f"：{listed}" if shown else "")
    return f"共{len(shown)}个：{listed}" if shown else "没有这样的问题"


def _numbers(shown: Sequence[Entry], library: Library) -> str:
    """The numbers of the issues; where they are of several reports, under the title of each."""
    by_report: dict[str, list[str]] = {}
    for entry in shown:
        by_report.setdefault(entry.issue.report_id, []).append(entry.issue.number)
    titles = {d.report.report_id: f"《{d.report.title}》" for d in library.documents}
    named = len(by_report) > 1
    return "；".join(
        f"{titles[report] if named else ''}问题{'、'.join(numbers)}"
        for report, numbers in by_report.items()
    )


def _counts_text(question: LedgerQuestion, shown: Sequence[tuple[Entry, list[Place]]]) -> str:
    said = []
    for label, condition in question.counts:
        numbers = [entry.issue.number for entry, _ in shown if condition(entry) is not None]
        listed = f"（{'、'.join(numbers)}）" if numbers else ""
        said.append(f"{label}{len(numbers)}{question.measure}{listed}")
    return "，".join(said)


def _answer(
    asked: Asked,
    kind: str,
    text: str,
    cited: Sequence[tuple[Entry, Sequence]],
    ledger: Sequence[Entry],
    library: Library,
    confidence: float,
    numbers: tuple[str, ...] | None = None,
) -> Answer:
    """`numbers`: the issues that the answer rests on; None: those cited, in report order."""
    if numbers is None:
        own = {entry.issue.issue_id for entry, _ in cited}
        numbers = tuple(e.issue.number for e in ledger if e.issue.issue_id in own)
    evidence = _evidence(
        cited, library, None if kind in ("sum", "count", "compare") else _MOST_CITED
    )
    coverage = f"{len(ledger)}/{len(ledger)}"
    return Answer(asked.query.text, kind, text, numbers, evidence, confidence, coverage)


def _evidence(
    cited: Sequence[tuple[Entry, Sequence]], library: Library, most: int | None
) -> tuple[Evidence, ...]:
    """Every cited passage once, with all its highlights; one of each issue comes first."""
    highlights: dict[str, list[tuple[int, int]]] = {}
    passages, first, later = {}, {}, {}
    for entry, (passage, start, end) in cited:
        highlights.setdefault(passage.passage_id, []).append((start, end))
        passages[passage.passage_id] = passage
        (later if entry.issue.issue_id in first.values() else first).setdefault(
            passage.passage_id, entry.issue.issue_id
        )
    order = dict.fromkeys([*first, *later])
    return tuple(
        library.evidence(passages[key], highlights[key], 1.0) for key in list(order)[:most]
    )
