"""The dense leg on disk: FAISS files of passages that came in together, searched as one.

A re-index writes the vectors that came in and takes the other files over as they are. Small files
are joined as they come, each at least twice as large as the next, so that they stay few.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from retrieval.errors import IndexDamaged
from retrieval.ranking.vectors import VectorIndex


def load_parts(folder: Path) -> VectorIndex:
    """All parts in `folder` as one index. Raises IndexDamaged."""
    first, *others = _parts(folder) or [folder / "0000.faiss"]
    whole = VectorIndex.load(first)
    for path in others:
        whole.extend(VectorIndex.load(path))
    return whole


def add_part(
    folder: Path, keys: Sequence[int], vectors: np.ndarray, is_sound: Callable[[Path], bool]
) -> bool:
    """Writes `vectors` (n, dim) under `keys` (n) as a part, joined with smaller ones before it.

    `is_sound`: whether a part is as it was written. False where one to be joined is not; what is
    in `folder` is of no use then.
    """
    part = VectorIndex(vectors.shape[1] or 1)
    part.add(keys, vectors)
    others = _parts(folder)
    number = int(others[-1].stem) + 1 if others else 0
    try:
        while others and _count(others[-1], part) <= 2 * len(part):
            last = others.pop()
            if not is_sound(last):
                return False
            part.extend(VectorIndex.load(last))
            last.unlink()
    except IndexDamaged:
        return False
    part.save(folder / f"{number:04}.faiss")
    return True


def prune_parts(folder: Path, gone: set[int], is_sound: Callable[[Path], bool]) -> bool:
    """Takes the vectors under `gone` out of the parts that hold any; False as in `add_part`."""
    try:
        for path in _parts(folder):
            part = VectorIndex.load(path)
            inside = part.keys() & gone
            if inside and not is_sound(path):
                return False
            if inside:
                part.remove(inside)
                path.unlink()  # it may be shared with the generation before
                if len(part):
                    part.save(path)
    except IndexDamaged:
        return False
    return True


def _parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.faiss"))


def _count(path: Path, like: VectorIndex) -> int:
    """Vectors in a part, near enough, by its size."""
    return path.stat().st_size // (4 * like.dim + 8)
