"""Trains the reader: which candidate answers, and how sure to be. `retrieval/weights/reader.json`.

    python training/train_reader.py --questions TRAIN … --data DATA --networks FOLDER [--public N]

TRAIN holds `tN.txt` with `tN_questions.jsonl`, DATA the public pairs. Each annotated document is
indexed alone and its questions are searched; the candidates of the hits become rows. The
perceptron maximises the softmax likelihood of the right candidates. Confidence is calibrated on
predictions for documents left out: on answers as good and as bad as those on unseen reports.
Run training/train_asking.py first; for each half of the documents that model is fitted anew without
it. FOLDER holds for each document a network that never saw it (training/train_network.py --left-out);
the reader and the model of what is asked that never saw it are put beside it, for
benchmarks/left_out.py.
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.answering.features import COLUMNS, SPEAK_AGAINST, SPEAK_FOR  # noqa: E402
from retrieval.answering.network import Network  # noqa: E402
from retrieval.answering.reader import point_out  # noqa: E402
from retrieval.answering.weights import (  # noqa: E402
    CONFIDENCE_COLUMNS,
    Perceptron,
    Weights,
)
from retrieval.settings import READER_WEIGHTS  # noqa: E402
from training.annotations import document, folds, question_files  # noqa: E402
from training.calibration import sure_of  # noqa: E402
from training.examples import Example, annotated, public  # noqa: E402
from training.reader_report import predictions, refusing, report  # noqa: E402
from training.train_asking import fit as fit_asking  # noqa: E402
from training.train_asking import rows_of, write_asking  # noqa: E402

HIDDEN, KEPT, STEPS, BATCH, RATE, DECAY, DROP, SEEDS = 16, 60, 500, 128, 0.02, 0.02, 0.1, 5
"""Perceptron: hidden units, candidates a question that training sees, optimiser steps, questions a
step, learning rate, weight decay, dropout, and how many are averaged; chosen by the
cross-validation that this prints."""


def blank() -> Weights:
    """Weights that tell nothing apart: enough to open an assistant and search."""
    nothing = Perceptron(np.zeros((1, len(COLUMNS))), np.zeros(1), np.zeros(1))
    return Weights(nothing, 0.0, np.zeros(len(CONFIDENCE_COLUMNS)), 0.0)


def pack(examples: list[Example], chosen: list[np.ndarray]) -> tuple[torch.Tensor, ...]:
    """(n, KEPT, columns) features, (n, KEPT) squared worth, and a mask that is −10⁴ where empty."""
    shape = (len(examples), KEPT)
    features = np.zeros((*shape, len(COLUMNS)), np.float32)
    worth, mask = np.zeros(shape, np.float32), np.full(shape, -1e4, np.float32)
    for i, (e, rows) in enumerate(zip(examples, chosen, strict=True)):
        n = len(rows)
        features[i, :n], worth[i, :n], mask[i, :n] = e.features[rows], e.worth[rows] ** 2, 0.0
    return torch.tensor(features), torch.tensor(worth), torch.tensor(mask)


def sample(e: Example, rng: np.random.RandomState) -> np.ndarray:
    right, wrong = np.flatnonzero(e.worth), np.flatnonzero(e.worth == 0)
    rows = np.concatenate([right[: KEPT // 2], rng.permutation(wrong)])
    return rows[:KEPT]


def hardest(e: Example, weights: Perceptron) -> np.ndarray:
    return np.argsort(-weights.score(e.features), kind="stable")[:KEPT]


def fit(examples: list[Example], chosen: list[np.ndarray], seed: int) -> Perceptron:
    """The perceptron over `chosen` rows; questions without a right one among them teach nothing."""
    torch.manual_seed(seed)
    usable = [(e, rows) for e, rows in zip(examples, chosen, strict=True) if e.worth[rows].any()]
    features, worth, mask = pack(*map(list, zip(*usable, strict=True)))
    share = torch.tensor([0.5 if e.document == "public" else 2.0 for e, _ in usable])
    model = torch.nn.Sequential(
        torch.nn.Linear(len(COLUMNS), HIDDEN),
        torch.nn.ReLU(),
        torch.nn.Dropout(DROP),
        torch.nn.Linear(HIDDEN, 1, bias=False),
    )
    monotone(model[0].weight.data, model[3].weight.data)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        i = torch.multinomial(share, BATCH, replacement=True)
        scores = model(features[i])[:, :, 0] + mask[i]
        right = torch.logsumexp(scores + torch.log(worth[i] + 1e-9), 1)
        loss = (torch.logsumexp(scores, 1) - right).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        monotone(model[0].weight.data, model[3].weight.data)
    first, last = model[0], model[3]
    arrays = (t.detach().numpy() for t in (first.weight, first.bias, last.weight[0]))
    return Perceptron(*arrays)


def monotone(hidden: torch.Tensor, output: torch.Tensor) -> None:
    """Clips the weights so that a feature that speaks for a candidate never lowers its score.

    Without it, five hundred questions teach a perceptron exceptions that are none: it preferred a
    figure with fewer of the question's words about it.
    """
    place = {name: index for index, name in enumerate(COLUMNS)}
    hidden[:, [place[name] for name in SPEAK_FOR]] = hidden[
        :, [place[name] for name in SPEAK_FOR]
    ].clamp(min=0.0)
    hidden[:, [place[name] for name in SPEAK_AGAINST]] = hidden[
        :, [place[name] for name in SPEAK_AGAINST]
    ].clamp(max=0.0)
    output.clamp_(min=0.0)


def train(examples: list[Example]) -> Perceptron:
    """The mean of SEEDS perceptrons, each of two rounds: against random wrong candidates, then
    against those it found hardest."""
    with_rows = [e for e in examples if e.answerable and len(e.owners)]
    found = []
    for seed in range(SEEDS):
        rng = np.random.RandomState(seed)
        rough = fit(with_rows, [sample(e, rng) for e in with_rows], seed)
        found.append(fit(with_rows, [hardest(e, rough) for e in with_rows], seed))
    # Side by side their hidden units are one larger perceptron.
    hidden, bias, output = (
        np.concatenate([getattr(one, name) for one in found])
        for name in ("hidden", "hidden_bias", "output")
    )
    return Perceptron(hidden, bias, output / SEEDS)


def worth_of_network(examples: list[Example], judged: dict[int, np.ndarray]) -> float:
    """What a log-odds of the network is worth beside the perceptron: the likeliest of a grid.

    Of the right candidates, under the softmax of both, on documents that neither was trained on.
    """
    lead = COLUMNS.index("network_lead")
    usable = [e for e in examples if e.answerable and e.worth.any()]

    def likelihood(weight: float) -> float:
        total = 0.0
        for e in usable:
            scores = judged[id(e)] + weight * e.features[:, lead]
            total += np.logaddexp.reduce(scores[e.worth > 0]) - np.logaddexp.reduce(scores)
        return total / len(usable)

    grid = np.round(np.arange(0.0, 4.01, 0.1), 1)
    found = float(max(grid, key=likelihood))
    print(f"a unit of network_lead is worth {found} (likelihood {likelihood(found):.3f})")
    return found


def save(path: Path, weights: Weights) -> None:
    def rounded(values: np.ndarray) -> list:
        return np.round(np.asarray(values, float), 4).tolist()

    def named(names, values):
        return {n: rounded(v) for n, v in zip(names, values, strict=True)}

    def perceptron(one: Perceptron) -> dict:
        return {
            "hidden": named(COLUMNS, one.hidden.T),
            "hidden_bias": rounded(one.hidden_bias),
            "output": rounded(one.output),
        }

    stored = {
        "features": perceptron(weights.features),
        "network": weights.network,
        "confidence": named(CONFIDENCE_COLUMNS, weights.confidence),
        "bias": round(weights.bias, 4),
    }
    path.write_text(json.dumps(stored, ensure_ascii=False) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument(
        "--public", type=int, default=0, help="public questions to train on as well"
    )
    parser.add_argument("--output", type=Path, default=READER_WEIGHTS)
    parser.add_argument("--networks", type=Path, required=True, help="of train_network --left-out")
    parser.add_argument("--encoder")
    parser.add_argument("--misses", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    # The assistant opens with weights of today's columns only, and needs none to search.
    save(READER_WEIGHTS, blank())
    paths = question_files(arguments.questions)
    rows, own = rows_of(arguments.data, arguments.questions), []
    parts = folds(paths)
    for part in tqdm(parts, "annotated"):
        seen = [path for path in paths if document(path) in part]
        asking = fit_asking([row for row in rows if row[3] not in {path.name for path in seen}])
        for path in seen:
            write_asking(asking, arguments.networks / document(path) / "asking.npz")
            own += annotated(path, arguments.encoder, asking)
    more = public(arguments.data, arguments.public, arguments.encoder) if arguments.public else []
    print(f"{len(own)} annotated and {len(more)} public questions", flush=True)
    without = {}
    for part in tqdm(parts, "fit"):
        unseen = train([e for e in own if e.document not in part] + more)
        without |= dict.fromkeys(part, unseen)
    names = list(without)
    features = train(own + more)
    judged = {id(e): without[e.document].score(e.features) for e in own if len(e.owners)}
    for name in tqdm(names, "pointed out"):
        network = Network(arguments.networks / name)
        for e in own:
            if e.document == name and len(e.owners):
                point_out(network, e.asked.text, e.by_passage, e.features, judged[id(e)])
    weights = replace(blank(), features=features, network=worth_of_network(own, judged))
    left_out = []
    for name in names:
        found = predictions([e for e in own if e.document == name], judged, weights)
        report(name, found)
        left_out += found
    report("all", left_out)
    for _, _, e, span in [f for f in left_out if f[2].answerable and not f[1]][: arguments.misses]:
        print(e.row["id"], e.row["question"], "| said:", span.text, "| gold:", e.row["answers"][0])
    refusing(left_out)
    folder_of = {document(path): str(path.parent) for path in paths}
    for name in names:
        others = [found for found in left_out if found[2].document != name]
        unseen = replace(weights, features=without[name])
        save(arguments.networks / name / "reader.json", sure_of(unseen, others, folder_of))
    save(arguments.output, sure_of(weights, left_out, folder_of))


if __name__ == "__main__":
    main()
