"""What a passage offers as answers: every figure, date, name, field and clause, with its place.

Read once a passage and kept: a `Reading` depends on the passage and its issue alone, never on a
question.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from retrieval.answering.alignment import alignments
from retrieval.answering.figures import KINDS as FIGURE_KINDS
from retrieval.answering.figures import Figures, figures_of
from retrieval.answering.listings import listings
from retrieval.answering.phrases import phrases
from retrieval.language.dates import dates
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.persons import persons, posts
from retrieval.language.proper_names import proper_names
from retrieval.language.quantities import quantities
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Issue, Passage

# A semicolon ends a statement: what was said before it is not inherited by what comes after.
_SENTENCE_END = re.compile(r"[。！？!?\n;]")
# A comma between three digits and three is part of a figure: 1,234.5.
_COMMA = r"(?<!\d),|,(?!\d{3}(?!\d))"
_CLAUSE_END = re.compile(rf"[。！？!?\n;:]|{_COMMA}")
_SEGMENT_END = re.compile(rf"[。！？!?\n;:、()]|{_COMMA}")
_UPTO = re.compile(r"以上|以上至|至|到|[-~]")
_AT_MOST = re.compile(r"(?:以下|以内)?")
_LEAD = re.compile(
    r"^(?:其中|目前|同时|此外|另外|截至目前|截止目前|一是|二是|三是|四是|五是|\d+[.．]|[(（]?[一二三四五六七八九十]+[)）、])"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a passage that could be an answer; offsets half-open in the passage's text.

    `kind`: money, percent, capacity, count, number, date, organisation, place, person, thing,
    title, document, quoted, deadline, status, reason, area, clause, clauses. `unit` is a figure's
    folded unit; `year` the year of a date; None where there is none.
    """

    kind: str
    start: int
    end: int
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Reading:
    """A passage taken apart. `folded` is as long as its text.

    `segments` (between any two marks), `clauses` and `sentences` each tile it; `dated` are its
    dates as (start, first year, last year), `names` (m, 2) where organisations, places, persons are,
    `aligned` the subjects of figures told respectively (alignment.alignments), `verbs` (k,) where
    verbs begin, in order.
    """

    passage: Passage
    folded: str
    context: str
    segments: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    candidates: tuple[Candidate, ...]
    dated: tuple[tuple[int, int, int], ...]
    names: np.ndarray
    aligned: dict[tuple[int, int], tuple]
    figures: Figures
    verbs: np.ndarray

    def only(self, kinds: frozenset[str]) -> "Reading":
        """The same reading with the candidates of some kinds."""
        return replace(self, candidates=tuple(c for c in self.candidates if c.kind in kinds))

    def kept(self, fits: Callable[[str, str], object]) -> "Reading":
        """The same reading with the candidates whose kind and folded text fit."""
        found = (c for c in self.candidates if fits(c.kind, self.folded[c.start : c.end]))
        return replace(self, candidates=tuple(found))

    @cached_property
    def bounds(self) -> np.ndarray:
        """(n_candidates, 2) starts and ends of the candidates."""
        return np.array([(c.start, c.end) for c in self.candidates], dtype=int).reshape(-1, 2)

    @cached_property
    def kinds(self) -> np.ndarray:
        """(n_candidates,) kinds of the candidates, as strings."""
        return np.array([c.kind for c in self.candidates], dtype="U12")

    def around(self, stretches: tuple[tuple[int, int], ...], bounds: np.ndarray) -> np.ndarray:
        """(n, 2) the stretch that each of (n, 2) bounds begins in, widened to hold its end."""
        starts, ends = np.array(stretches, dtype=int).reshape(-1, 2).T
        first = np.searchsorted(starts, bounds[:, 0], side="right") - 1
        last = np.searchsorted(ends, bounds[:, 1], side="left")
        return np.stack([starts[first], ends[np.minimum(last, len(ends) - 1)]], axis=1)

    @cached_property
    def surroundings(self) -> dict[str, np.ndarray]:
        """Segment, clause and sentence of each candidate, (n_candidates, 2) each."""
        return {
            "segment": self.around(self.segments, self.bounds),
            "clause": self.around(self.clauses, self.bounds),
            "sentence": self.around(self.sentences, self.bounds),
        }

    @cached_property
    def wholes(self) -> dict[str, np.ndarray]:
        """Segment and clause of the figure that each candidate is a part of, or that follow a date
        which stands alone before them (1月16日，撤销了…); (n_candidates, 2) each, else empty."""
        place = {
            (a, b): whole
            for (a, b), whole in zip(self.figures.bounds.tolist(), self.figures.whole, strict=True)
        }
        owners = np.array([place.get((c.start, c.end), -1) for c in self.candidates], dtype=int)
        found = {}
        for name, stretches in (("segment", self.segments), ("clause", self.clauses)):
            found[name] = np.zeros((len(owners), 2), dtype=int)
            if (parts := owners >= 0).any():
                found[name][parts] = self.around(stretches, self.figures.bounds[owners[parts]])
            for i in np.flatnonzero(self.kinds == "date"):
                found[name][i] = self._after_alone(self.bounds[i], stretches)
        return found

    def _after_alone(self, bounds: np.ndarray, stretches: tuple) -> tuple[int, int]:
        start, end = self.around(stretches, bounds[None])[0]
        rest = self.folded[start : bounds[0]] + self.folded[bounds[1] : end]
        at = np.searchsorted([a for a, _ in stretches], end)
        if rest.strip(" ,") or at >= len(stretches) or self.folded[end - 1] != ",":
            return 0, 0
        return stretches[at]


