"""What the engine answers: matches with their reasons, prices, a certificate, why-nots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matching.engine.types import Calibration

# What a reason or a failed rule says besides its code: figures, ids, lists of ids.
Value = float | str | tuple[str, ...]


class Rule(StrEnum):
    """The hard rules, in the order in which they are reported."""

    KIND = "KIND"
    SAME_ENTITY = "SAME_ENTITY"
    CONFLICT = "CONFLICT"
    EXCLUDED = "EXCLUDED"
    VISIBILITY = "VISIBILITY"
    PAUSED = "PAUSED"
    OPTED_OUT = "OPTED_OUT"
    PROGRAM = "PROGRAM"
    CAPACITY = "CAPACITY"
    LANGUAGE = "LANGUAGE"
    PLACE = "PLACE"
    HOSTING = "HOSTING"
    CERTIFICATION = "CERTIFICATION"
    BUDGET = "BUDGET"
    DECLINED_RECENTLY = "DECLINED_RECENTLY"
    PROPOSED_RECENTLY = "PROPOSED_RECENTLY"


class Feature(StrEnum):
    """What a score is made of; the order is that of every feature array's columns."""

    TEXT = "TEXT"
    SKILLS = "SKILLS"
    SECTOR = "SECTOR"
    PLACE = "PLACE"
    MATURITY = "MATURITY"
    GRAPH = "GRAPH"
    REPUTATION = "REPUTATION"
    AVAILABILITY = "AVAILABILITY"


@dataclass(frozen=True, slots=True)
class RuleFailure:
    """One rule that a pair fails; `values` hold the smallest change that would make it pass."""

    code: Rule
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature that speaks for (or, as a reservation, against) a match.

    `contribution` is in logits, relative to the need's other candidates; `values` is the
    evidence: skill ids, kilometers, node ids, sector codes.
    """

    code: Feature
    contribution: float
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineMatch:
    """One need with one offer. `giver_reasons` are for the giver's eyes, `reasons` the seeker's.

    Each side judges by features of its own: `features` are the seeker's.

    `probability` is that of both accepting; `value` is what the auction weighed (probability
    with the fairness multipliers); `rank` counts from 1 within the need.
    """

    need_id: str
    offer_id: str
    kind: str
    rank: int
    probability: float
    value: float
    features: Mapping[str, float] = field(default_factory=dict)
    giver_features: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    reservation: Reason | None = None
    giver_reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An offer that came close: the rules it fails, or what it lacks where it fails none."""

    offer_id: str
    failures: tuple[RuleFailure, ...]
    lacks: Reason | None = None


class Cause(StrEnum):
    """Why a need got no card."""

    NO_ELIGIBLE_OFFER = "NO_ELIGIBLE_OFFER"
    NO_GOOD_OFFER = "NO_GOOD_OFFER"
    ALL_TAKEN = "ALL_TAKEN"


@dataclass(frozen=True, slots=True)
class Abstention:
    """No good match for a need: a person should look at the nearest misses."""

    need_id: str
    cause: Cause
    nearest_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far an allocation can be from the best one: value <= optimum <= dual_bound."""

    value: float
    dual_bound: float

    @property
    def gap(self) -> float:
        """(bound - value) / bound, 0 for an empty market."""
        return (self.dual_bound - self.value) / self.dual_bound if self.dual_bound > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What one run decided, ordered by id; `counts` and `metrics` are for the run's report."""

    matches: tuple[EngineMatch, ...]
    abstentions: tuple[Abstention, ...]
    prices: Mapping[str, float]
    calibrations: Mapping[str, Calibration]
    certificates: Mapping[str, Certificate]
    certificate: Certificate
    counts: Mapping[str, int]
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The online answer for one need: ranked matches, or an abstention, never both."""

    matches: tuple[EngineMatch, ...]
    abstention: Abstention | None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Everything about one pair: the failed rules, or its match where none fails."""

    need_id: str
    offer_id: str
    failures: tuple[RuleFailure, ...]
    match: EngineMatch | None
