"""What answers over one generation of an index: made whole, and never changed afterwards."""

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from retrieval.answering.answerer import Answerer
from retrieval.answering.asking import load_asking
from retrieval.answering.library import Library
from retrieval.answering.network import shared_network
from retrieval.answering.reader import Reader
from retrieval.answering.weights import load_weights
from retrieval.language.aliases import stated_aliases
from retrieval.language.spelling import Vocabulary
from retrieval.language.spelling import correct as mend
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.search import Searcher
from retrieval.settings import ASKING_WEIGHTS, NETWORK_WEIGHTS, READER_WEIGHTS, Settings


def answerer_of(searcher: Searcher, settings: Settings) -> tuple[int, Answerer]:
    """The live generation's number, and what answers over it however often others re-index.

    Raises as `Searcher.refresh`.
    """
    while True:
        pinned = searcher.pinned()
        made = _make(pinned, settings)
        if searcher.database.generation == pinned.generation:
            return pinned.generation, made
        # A re-index in between: the documents may be of another generation than the legs.


def _make(searcher: Searcher, settings: Settings) -> Answerer:
    database = searcher.database
    ids = [report.report_id for report in database.reports()]
    library = Library(tuple(database.load_document(report_id) for report_id in ids))
    stated = stated_aliases((d.report.text for d in library.documents), shared_tokenizer())
    tokenizer = shared_tokenizer().knowing(stated.synonyms())
    passages = [passage for document in library.documents for passage in document.passages]
    reader = Reader(
        tokenizer,
        _idf(searcher, len(passages)),
        library.issue_of,
        load_asking(ASKING_WEIGHTS),
        searcher.encoder,
        load_weights(READER_WEIGHTS),
        shared_network(NETWORK_WEIGHTS),
    )
    correct = partial(mend, vocabulary=Vocabulary([p.text for p in passages], tokenizer))
    return Answerer(library, searcher, reader, tokenizer, correct, settings)


def _idf(searcher: Searcher, passages: int) -> Callable[[str], float]:
    """Inverse document frequency of a word over the live passages, as BM25 has it; ≥ 0."""

    @lru_cache(maxsize=4096)
    def idf(word: str) -> float:
        seen = searcher.refresh().lexical.document_frequency(word)
        return float(np.log(1 + (passages - seen + 0.5) / (seen + 0.5)))

    return idf
