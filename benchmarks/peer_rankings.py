"""Rankings of the peers, made in their own environment: benchmarks/peers.py starts this file.

Standard input: {"passages": [text], "questions": [text], "vectors": {text: [float]}, "most": k} as
JSON. Standard output: {"packages": {name: version}, "rankings": {peer: for each question the places
of its best passages}}. Nothing of the product is imported, and nothing is fetched.
"""

import json
import logging
import os
import re
import sys
from importlib.metadata import version

os.environ |= {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}

import bm25s  # noqa: E402
import jieba  # noqa: E402
import numpy as np  # noqa: E402
from haystack import Document  # noqa: E402
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever  # noqa: E402
from haystack.document_stores.in_memory import InMemoryDocumentStore  # noqa: E402
from txtai import Embeddings  # noqa: E402

PACKAGES = ("txtai", "haystack-ai", "bm25s", "jieba")
_WORD = re.compile(r"\w")
Rankings = list[list[int]]


def cut(text: str) -> str:
    """The words of a text as jieba has them, with blanks between."""
    return " ".join(word for word in jieba.lcut(text) if _WORD.search(word))


def by_txtai(passages: list[str], questions: list[str], most: int, **options) -> Rankings:
    embeddings = Embeddings(**options)
    embeddings.index(passages)
    return [[int(place) for place, _ in embeddings.search(q, most)] for q in questions]


def by_haystack(passages: list[str], questions: list[str], most: int) -> Rankings:
    store = InMemoryDocumentStore()
    store.write_documents([Document(id=str(i), content=p) for i, p in enumerate(passages)])
    retriever = InMemoryBM25Retriever(store, top_k=most)
    return [[int(d.id) for d in retriever.run(query=q)["documents"]] for q in questions]


def by_bm25s(passages: list[str], questions: list[str], most: int) -> Rankings:
    """Both as `cut` gives them."""
    index = bm25s.BM25()
    index.index([p.split() for p in passages], show_progress=False)
    asked = [q.split() for q in questions]
    places, scores = index.retrieve(asked, k=min(most, len(passages)), show_progress=False)
    # What shares no word with the question was not found: it only fills the places.
    return [
        [int(p) for p, s in zip(*row, strict=True) if s > 0]
        for row in zip(places, scores, strict=True)
    ]


def main() -> None:
    jieba.setLogLevel(logging.ERROR)
    given = json.load(sys.stdin)
    passages, questions, most = given["passages"], given["questions"], given["most"]
    vectors = {text: np.array(v, dtype=np.float32) for text, v in given["vectors"].items()}

    def transform(texts: list[str]) -> np.ndarray:
        return np.stack([vectors[text] for text in texts])

    own = (passages, questions, most)
    words = ([cut(p) for p in passages], [cut(q) for q in questions], most)
    # txtai and Haystack take each Chinese character as a word: blanks put in by jieba change nothing.
    rankings = {
        "txtai keyword": by_txtai(*own, keyword=True),
        "txtai hybrid, our vectors": by_txtai(
            *own, hybrid=True, method="external", transform=transform
        ),
        "Haystack BM25": by_haystack(*own),
        "bm25s + jieba": by_bm25s(*words),
    }
    packages = {name: version(name) for name in PACKAGES}
    json.dump({"packages": packages, "rankings": rankings}, sys.stdout)


if __name__ == "__main__":
    main()
