"""Questions with windows of text and the stretches that answer them, from public texts.

Two sorts: questions that people wrote, and questions made from a sentence with a figure by leaving
the figure out and keeping, changing or dropping its other words. The second teach which of many
figures belongs to which words; some of them get a foreign word, and then nothing answers.
"""

import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.language.dates import dates
from retrieval.language.lexicon import load_lexicon
from retrieval.language.normalise import clean_question, fold
from retrieval.language.quantities import quantities
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.settings import LEXICON

_PIECE = re.compile(r"[^。！？!?;；\n]*[。！？!?;；\n]?")
_MARKS = "，,、：:（(。！？!?;；\n"
_STOPS = "。！？!?;；\n"
_ASKING = {
    "money": ("多少钱", "多少", "多少元", "花了多少"),
    "percent": ("百分之几", "多少", "百分之多少", "比例多少"),
    "count": ("多少", "几"),
    "capacity": ("多少", "多大"),
    "date": ("什么时候", "哪天", "何时", "哪年", "几月"),
}
_VAGUE = re.compile(r"[一几数两].?$")
_WINDOWS = (80, 140, 220, 240)
_OFFICIAL, _NEWS = (9000, 12), (1800, 1)
"""Characters read of a document, and questions made of it."""


@dataclass(frozen=True)
class Pair:
    """A question and windows of text; `spans` (window, start, end) answer it, none: nothing does."""

    question: str
    headings: str
    windows: tuple[str, ...]
    spans: tuple[tuple[int, int, int], ...]


def rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def windows(text: str, most: int) -> list[tuple[int, int]]:
    """Stretches of whole sentences of about `most` characters, the longest 300."""
    found, start, end = [], 0, 0
    for match in _PIECE.finditer(text):
        if match.end() - start > most and end > start:
            found.append((start, end))
            start = end
        end = match.end()
    found.append((start, end))
    cut = [(a, min(a + 300, b)) for s, b in found for a in range(s, b, 300)]
    return [(a, b) for a, b in cut if text[a:b].strip()]


def asked_pairs(data: Path, rng: random.Random) -> list[Pair]:
    """The questions of qa_train.jsonl.xz whose answer stands in their passage."""
    found = []
    for row in rows(data / "qa_train.jsonl.xz"):
        text = fold(row["passage"])
        answers = [a for a in map(fold, row["answers"]) if a and a in text]
        if not answers or row["source"].startswith("csl"):
            continue
        cuts = [text[a:b] for a, b in windows(text, rng.choice(_WINDOWS))]
        gold = [w for w in cuts if any(a in w for a in answers)][:2]
        rest = [w for w in cuts if not any(a in w for a in answers)]
        if gold:
            kept = (*gold, *rng.sample(rest, min(2, len(rest))))
            places = tuple(
                (i, m.start(), m.end())
                for i, window in enumerate(kept)
                for answer in answers
                for m in re.finditer(re.escape(answer), window)
            )
            found.append(Pair(fold(clean_question(row["question"])), "", kept, places))
    return found


