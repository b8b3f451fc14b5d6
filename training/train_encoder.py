"""Trains the built-in encoder: a vector a token, averaged over a text.

    python training/train_encoder.py --data DATA --output retrieval/weights/encoder
                                     [--measure FOLDER …] [--steps N] [--stop N] [--seed N]

DATA holds qa_train, news and official (.jsonl.xz). FOLDER holds `NAME.txt` beside
`NAME_questions.jsonl`; a text of FOLDER that also stands in DATA is left out of training.
"""

import argparse
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from training.measure import Benchmark, load_benchmarks, print_scores  # noqa: E402
from training.pairs import Batch, Pairs, Recipe  # noqa: E402
from training.texts import Document, Ragged, load_corpus, read_documents  # noqa: E402
from training.vocabulary import learn_tokenizer  # noqa: E402

TEMPERATURE = 0.05
WARM_UP = 50  # steps
NEW_WINDOWS = 1500  # steps after which documents are cut anew
SAVED = 250  # steps after which a kill loses nothing
COMMON = 1e-3  # share of the text above which a word starts with little weight (SIF's a)


class LazyAdam:
    """Adam that touches only the rows of the tokens in a batch: a tenth of the table, or less.

    Kingma and Ba, https://arxiv.org/abs/1412.6980, algorithm 1, its averages kept a row at a time.
    """

    def __init__(self, table: torch.Tensor, beta1: float = 0.9, beta2: float = 0.99):
        self.table, self.beta1, self.beta2, self.step = table, beta1, beta2, 0
        self.mean, self.square = torch.zeros_like(table), torch.zeros_like(table)

    def update(self, rows: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """One step for `rows` (n) with their gradient (n, dim)."""
        self.step += 1
        mean = self.mean.index_select(0, rows).lerp_(gradient, 1 - self.beta1)
        square = self.square.index_select(0, rows).lerp_(gradient.square(), 1 - self.beta2)
        self.mean.index_copy_(0, rows, mean)
        self.square.index_copy_(0, rows, square)
        rate = rate / (1 - self.beta1**self.step)
        spread = square.div_(1 - self.beta2**self.step).sqrt_().add_(1e-8)
        self.table.index_add_(0, rows, mean.div_(spread), alpha=-rate)


def train(pairs: Pairs, tokenizer, args: argparse.Namespace) -> np.ndarray:
    """Token vectors `(vocabulary, dim)` float32; that of the unknown token is zero."""
    table = first_vectors(pairs, tokenizer.get_vocab_size(), args.dim)
    table[0] = 0  # never in a batch: texts are tokenized without it
    adam = LazyAdam(table)
    losses: dict[str, float] = {}
    progress = tqdm(range(min(args.stop, args.steps)), unit="batch", disable=None)
    for step in progress:
        if step and step % NEW_WINDOWS == 0:
            pairs.cut_windows()
        batch = pairs.draw()
        rows, loss = contrast(table, batch)
        loss.backward()
        warm, left = min(1, (step + 1) / WARM_UP), 1 - step / args.steps
        adam.update(rows[0], rows[1].grad, args.rate * warm * max(left, 0.02))
        losses[batch.kind] = 0.98 * losses.get(batch.kind, loss.item()) + 0.02 * loss.item()
        if step % 50 == 0:
            progress.set_postfix({kind: f"{value:.2f}" for kind, value in losses.items()})
        if step % SAVED == SAVED - 1:
            save(table.numpy(), tokenizer, args.output)
    return table.numpy()


def first_vectors(pairs: Pairs, vocabulary: int, dim: int) -> torch.Tensor:
    """Random directions; frequent words short, by Arora et al.'s SIF weight a / (a + p).

    https://openreview.net/forum?id=SyK00v5xx
    """
    counts = np.bincount(pairs.corpus.sentences.ids, minlength=vocabulary)
    weight = COMMON / (COMMON + counts / counts.sum())
    directions = pairs.rng.standard_normal((vocabulary, dim))
    return torch.from_numpy((directions * weight[:, None]).astype(np.float32))


def contrast(table: torch.Tensor, batch: Batch):
    """Rows in the batch with their vectors, and the loss: each query must find its own passage."""
    tokens = torch.from_numpy(np.concatenate([batch.queries.ids, batch.passages.ids]))
    rows, places = torch.unique(tokens.long(), return_inverse=True)
    vectors = table.index_select(0, rows).requires_grad_()
    split = len(batch.queries.ids)
    queries = sum_up(vectors, places[:split], batch.queries)
    passages = sum_up(vectors, places[split:], batch.passages)
    scores = (queries @ passages.T / TEMPERATURE).masked_fill(
        torch.from_numpy(batch.ignored), float("-inf")
    )
    return (rows, vectors), functional.cross_entropy(scores, torch.arange(len(scores)))


def sum_up(vectors: torch.Tensor, places: torch.Tensor, texts: Ragged) -> torch.Tensor:
    offsets = torch.from_numpy(texts.offsets[:-1].copy())
    sums = functional.embedding_bag(places, vectors, offsets, mode="sum")
    return functional.normalize(sums, dim=1, eps=1e-6)


def save(vectors: np.ndarray, tokenizer, folder: Path) -> None:
    """Writes an ordinary sentence-transformers folder, in half precision; the card is kept."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    module = StaticEmbedding(tokenizer, embedding_weights=vectors.astype(np.float16))
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    tokenizer.save(str(next(folder.rglob("tokenizer.json"))), pretty=False)


def held_out(documents: list[Document], benchmarks: list[Benchmark]) -> list[Document]:
    """The documents that share no long sentence with a text that is measured on."""
    measured = "\n".join(benchmark.text for benchmark in benchmarks)
    return [
        document
        for document in documents
        if document.source != "official"
        or sum(len(s) > 25 and s in measured for s in document.sentences) < 3
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--measure", type=Path, nargs="*", default=[])
    parser.add_argument("--tokens", type=int, default=26_000)
    parser.add_argument("--word", type=int, default=2, help="characters of the longest token")
    parser.add_argument("--dim", type=int, default=512)
    parser.add_argument("--news", type=int, default=40_000, help="news articles to train on")
    parser.add_argument("--steps", type=int, default=1_600)
    parser.add_argument("--stop", type=int, default=500, help="stop early, at this batch")
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    benchmarks = load_benchmarks(args.measure)
    documents = held_out(list(read_documents(args.data, args.news)), benchmarks)
    sample = islice(documents, 0, None, 5)
    texts = ("\n".join(document.sentences) for document in sample)
    tokenizer = learn_tokenizer(tqdm(texts, desc="words", disable=None), args.tokens, args.word)
    pairs = Pairs(load_corpus(documents, tokenizer), Recipe(), args.seed)
    del documents
    vectors = train(pairs, tokenizer, args)
    save(vectors, tokenizer, args.output)
    print_scores(args.output, benchmarks)


if __name__ == "__main__":
    main()
