"""The stages of one run of the matcher on a made-up market, timed one by one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from benchmarks.memory import peak_mb, reset_peak, resident_mb
from benchmarks.scale.market import KIND, make_market
from benchmarks.scale.product import givers_product_s, seekers_product_s
from matching.engine.auction import allocate, certify, grant_first_cards
from matching.engine.config import config_for
from matching.engine.describe import matches_of
from matching.engine.exploration import explore
from matching.engine.features import FeatureTables
from matching.engine.kind_run import (
    measure,
    problem_of,
    random_for,
    with_floor,
)
from matching.engine.partition import take
from matching.engine.scoring import candidate_arcs, score_arcs

STAGES = ("candidates", "features", "auction")


class Stages:
    """Seconds of each stage, and by how much it raised the resident memory at its peak."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.cpu_seconds: dict[str, float] = {}
        self.peak_mb: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what happens inside."""
        reset_peak()
        before, started, cpu_started = resident_mb(), time.perf_counter(), time.process_time()
        yield
        self.cpu_seconds[name] = round(time.process_time() - cpu_started, 3)
        self.seconds[name] = round(time.perf_counter() - started, 3)
        self.peak_mb[name] = round(peak_mb() - before, 1)


def measure_size(n_seekers: int, n_givers: int, *, seed: int = 0) -> dict[str, Any]:
    """Run a market of this size through the engine, beside the raw product of its shapes.

    Seconds are those of the wall, memory is in megabytes (10^6 bytes). `total_peak_mb` is all that
    the process held at most during the stages, the market and the interpreter included.
    """
    market = make_market(n_seekers, n_givers, seed=seed)
    config = config_for(KIND)
    stages, product_s = Stages(), seekers_product_s(market.vectors)
    held_mb, most_mb = resident_mb(), 0.0
    with stages.stage("candidates"):
        partition = take(market, KIND)
        random = random_for(KIND, seed)
        calibration = measure(partition, config, random)
        config = with_floor(config, calibration)
        tables = FeatureTables(partition, calibration)
        arcs = candidate_arcs(partition, tables, config)
    most_mb = max(most_mb, peak_mb())
    with stages.stage("features"):
        scored = score_arcs(partition, tables, arcs, config, drawn=explore(config, random))
    most_mb = max(most_mb, peak_mb())
    with stages.stage("auction"):
        problem = problem_of(scored)
        allocation = grant_first_cards(problem, allocate(problem))
        certificate = certify(problem, allocation)
    most_mb = max(most_mb, peak_mb())
    with stages.stage("describe"):
        matches = matches_of(scored, allocation.chosen)
    other_product_s = givers_product_s(market.vectors)
    all_in_s = sum(stages.seconds[name] for name in STAGES)
    return {
        "seekers": n_seekers,
        "givers": n_givers,
        "arcs": len(arcs),
        "good_arcs": int(scored.is_good.sum()),
        "cards": len(matches),
        "bids": allocation.n_bids,
        "gap": round(certificate.gap, 5),
        "is_quota_kept": bool(
            (
                np.bincount(problem.arcs.j[allocation.chosen], minlength=n_givers) <= problem.quotas
            ).all()
        ),
        "seconds": stages.seconds,
        "cpu_seconds": stages.cpu_seconds,
        "peak_mb": stages.peak_mb,
        "market_mb": round(held_mb, 1),
        "total_peak_mb": round(most_mb, 1),
        "all_in_s": round(all_in_s, 3),
        "product_s": round(product_s, 3),
        "both_products_s": round(product_s + other_product_s, 3),
        "ratio_to_one_product": round(all_in_s / product_s, 3),
        "ratio_to_both_products": round(all_in_s / (product_s + other_product_s), 3),
    }
