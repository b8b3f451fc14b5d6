"""Things counted over several issues: enterprises fined, and figures of one unit (多少台, 多少亩)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from retrieval.answering.addends import Addend, plain
from retrieval.answering.coordination import expand
from retrieval.answering.entries import Entry
from retrieval.answering.question import same_unit
from retrieval.answering.sums import TOTAL, company_fines
from retrieval.answering.topics import content_tokens
from retrieval.language.quantities import Quantity, quantities
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Passage

_HOW_MANY = re.compile(r"(?:几|多少)(?:家|户)(?:企业|公司|单位)?")
_FINED = re.compile(r"(?:被|挨|受)?(?:行政)?(?:罚款|处罚|罚金|罚)(?:了|过)?(?:的)?")
_WHOM = frozenset("企业 公司 单位 机构".split())
_PART = re.compile(r"其中|包括")
_SPOKEN = re.compile(r"搞|弄|做|小|大|新|旧|老|以后|以来|之后|后|前|年")
_RAW_UNIT = re.compile(r"[\d.,]+\s*(?:多|余)?\s*")
_LEAST_FIT = 0.4
_REACH = 30
"""Characters behind a label within which its figure stands."""
_RANK = {"finding": 0.1, "goal": 0.3, "measures": 0.3}
"""What a field lacks in worth where a question asks what was done."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure computed over issues: `text` with its unit, and the stretches behind it."""

    text: str
    addends: tuple[tuple[Entry, Passage, int, int], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """Figures of one sentence, which begins at `start` of the passage; their offsets count from
    there."""

    entry: Entry
    passage: Passage
    start: int
    quantities: tuple[Quantity, ...]


def enterprises(text: str, ledger: Sequence[Entry], tokenizer: Tokenizer) -> Tally | None:
    """How many enterprises were fined, over all issues; None: the folded text asks nothing such."""
    asked = _HOW_MANY.search(text)
    if not asked or not _FINED.search(text):
        return None
    rest = TOTAL.sub(" ", _FINED.sub(" ", _HOW_MANY.sub(" ", text)))
    if [w for w in content_tokens(rest, tokenizer) if w not in _WHOM]:
        return None
    found = [(e, a) for e in ledger for a in company_fines(e) if a.subject]
    if not found:
        return None
    heads = {(a.subject, a.heads) for _, a in found}
    names = "、".join(a.passage.text[slice(*_subject_at(a))] for _, a in found)
    cited = tuple((e, a.passage, _subject_at(a)[0], a.end) for e, a in found)
    return Tally(f"{sum(n for _, n in heads)}家：{names}", cited)


def _subject_at(addend: Addend) -> tuple[int, int]:
    at = addend.passage.text.rfind(addend.subject, 0, addend.start)
    return (at, at + len(addend.subject)) if at >= 0 else (addend.start, addend.start)


def things(text: str, unit: str, ledger: Sequence[Entry], tokenizer: Tokenizer) -> Tally | None:
    """The sum of one figure in `unit` for each of the things that the folded text joins by 和; None:
    it joins none, or a figure is missing."""
    total = TOTAL.search(text)
    if not total or not unit or unit in ("条", "项"):
        return None
    parts = expand(TOTAL.sub("分别", text), tokenizer)
    if len(parts) < 2:
        return None
    asked = [
        [w for w in content_tokens(_SPOKEN.sub(" ", question), tokenizer) if len(w) > 1]
        for question, _ in parts
    ]
    labels = [label for _, label in parts]
    chosen = _side_by_side(labels, asked[0], unit, ledger) or _apart(labels, asked, unit, ledger)
    return _added(chosen) if chosen else None


def _side_by_side(
    labels: Sequence[str], words: Sequence[str], unit: str, ledger: Sequence[Entry]
) -> list[Figure]:
    """The figures of one sentence that names every label with one (其中宛川市1485眼、鹿陂市1188眼); what
    was done goes before what was found or planned. Empty: there is no such sentence."""
    best: list[Figure] = []
    top = _LEAST_FIT
    for entry in ledger:
        for passage, start, sentence in entry.sentences():
            own = [_beside(label, labels, sentence, unit) for label in labels]
            fit = _fit([w for w in words if w not in labels], sentence, entry.finding)
            fit -= _RANK.get(passage.field or "", 0.0)
            if all(own) and fit > top:
                best, top = [Figure(entry, passage, start, (q,)) for q in own if q], fit
    return best


def _beside(label: str, labels: Sequence[str], sentence: str, unit: str) -> Quantity | None:
    """The figure in the unit that follows the label, with no other label between."""
    at = sentence.find(label)
    others = [sentence.find(o, at + 1) for o in labels if o != label]
    stop = min((o for o in others if o > at), default=len(sentence))
    if at < 0:
        return None
    inside = (q for q in quantities(sentence) if at < q.start < min(stop, at + _REACH))
    return next((q for q in inside if q.kind == "count" and same_unit(unit, q.unit)), None)


def _apart(
    labels: Sequence[str], asked: Sequence[list[str]], unit: str, ledger: Sequence[Entry]
) -> list[Figure]:
    """A figure of another issue for each label; empty: one has none, or shares its issue."""
    chosen = [
        _best_figure(label, words, unit, ledger) for label, words in zip(labels, asked, strict=True)
    ]
    found = [figure for figure in chosen if figure]
    different = len({figure.entry.issue.issue_id for figure in found})
    return found if different == len(labels) else []


def _best_figure(
    label: str, words: Sequence[str], unit: str, ledger: Sequence[Entry]
) -> Figure | None:
    """The figure of the sentence that fits the words best in an issue that names `label`."""
    best, top = None, _LEAST_FIT
    for entry in ledger:
        finding = entry.finding
        for passage, start, sentence in entry.sentences():
            own = _figures(sentence, unit)
            if not own or label not in sentence and label not in finding:
                continue
            fit = _fit(words, sentence, finding)
            if fit > top:
                best, top = Figure(entry, passage, start, tuple(own)), fit
    return best


def _fit(words: Sequence[str], sentence: str, finding: str) -> float:
    """Share in [0, 1] of the words, by length, in the sentence, or for half in the finding."""
    worth = sum(len(w) * (1.0 if w in sentence else 0.5 * (w in finding)) for w in words)
    return worth / (sum(map(len, words)) or 1)


def _figures(sentence: str, unit: str) -> list[Quantity]:
    """The sentence's first figure in the unit, with those that 和 joins to it in its clause."""
    own = [q for q in quantities(sentence) if q.kind == "count" and same_unit(unit, q.unit)]
    own = [q for q in own if not _PART.search(sentence[: q.start])]
    taken = own[:1]
    for q in own[1:]:
        between = sentence[taken[-1].end : q.start]
        if re.search(r"[,，;；]", between) or not re.search(r"和|及|与", between):
            break
        taken.append(q)
    return taken


def _added(chosen: Sequence[Figure]) -> Tally:
    value = sum((q.value for figure in chosen for q in figure.quantities), Decimal(0))
    cited = tuple(
        (f.entry, f.passage, f.start + q.start, f.start + q.end)
        for f in chosen
        for q in f.quantities
    )
    _, passage, start, end = cited[0]
    written = passage.text[start:end]
    scale = next((s for s in ("亿", "万") if s in written), "")
    value = value / {"亿": 10**8, "万": 10**4, "": 1}[scale]
    return Tally(f"{plain(value)}{_RAW_UNIT.sub('', written, count=1)}", cited)
