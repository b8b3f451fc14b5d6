"""Makes a static encoder smaller: its vectors in fewer dimensions, cosines kept as near as may be.

    python training/project_encoder.py FROM TO --dimensions 368

The token vectors are turned onto the leading eigenvectors of their second moments (not centred:
dot products are to stay), which loses the least of all dot products in the mean square.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

WEIGHT = "embedding.weight"


def projected(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """(n, dimensions) float16 vectors of (n, dim) ones."""
    whole = vectors.astype(np.float64)
    _, directions = np.linalg.eigh(whole.T @ whole)
    return np.ascontiguousarray((whole @ directions[:, ::-1][:, :dimensions]).astype(np.float16))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--dimensions", type=int, default=368)
    arguments = parser.parse_args()
    vectors = load_file(arguments.source / "model.safetensors")[WEIGHT]
    if arguments.source != arguments.target:
        shutil.copytree(arguments.source, arguments.target)
    made = projected(vectors, arguments.dimensions)
    save_file({WEIGHT: made}, arguments.target / "model.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
