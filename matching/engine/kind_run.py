"""One run on one kind: score, allocate, describe."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.auction import Allocation, Problem, allocate, certify, grant_first_cards
from matching.engine.config import KindConfig
from matching.engine.describe import abstentions_of, matches_of
from matching.engine.exploration import explore
from matching.engine.fairness import quotas
from matching.engine.features import calibrate
from matching.engine.floor import floor_of, random_probabilities
from matching.engine.partition import Arcs, Partition
from matching.engine.probability import reciprocal
from matching.engine.results import Abstention, Certificate, EngineMatch
from matching.engine.scoring import Scored, card_slots, organizations, score
from matching.engine.types import Calibration, FloatArray, IntArray

STEPS = ("score", "allocate", "describe")


@dataclass(frozen=True, slots=True)
class KindResult:
    """What a run decided for one kind."""

    scored: Scored
    allocation: Allocation
    quotas: IntArray
    certificate: Certificate
    calibration: Calibration
    matches: tuple[EngineMatch, ...]
    abstentions: tuple[Abstention, ...]


def run_kind(
    partition: Partition, config: KindConfig, *, seed: int, advance: Callable[[int], None]
) -> KindResult:
    """Score, allocate, describe; `advance(step)` is told after each of `STEPS`."""
    random = random_for(partition.kind, seed)
    calibration = measure(partition, config, random)
    config = with_floor(config, calibration)
    scored = score(partition, calibration, config)
    advance(0)
    problem, good = problem_of(scored)
    problem = replace(problem, values=explored_values(scored, random)[good])
    allocation = grant_first_cards(problem, allocate(problem))
    advance(1)
    chosen = good[allocation.chosen]
    active = [
        row for row, s in enumerate(partition.seekers) if not s.is_paused and not s.is_opted_out
    ]
    result = KindResult(
        scored=scored,
        allocation=allocation,
        quotas=problem.quotas,
        certificate=certify(problem, allocation),
        calibration=calibration,
        matches=matches_of(scored, chosen),
        abstentions=abstentions_of(scored, chosen, active),
    )
    advance(2)
    return result


def measure(partition: Partition, config: KindConfig, random: np.random.Generator) -> Calibration:
    """The scale of texts, the mean acceptances and the floor of one kind."""
    calibration = calibrate(partition, config, random)
    outcomes = partition.outcomes
    floor = floor_of(
        random_probabilities(partition, calibration, config, random),
        np.array([outcome.probability for outcome in outcomes], dtype=np.float64),
        np.array([outcome.is_accepted for outcome in outcomes], dtype=bool),
        config,
    )
    return replace(calibration, floor=floor)


def with_floor(config: KindConfig, calibration: Calibration) -> KindConfig:
    """The configuration with the floor that was measured, if one was."""
    return config if calibration.floor is None else replace(config, floor=calibration.floor)


def explored_values(scored: Scored, random: np.random.Generator) -> FloatArray:
    """What the pairs are worth by a draw of the weights; shape (arcs,).

    The allocation alone sees the draw: probabilities, floor and reasons are those of the mean.
    """
    drawn = reciprocal(scored.features, explore(scored.config, random)).mutual
    multiplier = scored.values / np.maximum(scored.probabilities.mutual, 1e-12)
    values: FloatArray = multiplier * drawn
    return values


def random_for(kind: str, seed: int) -> np.random.Generator:
    """The random numbers of one kind in a run: independent of which other kinds there are."""
    return np.random.default_rng([seed, *kind.encode()])


def problem_of(scored: Scored) -> tuple[Problem, IntArray]:
    """What the auction decides: the arcs that reach the floor; and their positions in `scored`."""
    partition = scored.partition
    good = np.flatnonzero(scored.is_good)
    problem = stated_problem(
        Arcs(scored.arcs.i[good], scored.arcs.j[good]),
        scored.values[good],
        scored.probabilities.seeker[good],
        slots=card_slots(partition, scored.config),
        free=np.array([giver.free for giver in partition.givers], dtype=np.intp),
        groups=organizations(partition),
        config=scored.config,
    )
    return problem, good


def stated_problem(
    arcs: Arcs,
    values: FloatArray,
    acceptances: FloatArray,
    *,
    slots: IntArray,
    free: IntArray,
    groups: IntArray,
    config: KindConfig,
) -> Problem:
    """The problem of a run on arcs worth allocating; their seekers accept as `acceptances` say.

    Shapes: `values` and `acceptances` (arcs,), `slots` (seekers,), `free` and `groups` (givers,).
    """
    n_cards = int(slots[np.unique(arcs.i)].sum())
    mean_acceptance = float(acceptances.mean()) if len(acceptances) else 1.0
    return Problem(
        arcs=arcs,
        values=values,
        slots=slots,
        quotas=quotas(free, n_cards, mean_acceptance, config.requests_per_round),
        groups=groups,
        reserve=config.reserve,
        epsilon=config.epsilon,
    )
