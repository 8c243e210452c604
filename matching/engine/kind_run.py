"""One run on one kind: score, allocate, describe."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.auction import Allocation, Problem, allocate, certify, grant_first_cards
from matching.engine.config import KindConfig
from matching.engine.describe import abstentions_of, cards_of, matches_of
from matching.engine.exploration import explore
from matching.engine.fairness import quotas
from matching.engine.features import calibrate
from matching.engine.floor import floor_of, random_probabilities
from matching.engine.parallel import Check, go_on
from matching.engine.partition import Arcs, Partition
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
    partition: Partition,
    config: KindConfig,
    *,
    seed: int,
    advance: Callable[[int], None],
    is_told: bool = True,
    check: Check = go_on,
) -> KindResult:
    """Score, allocate, describe; `advance(step)` is told after each of `STEPS`. See `run`."""
    random = random_for(partition.kind, seed)
    calibration = measure(partition, config, random)
    config = with_floor(config, calibration)
    scored = score(partition, calibration, config, drawn=explore(config, random), check=check)
    advance(0)
    problem = problem_of(scored)
    allocation = grant_first_cards(problem, allocate(problem, check))
    advance(1)
    chosen = allocation.chosen
    active = [
        row for row, s in enumerate(partition.seekers) if not s.is_paused and not s.is_opted_out
    ]
    result = KindResult(
        scored=scored,
        allocation=allocation,
        quotas=problem.quotas,
        certificate=certify(problem, allocation),
        calibration=calibration,
        matches=(matches_of if is_told else cards_of)(scored, chosen),
        abstentions=abstentions_of(scored, chosen, active, has_misses=is_told),
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


def random_for(kind: str, seed: int) -> np.random.Generator:
    """The random numbers of one kind in a run: independent of which other kinds there are."""
    return np.random.default_rng([seed, *kind.encode()])


def problem_of(scored: Scored) -> Problem:
    """What the auction decides, on the scored arcs: those below the floor are worth nothing.

    It goes by the drawn values; probabilities, floor and reasons are those of the mean.
    """
    partition, is_good = scored.partition, scored.is_good
    return stated_problem(
        scored.arcs,
        np.where(is_good, scored.drawn_values, 0.0),
        scored.acceptances,
        slots=card_slots(partition, scored.config),
        free=np.array([giver.free for giver in partition.givers], dtype=np.intp),
        groups=organizations(partition),
        config=scored.config,
    )


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
    """The problem of a run; its seekers accept as `acceptances` say. What is worth 0 is no choice.

    Shapes: `values` and `acceptances` (arcs,), `slots` (seekers,), `free` and `groups` (givers,).
    """
    is_worth = values > 0
    n_cards = int(slots[np.unique(arcs.i[is_worth])].sum())
    mean_acceptance = float(acceptances[is_worth].mean()) if is_worth.any() else 1.0
    return Problem(
        arcs=arcs,
        values=values,
        slots=slots,
        quotas=quotas(free, n_cards, mean_acceptance, config.requests_per_round),
        groups=groups,
        reserve=config.reserve,
        epsilon=config.epsilon,
    )
