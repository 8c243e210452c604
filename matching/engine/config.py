"""The numbers of one kind of match: weights, limits, and which rules hold."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from matching.engine.results import Feature, Rule
from matching.engine.types import FloatArray

VERSION = "1"
FEATURES = tuple(Feature)


@dataclass(frozen=True, slots=True)
class SideWeights:
    """The logistic weights by which one side judges; `weights` follow the order of `Feature`."""

    bias: float
    weights: tuple[float, ...]

    def array(self) -> FloatArray:
        """The weights as an array of shape (features,)."""
        return np.array(self.weights, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindConfig:
    """Everything that a run of one kind depends on besides its market and seed.

    Probabilities, values, prices and the reserve share one scale, [0, 1]. `floor` is the
    least probability at which anything is suggested: a run raises it to the quantile
    `floor_quantile` of random pairs, at most to `highest_floor`. `exploration` is the part of the
    weights' uncertainty by which a run varies them; `reserve` the value that each card after the
    first must reach; `requests_per_round` how many requests one giver reads in a round;
    `conflict_hops` how many steps of ownership or competition make a conflict of interest.
    """

    kind: str
    version: str = VERSION
    seeker: SideWeights
    giver: SideWeights
    usefulness: float = 1.0
    cards: int = 3
    epsilon: float = 0.005
    reserve: float = 0.02
    floor: float = 0.02
    floor_quantile: float = 0.5
    highest_floor: float = 0.1
    exploration: float = 0.1
    requests_per_round: float = 6.0
    candidates_per_side: int = 50
    candidates_by_words: int = 10
    candidates_by_skills: int = 10
    candidates_by_graph: int = 10
    conflict_hops: int = 2
    declined_days: float = 180.0
    proposed_days: float = 90.0
    fairness_exponent: float = 0.5
    fairness_bounds: tuple[float, float] = (0.5, 3.0)
    wanted_defaults: tuple[float, float] = (0.36, 0.52)
    wished_defaults: tuple[float, float] = (0.76, 0.90)
    disabled_rules: tuple[Rule, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """A plain dict of JSON values, to be stored with a run."""
        return asdict(self)


# Columns: text, skills, sector, place, maturity, graph, reputation, availability.
_MENTORING = KindConfig(
    kind="MENTORING",
    seeker=SideWeights(-3.0, (2.5, 1.5, 0.7, 1.0, 0.5, 0.6, 0.5, 0.3)),
    giver=SideWeights(-2.6, (2.5, 0.7, 0.7, 1.0, 1.0, 0.6, 0.5, 0.5)),
)
_CONFIGS = {
    "MENTORING": _MENTORING,
    # A pilot tries a product in a plant: the trade counts more, the stage less.
    "PILOT": replace(
        _MENTORING,
        kind="PILOT",
        seeker=SideWeights(-3.0, (2.5, 1.3, 1.1, 0.8, 0.5, 0.6, 0.5, 0.3)),
        giver=SideWeights(-2.6, (2.5, 0.7, 1.1, 0.8, 0.8, 0.6, 0.5, 0.5)),
    ),
    # An integrator is chosen for what it can do, and comes on site.
    "INTEGRATION": replace(
        _MENTORING,
        kind="INTEGRATION",
        seeker=SideWeights(-3.0, (2.3, 2.0, 0.8, 1.0, 0.2, 0.5, 0.5, 0.3)),
        giver=SideWeights(-2.6, (2.3, 1.2, 0.8, 1.0, 0.4, 0.5, 0.5, 0.5)),
    ),
    # Partners are found through people known to both; distance matters little.
    "PARTNERSHIP": replace(
        _MENTORING,
        kind="PARTNERSHIP",
        seeker=SideWeights(-3.0, (2.7, 1.2, 0.9, 0.6, 0.5, 0.9, 0.5, 0.3)),
        giver=SideWeights(-2.6, (2.7, 0.9, 0.9, 0.6, 0.6, 0.9, 0.5, 0.5)),
    ),
}
KINDS = tuple(_CONFIGS)


def config_for(kind: str) -> KindConfig:
    """The prior configuration of a kind.

    Raises:
        KeyError: the kind is none of `KINDS`.
    """
    return _CONFIGS[kind]