class Maker:
    """Makes questions of sentences with figures."""

    def __init__(self, rng: random.Random, foreign: float = 0.12):
        """`foreign`: share of questions that get a word of another text and so have no answer."""
        self._rng, self._foreign = rng, foreign
        self._tokenizer = shared_tokenizer()
        self._names: dict[str, list[str]] = {}
        for word, others in load_lexicon(LEXICON).synonyms.items():
            for other in others:
                self._names.setdefault(other, []).append(word)
        self._pool: list[str] = []

    def of(self, text: str, most: int) -> Iterator[Pair]:
        """At most `most` questions about one document."""
        text = re.sub(r"\d{14,}", "", fold(text))
        cuts = windows(text, self._rng.choice(_WINDOWS[1:]))
        figures = [self._figures(text[a:b]) for a, b in cuts]
        rich = [k for k, found in enumerate(figures) if len(found) >= 2]
        for k in self._rng.sample(rich, min(len(rich), most)):
            window = text[slice(*cuts[k])]
            figure = self._rng.choice(figures[k])
            if _VAGUE.match(window[figure[0] : figure[1]]):
                continue
            if figure[2] == "date" and self._rng.random() < 0.6:
                continue
            miss = len(self._pool) > 2000 and self._rng.random() < self._foreign
            question = self._question(window, figure, figures[k], miss)
            if question is None:
                continue
            alike = [
                text[slice(*cuts[j])]
                for j, found in enumerate(figures)
                if j != k and any(f[2:] == figure[2:] for f in found)
            ]
            self._rng.shuffle(alike)
            spans = () if miss else ((0, figure[0], figure[1]),)
            yield Pair(question, text[:60].split("\n")[0], (window, *alike[:2]), spans)

    def _figures(self, text: str) -> list[tuple]:
        when = [(d.start, d.end, "date", "") for d in dates(text)]
        found = [
            (q.start, q.end, q.kind, q.unit)
            for q in quantities(text)
            if q.kind != "number" and not any(a <= q.start < b for a, b, *_ in when)
        ]
        return sorted(found + when)

    def _question(self, text: str, figure: tuple, others: list, miss: bool) -> str | None:
        words = self._words(text, figure, others)
        if not words:
            return None
        self._pool += [word for word in words if len(word) > 1]
        del self._pool[:-20_000]
        if miss:
            places = [i for i, word in enumerate(words) if len(word) > 1]
            word = self._rng.choice(self._pool)
            if len(places) < 2 or word in text:
                return None
            words[self._rng.choice(places)] = word
        asks = self._rng.choice(_ASKING.get(figure[2], ("多少",)))
        if figure[3] and asks in ("多少", "几") and self._rng.random() < 0.35:
            asks += figure[3].split("/")[0]
        if self._rng.random() < 0.15:
            self._rng.shuffle(words)
        words = words[-8:]
        place = self._rng.random()
        if place < 0.75:
            words.append(asks)
        elif place < 0.9:
            words.insert(self._rng.randrange(len(words) + 1), asks)
        return "".join(words)

    def _words(self, text: str, figure: tuple, others: list) -> list[str]:
        """Words about the figure, those of its clause more often, some under another name."""
        start, end = figure[:2]
        first = max(text.rfind(c, 0, start) for c in _STOPS) + 1
        last = min([p for c in _STOPS if (p := text.find(c, end)) >= 0], default=len(text))
        near = (
            max(text.rfind(c, first, start) for c in _MARKS),
            min([p for c in _MARKS if (p := text.find(c, end, last)) >= 0], default=last),
        )
        kept = []
        for word in self._tokenizer.content_words(text[first:last]):
            a, b = word.start + first, word.end + first
            if a < end and b > start:
                continue
            if any(a < o[1] and b > o[0] for o in others) and self._rng.random() < 0.9:
                continue
            close = near[0] < a < near[1]
            if self._rng.random() < (0.65 if close else 0.22 if a < start else 0.06):
                kept.append(self._called(word.text))
        return kept

    def _called(self, word: str) -> str:
        """The word, a colloquial name for it, or a short form such as people make."""
        if word in self._names and self._rng.random() < 0.45:
            return self._rng.choice(self._names[word])
        if len(word) >= 4 and self._rng.random() < 0.35:
            return self._rng.choice((word[:2], word[-2:], word[0] + word[2], word[:3]))
        return word


def made_pairs(data: Path, measured: str, rng: random.Random, most: int) -> list[Pair]:
    """At most `most` made questions; official texts that stand in `measured` are left out."""
    official = [
        row["text"]
        for row in rows(data / "official.jsonl.xz")
        if sum(len(s) > 25 and s in measured for s in _sentences(row["text"])[:300]) < 3
    ]
    news = [
        row["text"] for row, _ in zip(rows(data / "news.jsonl.xz"), range(15_000), strict=False)
    ]
    documents = [(text, _OFFICIAL) for text in official] + [(text, _NEWS) for text in news]
    rng.shuffle(documents)
    maker, found = Maker(rng), []
    for text, (length, number) in documents:
        found += maker.of(text[:length], number)
        if len(found) >= most:
            break
    return found


def _sentences(text: str) -> list[str]:
    return re.split(r"[。\n]", text)
