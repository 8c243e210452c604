"""Top 20 among 100,000 offers through the retrieval component, beside the raw product."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from benchmarks.scale.vectors import clustered_vectors
from matching.engine.types import Float32Array, IntArray

N_OFFERS, N_QUERIES, TOP = 100_000, 200, 20
MOST_P95_MS = 40.0

# Query vector to the positions of its best offers.
TopOf = Callable[[Float32Array], IntArray]


def measure_search(
    top_of: Callable[[Float32Array], TopOf], *, n_offers: int = N_OFFERS, dimensions: int = 384
) -> dict[str, Any]:
    """p50 and p95 in milliseconds. `top_of` prepares a search among the offers' vectors."""
    vectors = clustered_vectors(N_QUERIES, n_offers, dimensions, np.random.default_rng(0))
    search = top_of(vectors.offers)
    taken = [_ms(partial(search, query)) for query in vectors.needs]
    raw = [_ms(partial(np.matmul, vectors.offers, query)) for query in vectors.needs]
    return {
        "offers": n_offers,
        "queries": N_QUERIES,
        **_quantiles("", taken),
        **_quantiles("product_", raw),
    }


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


def _quantiles(prefix: str, taken: list[float]) -> dict[str, float]:
    p50, p95 = (round(float(value), 2) for value in np.quantile(taken, (0.5, 0.95)))
    return {f"{prefix}p50_ms": p50, f"{prefix}p95_ms": p95}
