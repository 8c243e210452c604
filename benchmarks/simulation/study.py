"""Worlds of both truths over several seeds, in as many processes as asked."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context

from benchmarks.simulation.seeds import SeedResult, play_seed
from matching.engine.simulator.settings import Truth, WorldSettings

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Study:
    """The results per truth, in the order of the seeds."""

    settings: WorldSettings
    seeds: tuple[int, ...]
    results: Mapping[Truth, tuple[SeedResult, ...]]


def run_study(
    settings: WorldSettings,
    seeds: Sequence[int],
    truths: Sequence[Truth],
    *,
    processes: int,
    progress: Progress,
) -> Study:
    """Play every seed under every truth; the auction of the first seed is played twice."""
    tasks = [(truth, seed) for seed in seeds for truth in truths]
    found: dict[tuple[Truth, int], SeedResult] = {}
    progress(0, len(tasks))
    # Spawned, not forked: the progress bar's thread must not be copied into the workers.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        futures = {
            pool.submit(play_seed, replace(settings, truth=truth), seed, repeat=seed == seeds[0]): (
                truth,
                seed,
            )
            for truth, seed in tasks
        }
        for done, future in enumerate(as_completed(futures), 1):
            found[futures[future]] = future.result()
            progress(done, len(tasks))
    results = {truth: tuple(found[truth, seed] for seed in seeds) for truth in truths}
    return Study(settings, tuple(seeds), results)
