"""A corpus, an index and an encoder in one test's folder, and three reports to fill it with."""

from pathlib import Path

from hashing_encoder import HashingEncoder

from retrieval.indexing import reindex
from retrieval.language.tokenizer import query_terms
from retrieval.search import Searcher
from retrieval.settings import Settings
from retrieval.storage import snapshot
from retrieval.storage.database import Database

SETTINGS = Settings(lock_seconds=5)

WELLS = "一、地下水开采管控不力。\n整改时限：2018年底\n整改进展情况：封停自备井36眼，处罚12万元。\n"
BOILERS = "一、燃煤锅炉未淘汰。\n整改时限：2017年底\n整改进展情况：拆除锅炉65台，投资12.68亿元。\n"
SEWAGE = "一、污水处理厂超标排放。\n整改时限：立行立改\n整改进展情况：两座污水厂完成提标改造。\n"


class Bench:
    """A corpus, an index over it and an encoder, in one test's folder."""

    def __init__(self, folder: Path):
        self.corpus, self.index, self.encoder = (
            folder / "reports",
            folder / "index",
            HashingEncoder(),
        )
        self.corpus.mkdir(parents=True)

    def write(self, **texts: str | bytes | None) -> None:
        for name, text in texts.items():
            path = self.corpus / f"{name}.txt"
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *names: str, **options):
        paths = [self.corpus / name for name in names] or None
        return reindex(self.index, paths, self.encoder, SETTINGS, corpus=self.corpus, **options)

    def live(self) -> dict[str, str]:
        with Database.open(self.index) as database:
            return snapshot.live_versions(database)

    def ask(self, question: str) -> list[tuple[str, float]]:
        with Searcher(self.index, self.encoder, SETTINGS) as searcher:
            hits = searcher.search(question, query_terms(question), k=20)
        return [(hit.passage.report_id, hit.passage.text, hit.score, hit.rank) for hit in hits]
