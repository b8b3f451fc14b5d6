"""Batches of questions with windows, and the optimiser that fits a span model to them."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tqdm import tqdm

from retrieval.answering.pairing import PASSAGE_PIECES, Pairing, Pieces, Row, batch
from training.span_model import SpanModel, span_loss
from training.span_pairs import Pair

PIECES_A_STEP, POOL = 4500, 240
"""Pieces a step; questions sorted by length together."""
FRESH_RATE = 6
"""Times the learning rate, for the parameters that pretraining hasn't touched."""


@dataclass(frozen=True)
class Group:
    """A question's rows, and for each the spans (first, last piece of the passage) that answer."""

    rows: tuple[Row, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def longest(self) -> int:
        return max(len(row.ids) for row in self.rows)


def group_of(pairing: Pairing, pair: Pair, rng: random.Random, most: int = 3) -> Group:
    """At most `most` windows of the pair, shuffled; now and then those without the answer only."""
    question = pairing.cut(pair.question).ids
    headings = pairing.cut(pair.headings if rng.random() < 0.7 else "").ids
    gold = {place[0] for place in pair.spans}
    rest = [i for i in range(len(pair.windows)) if i not in gold]
    if rest and not pair.headings and rng.random() < 0.12:
        gold = set()
    kept = ([*gold][:1] if rest else [*gold][:2]) + rest
    kept = kept[:most]
    rng.shuffle(kept)
    made, spans = [], []
    for i in kept:
        pieces = pairing.cut(pair.windows[i])
        made.append(pairing.row(question, headings, pieces.ids))
        spans.append(tuple(piece_spans(pieces, [p[1:] for p in pair.spans if p[0] == i])))
    return Group(tuple(made), tuple(spans))


def piece_spans(pieces: Pieces, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last piece of each half-open stretch of characters that the network reads."""
    for start, end in places:
        first = int(np.searchsorted(pieces.ends, start, side="right"))
        last = max(first, int(np.searchsorted(pieces.starts, end, side="left")) - 1)
        if last < min(PASSAGE_PIECES, len(pieces.ids)):
            yield first, last


def batches(groups: Iterator[Group], rng: random.Random) -> Iterator[list[Group]]:
    """Batches of about PIECES_A_STEP pieces, of questions of like length."""
    while pool := [g for _, g in zip(range(POOL), groups, strict=False) if g.rows]:
        pool.sort(key=lambda group: group.longest)
        made, current = [], []
        for group in pool:
            pieces = sum(len(row.ids) for g in (*current, group) for row in g.rows)
            if current and pieces > PIECES_A_STEP:
                made.append(current)
                current = []
            current.append(group)
        made.append(current)
        rng.shuffle(made)
        yield from made


def optimise(model: SpanModel, made: Iterator[list[Group]], steps: int, rate: float, warm: int):
    """Runs `steps` batches with a linear warm-up and a linear way down to a fiftieth."""
    fresh = {id(p) for p in model.fresh}
    old = [p for p in model.parameters() if id(p) not in fresh]
    kinds = (
        {"params": [p for p in old if p.ndim > 1], "weight_decay": 0.01, "times": 1},
        {"params": [p for p in old if p.ndim == 1], "weight_decay": 0.0, "times": 1},
        {"params": model.fresh, "weight_decay": 0.0, "times": FRESH_RATE},
    )
    optimiser = torch.optim.AdamW(kinds, lr=rate, betas=(0.9, 0.98), fused=True)
    model.train()
    mean = math.nan
    bar = tqdm(range(steps))
    for step in bar:
        groups = next(made)
        own = [row for group in groups for row in group.rows]
        ids, flags = map(torch.from_numpy, batch(own))
        now = rate * min(1.0, (step + 1) / warm) * max(0.02, 1 - step / steps)
        for kind in optimiser.param_groups:
            kind["lr"] = now * kind["times"]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids, flags)
        offsets = np.array([row.offset for row in own])
        ends = np.array([len(row.ids) - 1 for row in own])
        loss = span_loss(logits.float(), offsets, ends, [group.spans for group in groups])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        mean = loss.item() if math.isnan(mean) else 0.98 * mean + 0.02 * loss.item()
        bar.set_postfix(loss=f"{mean:.2f}")
