"""What a strategy achieved in a world: acceptances, and how evenly it spread attention."""

from dataclasses import dataclass

import numpy as np

from matching.engine.metrics import exposure_gini, never_shown
from matching.engine.simulator.rounds import Trace
from matching.engine.simulator.world import World
from matching.engine.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Figures of one trace.

    Attributes:
        acceptances_first: needs engaged in the first round (both said yes).
        acceptances_all: needs engaged in all rounds.
        gini_first: Gini coefficient of cards per free place in the first round.
        gini_mean: its mean over the rounds.
        never_shown: part of the mentors whom no card of the first round shows.
        waiting_rounds: rounds until a need's engagement, one more than all where there is none,
            so a lower bound of the mean.
        new_exposure: cards per free place of new mentors over those of known ones, all rounds.
        regional_parity: engaged share of needs in the worst region over that in the best.
    """

    acceptances_first: float
    acceptances_all: float
    gini_first: float
    gini_mean: float
    never_shown: float
    waiting_rounds: float
    new_exposure: float
    regional_parity: float


def measure(world: World, trace: Trace) -> Measures:
    """The figures of a trace."""
    engaged = [float(played.answers.engaged.sum()) for played in trace.rounds]
    free = [played.free for played in trace.rounds]
    shown = [played.cards.per_giver(len(played.free)) for played in trace.rounds]
    ginis = [exposure_gini(*one) for one in zip(shown, free, strict=True)]
    engaged_in = trace.state.engaged_in
    return Measures(
        acceptances_first=engaged[0],
        acceptances_all=sum(engaged),
        gini_first=ginis[0],
        gini_mean=float(np.mean(ginis)),
        never_shown=never_shown(shown[0], free[0]),
        waiting_rounds=waiting_rounds(engaged_in, len(trace.rounds)),
        new_exposure=_relative(np.sum(shown, axis=0), np.sum(free, axis=0), world.mentors.is_new),
        regional_parity=parity(world.seekers.region, (engaged_in >= 0).astype(np.float64)),
    )


def waiting_rounds(engaged_in: IntArray, n_rounds: int) -> float:
    """The mean wait in rounds; who was not engaged (-1) counts as one round after the last."""
    return float(np.where(engaged_in >= 0, engaged_in + 1, n_rounds + 1).mean())


def parity(groups: IntArray, outcome: FloatArray) -> float:
    """The lowest group's mean over the highest one's; 1 where nothing happened anywhere."""
    sizes = np.bincount(groups)
    means = np.bincount(groups, weights=outcome)[sizes > 0] / sizes[sizes > 0]
    return float(means.min() / means.max()) if means.max() > 0 else 1.0


def _relative(shown: IntArray, free: IntArray, is_new: BoolArray) -> float:
    """Exposure of new over known; NaN where one of the groups is empty or nobody is shown."""
    rates = [
        shown[group].sum() / free[group].sum() if free[group].sum() else np.nan
        for group in (is_new, ~is_new)
    ]
    return float(rates[0] / rates[1]) if rates[1] else float("nan")
