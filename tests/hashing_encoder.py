"""An encoder that needs no weights: counts of hashed character bigrams. For tests only."""

import zlib

import numpy as np


class HashingEncoder:
    """Texts that share characters are near; a text without two Chinese characters is zero."""

    def __init__(self, encoder_id: str = "hashing-64", dim: int = 64):
        self.encoder_id, self.dim = encoder_id, dim
        self.seen: list[str] = []

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        self.seen += texts
        return self.encode_queries(texts)

    def encode_queries(self, texts: list[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for pair in zip(text, text[1:], strict=False):
                if all("\u4e00" <= character <= "\u9fff" for character in pair):
                    row[zlib.crc32("".join(pair).encode()) % self.dim] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)
