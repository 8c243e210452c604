"""The raw matrix product that an exact retrieval cannot do without."""

import time

import numpy as np

from matching.engine.candidates import BLOCK_ROWS
from matching.engine.types import Float32Array, Vectors


def seekers_product_s(vectors: Vectors) -> float:
    """Seconds of every need against every offer: (n, 2d) by (2d, m), float32, block by block."""
    return _blocked_product_s(*_both(vectors))


def givers_product_s(vectors: Vectors) -> float:
    """Seconds of every offer against every need: (m, 2d) by (2d, n), float32, block by block."""
    seekers, givers = _both(vectors)
    return _blocked_product_s(givers, seekers)


def _both(vectors: Vectors) -> tuple[Float32Array, Float32Array]:
    return (
        np.hstack([vectors.needs, vectors.profiles]),
        np.hstack([vectors.offers, vectors.wishes]),
    )


def _blocked_product_s(left: Float32Array, right: Float32Array) -> float:
    transposed = np.ascontiguousarray(right.T)
    block = np.empty((BLOCK_ROWS, len(right)), dtype=np.float32)
    started = time.perf_counter()
    for start in range(0, len(left), BLOCK_ROWS):
        rows = left[start : start + BLOCK_ROWS]
        np.matmul(rows, transposed, out=block[: len(rows)])
    return time.perf_counter() - started
