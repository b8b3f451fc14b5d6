"""The span network in torch: layers of a pretrained encoder, flags for shared words, two logits."""

import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from retrieval.answering.pairing import FLAGS, PAD
from training.base_model import BaseModel

HEADS, DROP = 12, 0.1
POSITIONS = 256
_HIDDEN = -1e4


class Dropout(nn.Module):
    """Dropout that slices one long mask at random: drawing a new one was a fifth of a step's time."""

    mask: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        if Dropout.mask is None or len(Dropout.mask) < 2 * x.numel():
            Dropout.mask = functional.dropout(torch.ones(4 * x.numel(), dtype=torch.bfloat16), DROP)
        start = int(torch.randint(len(Dropout.mask) - x.numel(), ()))
        return x * Dropout.mask[start : start + x.numel()].view(x.shape)


class Layer(nn.Module):
    """A transformer layer that normalises after each step, as BERT's do."""

    def __init__(self, width: int, inner: int):
        super().__init__()
        self.look, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.after_look = nn.LayerNorm(width, eps=1e-12)
        self.after_think = nn.LayerNorm(width, eps=1e-12)
        self.drop = Dropout()

    def forward(self, x: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        n, length, width = x.shape
        parts = self.look(x).view(n, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts
        weights = query @ key.transpose(-1, -2) * (width // HEADS) ** -0.5 + hidden
        seen = (weights.softmax(-1) @ value).transpose(1, 2).reshape(n, length, width)
        x = self.after_look(x + self.drop(self.out(seen)))
        return self.after_think(x + self.drop(self.down(functional.gelu(self.up(x)))))


class SpanModel(nn.Module):
    """(n, length) ids and flags to (n, length, 2) logits of an answer's first and last piece."""

    def __init__(self, pieces: int, layers: int, width: int, inner: int):
        super().__init__()
        self.sizes = pieces, layers, width, inner
        self.pieces, self.places = nn.Embedding(pieces, width), nn.Embedding(POSITIONS, width)
        self.flags, self.norm = nn.Embedding(FLAGS, width), nn.LayerNorm(width, eps=1e-12)
        self.drop = Dropout()
        self.layers = nn.ModuleList(Layer(width, inner) for _ in range(layers))
        self.head = nn.Linear(width, 2)
        for fresh in (self.flags.weight, self.head.weight):
            nn.init.normal_(fresh, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, flags: torch.Tensor) -> torch.Tensor:
        places = self.places.weight[: ids.shape[1]]
        x = self.norm(self.pieces(ids) + places + self.flags(flags))
        x = self.drop(x)
        hidden = (ids == PAD)[:, None, None, :].to(x.dtype) * _HIDDEN
        for layer in self.layers:
            x = layer(x, hidden)
        return self.head(x)

    @property
    def fresh(self) -> list[nn.Parameter]:
        """Parameters that no pretraining has touched."""
        return [self.flags.weight, *self.head.parameters()]


def from_base(base: BaseModel, rows: list[int], layers: int) -> SpanModel:
    """A model with the base's first `layers` layers and the embeddings of `rows`."""
    width, inner = base.width, base.inner
    model = SpanModel(len(rows), layers, width, inner)

    def tensor(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(base.tensors[name].reshape(*shape).copy())

    words = tensor("emb.word", -1, width)[rows] + tensor("emb.type", 2, width)[0]
    weights = {"pieces.weight": words, "places.weight": tensor("emb.pos", -1, width)[:POSITIONS]}
    weights |= {"norm.weight": tensor("emb.ln.w", -1), "norm.bias": tensor("emb.ln.b", -1)}
    names = {"out": "ao", "after_look": "aln", "up": "fi", "down": "fo", "after_think": "oln"}
    for i in range(layers):
        own = {
            f"layers.{i}.{ours}.{part}": tensor(f"l{i}.{theirs}.{part[0]}", -1)
            for ours, theirs in names.items()
            for part in ("weight", "bias")
        }
        for part in ("weight", "bias"):
            three = [tensor(f"l{i}.{which}.{part[0]}", -1) for which in "qkv"]
            own[f"layers.{i}.look.{part}"] = torch.cat(three)
        weights |= own
    shapes = model.state_dict()
    missing = model.load_state_dict(
        {name: value.reshape(shapes[name].shape) for name, value in weights.items()}, strict=False
    )
    assert not missing.unexpected_keys, missing
    return model


def export(model: SpanModel, path: Path) -> None:
    """Writes the model as ONNX with weights of 8 bits, a scale for each output."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    sample = torch.full((2, 40), 4), torch.ones((2, 40), dtype=torch.long)
    axes = {name: {0: "rows", 1: "pieces"} for name in ("ids", "flags", "logits")}
    model.eval()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model, sample, str(whole), input_names=["ids", "flags"], output_names=["logits"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    model.train()


def span_loss(logits: torch.Tensor, offsets: np.ndarray, ends: np.ndarray, groups) -> torch.Tensor:
    """Mean negative log-likelihood of the gold spans, shared over the rows of each question.

    `logits` (n, length, 2); row i's passage lies at `offsets[i]` to `ends[i]`. `groups`: for each
    question the list of its rows' gold spans (first, last piece), one list a row; where no row has
    any, the right answer is the mean of the rows' first logits: "in none of these" (after the
    no-answer option of Clark and Gardner, 2018).
    """
    total, at = logits.new_zeros(()), 0
    for group in groups:
        rows = range(at, at + len(group))
        own = logits[at : at + len(group)]
        allowed, gold = torch.full(own.shape[:2], _HIDDEN), []
        for i, spans in enumerate(group):
            allowed[i, offsets[rows[i]] : ends[rows[i]]] = 0
            gold += [(i, offsets[rows[i]] + a, offsets[rows[i]] + b) for a, b in spans]
        nothing = own[:, 0].mean(0)
        for side in (0, 1):
            every = torch.cat([(own[..., side] + allowed).flatten(), nothing[side : side + 1]])
            places = {(spot[0], spot[1 + side]) for spot in gold}
            right = [own[i, piece, side] for i, piece in places]
            target = torch.logsumexp(torch.stack(right), 0) if right else nothing[side]
            total = total + torch.logsumexp(every, 0) - target
        at += len(group)
    return total / len(groups)
