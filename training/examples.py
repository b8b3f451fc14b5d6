"""Questions with the candidates a reader chooses from: annotated documents and public pairs."""

import json
import lzma
import random
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from retrieval.answering.asking import AskingModel, load_asking
from retrieval.answering.question import understand
from retrieval.answering.reader import Reader
from retrieval.assistant import Assistant, build
from retrieval.language.normalise import squeeze
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.ranking.encoder import load_encoder
from retrieval.records import Hit, Passage, Scope
from retrieval.settings import ASKING_WEIGHTS
from training.annotations import document, one_span

_MARKS = re.compile(r"[\s“”\"'‘’。，,、；;：:（）()《》\[\]]")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
_LONGEST = 240
_DISTRACTORS = 4


@dataclass
class Example:
    """One question's candidates, by passage, the best hit's first.

    `worth` (n,) in [0, 1]: 0 wrong, 1 the gold span itself. `sizes`: candidates of each passage
    that has any.
    """

    document: str
    row: dict
    asked: object
    owners: list
    features: np.ndarray
    worth: np.ndarray
    sizes: tuple[int, ...] = ()

    @property
    def by_passage(self) -> list[tuple]:
        """Each passage's reading and its rows of `features`, views of it; best hit first."""
        ends = np.cumsum(self.sizes, dtype=int)
        parts = [(end - n, end) for end, n in zip(ends, self.sizes, strict=True)]
        return [(self.owners[a][0], self.features[a:b]) for a, b in parts]

    @property
    def answerable(self) -> bool:
        return self.row["set"] == "factual"


def annotated(path: Path, encoder: str | None, asking: AskingModel) -> list[Example]:
    """The single-fact and unanswerable questions of `tN_questions.jsonl` over `tN.txt`.

    `asking` must not have seen these questions: the reader would learn to trust it too much.
    """
    name = document(path)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [path.with_name(f"{name}.txt")], encoder)
        with Assistant.open(Path(folder), encoder) as assistant:
            answerer = assistant._current()
            reader = answerer.reader.judging_by(asking)
            found = []
            for row in one_span(path):
                asked = understand(row["question"], Scope(), answerer.tokenizer)
                hits = answerer.readable(asked, answerer.hits(asked))
                found.append(_example(reader, name, row, asked, hits))
            return found


def public(data: Path, most: int, encoder: str | None, seed: int = 7) -> list[Example]:
    """`most` questions of qa_train.jsonl.xz over their own passage and some of other questions."""
    rows = []
    with lzma.open(data / "qa_train.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["answers"] and row["answers"][0] in row["passage"] and row["source"] != "csl":
                rows.append(row | {"set": "factual", "evidence": ""})
    rng = random.Random(seed)
    rng.shuffle(rows)
    rows = rows[:most]
    passages = [split_passages(row["passage"]) for row in rows]
    model, tokenizer = load_encoder(encoder), shared_tokenizer()
    seen = Counter(
        t for own in passages for p in own for t in {w.text for w in tokenizer.words(p.text)}
    )
    total = sum(map(len, passages))

    def idf(word: str) -> float:
        return float(np.log(1 + (total - seen[word] + 0.5) / (seen[word] + 0.5)))

    reader = Reader(tokenizer, idf, lambda passage: None, load_asking(ASKING_WEIGHTS), model, None)
    found = []
    for row, own in zip(rows, passages, strict=True):
        others = [rng.choice(passages[rng.randrange(len(rows))]) for _ in range(_DISTRACTORS)]
        asked = understand(row["question"], Scope(), tokenizer)
        row["evidence"] = [p.text for p in own]
        found.append(
            _example(reader, "public", row, asked, ranked(reader, asked, own + others, model))
        )
        reader.forget()
    return found


def ranked(reader: Reader, asked, passages: list[Passage], model) -> list[Hit]:
    """The passages as hits, by cosine and by the share of the question's words they hold."""
    vector = model.encode_queries([asked.text])[0]
    cosines = model.encode_passages([p.text for p in passages]) @ vector
    words = reader.weighed(asked)
    whole = sum(w.weight for w in words) or 1.0
    shares = [
        sum(w.weight for w in words if w.text in reader.reading(p).folded) / whole for p in passages
    ]
    scores = 0.7 * np.array(shares) + 0.3 * np.maximum(cosines, 0)
    order = np.argsort(-scores, kind="stable")
    return [
        Hit(passages[i], float(scores[i]), rank, rank, rank, shares[i], float(cosines[i]))
        for rank, i in enumerate(order, 1)
    ]


def split_passages(text: str) -> list[Passage]:
    """Whole sentences in passages of at most about 240 characters."""
    found, start, end = [], 0, 0
    for match in _SENTENCE.finditer(text):
        if match.end() - start > _LONGEST and end > start:
            found.append((start, end))
            start = end
        end = match.end()
    found.append((start, len(text)))
    digest = sha256(text.encode()).hexdigest()[:12]
    return [
        Passage(f"{digest}:{a}-{b}", "public", None, "", text[a:b], "", a, b, "")
        for a, b in found
        if text[a:b].strip()
    ]


def _example(reader: Reader, document: str, row: dict, asked, hits) -> Example:
    rows = [(reading, found) for reading, _, found in reader.rows(asked, hits)]
    owners = [(r, c) for r, _ in rows for c in r.candidates]
    features = np.concatenate([f for _, f in rows]) if rows else np.zeros((0, 0))
    worth = np.array([worth_of(row, r, c) for r, c in owners])
    sizes = tuple(len(r.candidates) for r, _ in rows if r.candidates)
    return Example(document, row, asked, owners, features, worth, sizes)


def worth_of(row: dict, reading, candidate) -> float:
    """How well a candidate answers: 1 for a gold answer in its place, less with words around it."""
    where = bare(reading.passage.text)
    evidence = row.get("evidence") or ""
    proofs = [bare(e) for e in ([evidence] if isinstance(evidence, str) else evidence)]
    if not any(proof and (proof in where or where in proof) for proof in proofs):
        return 0.0
    said = bare(reading.passage.text[candidate.start : candidate.end])
    best = 0.0
    for gold in map(bare, row.get("answers") or []):
        if inside(gold, said) and len(said) <= max(3 * len(gold), len(gold) + 18):
            best = max(best, len(gold) / len(said))
    return best


def bare(text: str) -> str:
    return _MARKS.sub("", squeeze(text))


def inside(gold: str, said: str) -> bool:
    """Is gold in said, and not as a part of a longer number?"""
    left = r"(?<![0-9.])" if gold[:1].isdigit() else ""
    right = r"(?![0-9]|\.[0-9])" if gold[-1:].isdigit() else ""
    return bool(gold) and re.search(left + re.escape(gold) + right, said) is not None
