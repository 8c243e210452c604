"""One run on one kind: score, allocate, describe."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.engine.auction import Allocation, Problem, allocate, certify, grant_first_cards
from matching.engine.config import KindConfig
from matching.engine.describe import abstentions_of, matches_of
from matching.engine.fairness import quotas
from matching.engine.features import calibrate
from matching.engine.partition import Partition
from matching.engine.results import Abstention, Certificate, EngineMatch
from matching.engine.scoring import Scored, card_slots, organizations, score
from matching.engine.types import Calibration, IntArray

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
    calibration = calibrate(partition, config.text_defaults, random)
    scored = score(partition, calibration, config)
    advance(0)
    good = np.flatnonzero(scored.is_good)
    problem = _problem(scored.take(good))
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


def random_for(kind: str, seed: int) -> np.random.Generator:
    """The random numbers of one kind in a run: independent of which other kinds there are."""
    return np.random.default_rng([seed, *kind.encode()])


def _problem(scored: Scored) -> Problem:
    partition, config = scored.partition, scored.config
    slots = card_slots(partition, config)
    n_cards = int(slots[np.unique(scored.arcs.i)].sum())
    accepted = scored.probabilities.seeker
    return Problem(
        arcs=scored.arcs,
        values=scored.values,
        slots=slots,
        quotas=quotas(
            np.array([giver.free for giver in partition.givers], dtype=np.intp),
            n_cards,
            float(accepted.mean()) if len(accepted) else 1.0,
            config.requests_per_round,
        ),
        groups=organizations(partition),
        reserve=config.reserve,
        epsilon=config.epsilon,
    )
