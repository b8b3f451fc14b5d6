"""Texts → vectors, by the built-in encoder or by any sentence-transformers model on this disk.

A static model (a vector a token, averaged) answers through model2vec in a fraction of a second,
without torch. Every other model needs sentence-transformers, imported only once one is asked for.
Nothing is ever downloaded.
"""

import json
import os
import re
import threading
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np

from retrieval.errors import EncoderError
from retrieval.settings import BUILT_IN_ENCODER

_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
_STATIC_MODULES = {"StaticEmbedding", "Normalize"}
_MODEL_FILES = ("modules.json", "config_sentence_transformers.json", "config.json")

_BGE_CHINESE = re.compile(r"bge-\w+-zh", re.IGNORECASE)
# From the model card of BAAI/bge-*-zh: queries carry it, passages don't.
_BGE_INSTRUCTION = "为这个句子生成表示以用于检索相关文章："

_Encode = Callable[[list[str]], np.ndarray]


class Encoder(Protocol):
    """What the index and the search ask of a model.

    `encoder_id` changes with the files that the vectors depend on and with nothing else. `dim`:
    length of a vector. A text of which the model knows nothing may get the zero vector.
    """

    encoder_id: str
    dim: int

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions, `(n, dim)` float32, each of length 1 or 0."""

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, `(n, dim)` float32, each of length 1 or 0."""


def load_encoder(name: str | Path | None = None) -> Encoder:
    """The encoder of a model folder, or of a model's name in the local Hugging Face cache.

    None: the built-in encoder. Raises EncoderError where there is no such model on this disk, or
    it does not load.
    """
    os.environ.update(_OFFLINE)
    folder = _find_folder(name or BUILT_IN_ENCODER)
    shown = folder.resolve().name if Path(str(name or folder)).is_dir() else str(name)
    load = _load_static if _is_static(folder) else _load_transformer
    try:
        encode_queries, encode_passages, dim = load(folder, shown)
        encoder_id = f"{shown}-{_content_hash(folder)}"
    except ImportError as error:
        raise EncoderError(
            f"加载编码器 {shown} 要用的程序库没有装好（{error}）",
            "应已安装 requirements.txt 里的全部程序库",
            "运行 pip install -r requirements.txt，或不指定 --encoder 而使用内置编码器",
        ) from error
    except Exception as error:  # whatever a damaged model makes three libraries raise
        raise EncoderError(
            f"编码器 {folder} 加载失败（{type(error).__name__}: {error}）",
            "应为完整的 sentence-transformers 或 model2vec 模型文件夹",
            "重新复制这个模型文件夹，或不指定 --encoder 而使用内置编码器",
        ) from error
    return _LoadedEncoder(encoder_id, dim, encode_queries, encode_passages)


class _LoadedEncoder:
    """An Encoder that may be shared between threads."""

    def __init__(
        self, encoder_id: str, dim: int, encode_queries: _Encode, encode_passages: _Encode
    ):
        self.encoder_id, self.dim = encoder_id, dim
        self._encode_queries, self._encode_passages = encode_queries, encode_passages
        # Both libraries set truncation on the shared tokenizer in each call, which raises
        # "Already borrowed" while another thread is tokenizing.
        self._lock = threading.Lock()

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(self._encode_queries, texts)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(self._encode_passages, texts)

    def _encode(self, encode: _Encode, texts: Sequence[str]) -> np.ndarray:
        if not len(texts):
            return np.zeros((0, self.dim), dtype=np.float32)
        with self._lock:
            vectors = np.asarray(encode(list(texts)), dtype=np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)


def _find_folder(name: str | Path) -> Path:
    folder = Path(name)
    if folder.is_dir():
        if any((folder / file).is_file() for file in _MODEL_FILES):
            return folder
        found = f"文件夹 {folder} 里没有模型（{'、'.join(_MODEL_FILES)} 都不在）"
    else:
        cached = _cached_snapshot(str(name))
        if cached:
            return cached
        found = f"本机没有编码器 {name}"
    raise EncoderError(
        found,
        "应为模型文件夹，或本机 Hugging Face 缓存里已有的模型名；本程序从不联网下载",
        "检查 --encoder 的拼写，先把模型复制到本机，或不指定 --encoder 而使用内置编码器",
    )


def _cached_snapshot(name: str) -> Path | None:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):  # not in the cache; not a name that a model can have
        return None


def _is_static(folder: Path) -> bool:
    """Is it a model of token vectors alone, which model2vec reads?"""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        return {module["type"].rsplit(".", 1)[-1] for module in modules} <= _STATIC_MODULES
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _load_static(folder: Path, _: str) -> tuple[_Encode, _Encode, int]:
    from model2vec import StaticModel

    # max_length=None: a passage counts to its last word, however long.
    model = StaticModel.from_pretrained(folder, normalize=False, max_length=None)
    model.embedding = model.embedding.astype(np.float32)  # sums in half precision lose digits

    def encode(texts: list[str]) -> np.ndarray:
        return model.encode(texts, use_multiprocessing=False)

    return encode, encode, model.dim


def _load_transformer(folder: Path, name: str) -> tuple[_Encode, _Encode, int]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    if _BGE_CHINESE.search(name) and not model.prompts.get("query"):
        model.prompts["query"] = _BGE_INSTRUCTION

    def encode_queries(texts: list[str]) -> np.ndarray:
        return model.encode_query(texts, show_progress_bar=False)

    def encode_passages(texts: list[str]) -> np.ndarray:
        return model.encode_document(texts, show_progress_bar=False)

    return encode_queries, encode_passages, encode_passages([""]).shape[1]


def _content_hash(folder: Path) -> str:
    """Twelve hexadecimal digits over all that vectors depend on: not the card, nor hidden files."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_file() and path.suffix != ".md" and not place.as_posix().startswith("."):
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
            digest.update(place.as_posix().encode())
    return digest.hexdigest()[:12]