def read(passage: Passage, issue: Issue | None, tokenizer: Tokenizer) -> Reading:
    """The reading of `passage`; `issue` is the one it belongs to, None in main text."""
    folded = fold(passage.text)
    segments, verbs = _split(folded, _SEGMENT_END), []
    clauses, sentences = _split(folded, _CLAUSE_END), _split(folded, _SENTENCE_END)
    if passage.field in ("deadline", "status"):
        found = _field_values(passage, issue)
    else:
        found = _field_values(passage, issue) + _figures(folded) + _dates(folded)
        tagged = tokenizer.tagged(folded)
        verbs = [token.start for token in tagged if token.tag == "v"]
        named = names(folded, tagged) + proper_names(folded, tagged)
        found += [Candidate(n.kind, n.start, n.end) for n in named]
        people = list(persons(folded))
        found += [Candidate("person", *bounds) for bounds in people]
        found += [Candidate("thing", *bounds) for bounds in posts(folded, people)]
        found += [Candidate(*list_) for list_ in listings(folded, tagged, named)]
        found += [Candidate(*phrase) for phrase in phrases(folded)]
        found += _clauses(folded, clauses, sentences)
    figures = [(c.start, c.end, c.kind, c.unit) for c in _widest(found) if c.kind in FIGURE_KINDS]
    named = [(c.start, c.end) for c in found if c.kind in ("organisation", "place", "person")]
    return Reading(
        passage=passage,
        folded=folded,
        context=fold(passage.context),
        segments=segments,
        clauses=clauses,
        sentences=sentences,
        candidates=tuple(dict.fromkeys(found)),
        dated=tuple((d.start, d.first.year, d.last.year) for d in dates(folded) if d.first),
        aligned=alignments(folded, sentences),
        figures=figures_of(folded, figures, segments, clauses, sentences),
        names=np.array(named, dtype=int).reshape(-1, 2),
        verbs=np.array(verbs, dtype=int),
    )


def _split(text: str, ends: re.Pattern) -> tuple[tuple[int, int], ...]:
    """Half-open stretches that tile `text`, each closed by its mark."""
    cuts = [match.end() for match in ends.finditer(text)]
    if not cuts or cuts[-1] != len(text):
        cuts.append(len(text))
    return tuple(zip([0, *cuts[:-1]], cuts, strict=True))


def _field_values(passage: Passage, issue: Issue | None) -> list[Candidate]:
    """The issue's deadline and status, where they stand in this passage."""
    values = [("deadline", issue.deadline), ("status", issue.status)] if issue else []
    return [
        Candidate(kind, value.start - passage.start, value.end - passage.start)
        for kind, value in values
        if value and passage.start <= value.start and value.end <= passage.end
    ]


def _figures(folded: str) -> list[Candidate]:
    """Every figure, and every pair of them that is one range: 二万元以上二十万元以下."""
    spans = [(d.start, d.end) for d in dates(folded)]
    found = [
        Candidate(q.kind, q.start, q.end, q.unit)
        for q in quantities(folded)
        if not any(a <= q.start < b for a, b in spans)
    ]
    for low, high in zip(found, found[1:], strict=False):
        if low.kind in (high.kind, "number") and _UPTO.fullmatch(folded, low.end, high.start):
            end = _AT_MOST.match(folded, high.end).end()
            found.append(Candidate(high.kind, low.start, end, high.unit))
    # Of 五千元以上一万元以下, 五千元 alone would be a wrong answer.
    return _widest(found)


def _widest(found: list[Candidate]) -> list[Candidate]:
    """The figures that lie in no other: a range rather than its ends."""
    figures = [c for c in found if c.kind in FIGURE_KINDS]
    return [
        c
        for c in figures
        if not any(o != c and o.start <= c.start and c.end <= o.end for o in figures)
    ]


def _dates(folded: str) -> list[Candidate]:
    return [
        Candidate("date", d.start, d.end, year=d.first.year if d.first else None)
        for d in dates(folded)
    ]


def _clauses(folded: str, clauses, sentences) -> list[Candidate]:
    """Each clause without its mark and opening word, and each pair of clauses in a sentence."""
    trimmed = [_trim(folded, start, end) for start, end in clauses]
    found = [Candidate("clause", a, b) for a, b in trimmed if b - a >= 2]
    last_of_sentence = {end for _, end in sentences}
    for (a, _), (_, b), (_, end) in zip(trimmed, trimmed[1:], clauses, strict=False):
        if end not in last_of_sentence and b - a <= 80:
            found.append(Candidate("clauses", a, b))
    return found


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in " 　":
        start += 1
    start += len(match.group()) if (match := _LEAD.match(folded[start:end])) else 0
    while end > start and folded[end - 1] in " 　，；：。！？,;:!?\n、":
        end -= 1
    return start, end
