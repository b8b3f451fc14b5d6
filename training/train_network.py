"""Trains the span network: where in a passage a question is answered. `weights/network/`.

    python training/train_network.py --data DATA --questions TRAIN … --base FOLDER
        --left-out FOLDER [--output FOLDER]

Stage one: the first layers of multilingual-e5-small on public questions and on questions made of
sentences with figures (training/span_pairs.py). Stage two: the annotated questions `tN_questions`
over the passages that a search brings, near misses included. `--left-out` gets for each document a
network of stage two that never saw it: training/train_reader.py needs those. `--base` keeps the
model of stage one, and brings it where it is there. Stage one took 43 minutes on two cores with
bfloat16 instructions; of stage two over forty-four documents the network took 37, one over half of them
20, two at a time.
Its memory grows to 13 GB under glibc's allocator and stays below 2 under a preloaded jemalloc.
"""

import argparse
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.answering.pairing import Pairing  # noqa: E402
from retrieval.answering.weights import load_weights  # noqa: E402
from retrieval.errors import IndexDamaged  # noqa: E402
from retrieval.settings import NETWORK_WEIGHTS, READER_WEIGHTS  # noqa: E402
from training.annotations import folds, question_files  # noqa: E402
from training.base_model import chinese_tokenizer, load_base, packaged_file  # noqa: E402
from training.span_annotated import Searched, groups, searched  # noqa: E402
from training.span_model import SpanModel, export, from_base  # noqa: E402
from training.span_pairs import asked_pairs, made_pairs, rows  # noqa: E402
from training.span_training import batches, group_of, optimise  # noqa: E402
from training.train_reader import blank, save  # noqa: E402

LAYERS = 6
STEPS, RATE, WARM, MADE, MADE_SHARE = 2300, 1.5e-4, 150, 60_000, 0.6
"""Stage one: steps, learning rate, steps of warming up, made questions at most, and their share."""
OWN_EPOCHS, OWN_RATE, OWN_WARM = 2.0, 5e-5, 20
"""Stage two, likewise."""


def texts(data: Path) -> Iterator[str]:
    """What the tokenizer's words are counted in."""
    for name, most in (("official", 10**9), ("news", 60_000)):
        for row, _ in zip(rows(data / f"{name}.jsonl.xz"), range(most), strict=False):
            yield row["text"][:20_000]
    for row in rows(data / "qa_train.jsonl.xz"):
        yield row["question"]


def public_groups(data: Path, questions: Sequence[Path], pairing: Pairing, rng: random.Random):
    """Endless groups of both sorts of public questions."""
    paths = (path for folder in questions for path in folder.glob("*.txt"))
    measured = "\n".join(path.read_text("utf-8") for path in paths)
    asked, made = asked_pairs(data, rng), made_pairs(data, measured, rng, MADE)
    print(f"{len(asked)} questions of people, {len(made)} made", flush=True)
    rng.shuffle(asked)
    rng.shuffle(made)
    turn = [0, 0]
    while True:
        sort = int(rng.random() < MADE_SHARE)
        pairs = (asked, made)[sort]
        yield group_of(pairing, pairs[turn[sort] % len(pairs)], rng)
        turn[sort] += 1


def stage_one(data: Path, questions: Sequence[Path], folder: Path) -> tuple[SpanModel, Path]:
    """The model trained on public questions and its tokenizer's file, from `folder` if it is there."""
    checkpoint, file = folder / "model.pt", folder / "tokenizer.json"
    base = load_base(packaged_file())
    if checkpoint.exists():
        model = SpanModel(Pairing(file).size, LAYERS, base.width, base.inner)
        model.load_state_dict(torch.load(checkpoint))
        return model, file
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer, kept = chinese_tokenizer(base, texts(data))
    tokenizer.save(str(file))
    model, rng = from_base(base, kept, LAYERS), random.Random(0)
    made = batches(public_groups(data, questions, Pairing(file), rng), rng)
    optimise(model, made, STEPS, RATE, WARM)
    torch.save(model.state_dict(), checkpoint)
    return model, file


def adapt(model: SpanModel, found: list[Searched], pairing: Pairing) -> SpanModel:
    """A copy of the model, trained further on annotated questions."""
    copy = SpanModel(*model.sizes)
    copy.load_state_dict(model.state_dict())
    rng = random.Random(0)
    once = [g for g, _ in zip(groups(pairing, found, rng), found, strict=False)]
    steps = len(list(batches(iter(once), rng)))
    made = batches(groups(pairing, found, rng), rng)
    optimise(copy, made, int(OWN_EPOCHS * steps), OWN_RATE, OWN_WARM)
    return copy


def write(model: SpanModel, tokenizer: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    export(model, folder / "model.onnx")
    shutil.copy(tokenizer, folder / "tokenizer.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--left-out", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=NETWORK_WEIGHTS)
    parser.add_argument("--base", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model, tokenizer = stage_one(arguments.data, arguments.questions, arguments.base)
    write(model, tokenizer, arguments.output)  # a search opens the product, network and all
    try:
        load_weights(READER_WEIGHTS)
    except IndexDamaged:  # made for other features: the reader is trained after the network
        save(READER_WEIGHTS, blank())
    pairing = Pairing(tokenizer)
    paths = question_files(arguments.questions)
    found = [one for path in tqdm(paths, "searched") for one in searched(path)]
    for fold in folds(paths):
        without = adapt(model, [one for one in found if one.document not in fold], pairing)
        for name in fold:
            write(without, tokenizer, arguments.left_out / name)
    write(adapt(model, found, pairing), tokenizer, arguments.output)


if __name__ == "__main__":
    main()
