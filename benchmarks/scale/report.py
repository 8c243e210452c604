"""Sizes one after the other, each in a process of its own, and what must be true of them."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

from benchmarks.scale.stages import STAGES, measure_size

SIZES = ((10_000, 2_000), (30_000, 5_000), (85_000, 15_000))
MOST_TIMES_PRODUCT = 2.5
MOST_MB = 2_000.0
# An exponent of time against arcs this much above 1 is within the noise of a machine.
MOST_EXPONENT = 1.05

Progress = Callable[[int, int], None]


def measure_sizes(
    sizes: Sequence[tuple[int, int]], *, seed: int = 0, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """`measure_size` of each, smallest first; no size inherits the memory of another."""
    found = []
    spawn = multiprocessing.get_context("spawn")
    for done, (n_seekers, n_givers) in enumerate(sorted(sizes)):
        if progress is not None:
            progress(done, len(sizes))
        with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
            found.append(process.submit(measure_size, n_seekers, n_givers, seed=seed).result())
    if progress is not None:
        progress(len(sizes), len(sizes))
    return found


def exponents(sizes: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    """The slope of log seconds over log arcs, by least squares, of each stage and of all."""
    by_name = {name: [size["seconds"][name] for size in sizes] for name in STAGES}
    by_name["all_in"] = [size["all_in_s"] for size in sizes]
    # The product grows with the pairs, by nature; this is what the matcher adds to it.
    by_name["beyond_product"] = [size["all_in_s"] - size["product_s"] for size in sizes]
    arcs = [size["arcs"] for size in sizes]
    return {name: slope(arcs, seconds) for name, seconds in by_name.items()}


def slope(arcs: Sequence[int], seconds: Sequence[float]) -> float | None:
    """The exponent b of seconds = a arcs^b; None where one size says nothing about growth."""
    if len(set(arcs)) < 2 or min(seconds) <= 0:
        return None
    return round(float(np.polyfit(np.log(arcs), np.log(seconds), 1)[0]), 3)


def gates_of(sizes: Sequence[dict[str, Any]], exponent: float | None) -> dict[str, bool]:
    """What the largest size and the growth are held to."""
    largest = sizes[-1]
    return {
        "all_in_within_2_5_products_of_both_sides": largest["ratio_to_both_products"]
        <= MOST_TIMES_PRODUCT,
        "memory_within_2_gb": largest["total_peak_mb"] <= MOST_MB,
        "growth_at_most_linear_in_arcs": exponent is None or exponent <= MOST_EXPONENT,
        "quotas_kept": all(size["is_quota_kept"] for size in sizes),
    }
