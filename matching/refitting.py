"""A tenant's answers, learned from: each kind and side by itself, the decision written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.models.vocabulary import Answer, Side
from graph.repositories.labels import AskedMatch
from matching.engine.config import FEATURES, KindConfig
from matching.engine.learning import Label

ACTOR = "worker:weights.refit"
ACTION = "weights.refit"
_MEANING = {Answer.ACCEPT.value: True, Answer.DECLINE.value: False}
"""A pause says nothing about the card: it is silence."""


@dataclass(frozen=True, slots=True)
class KindParameters:
    """The parameters of a kind in force, and those that people set last: the prior's."""

    current: KindConfig
    prior: KindConfig
    number: int
    """The version in force; 0 where the defaults are."""


def labels_of(asked: Sequence[AskedMatch], kind: str, side: Side) -> list[Label]:
    """What one side answered about the matches of one kind; a side not asked is silent."""
    of_kind = [match for match in asked if match.kind == kind]
    made = [_seen(m) if side is Side.SEEKER else _given(m) for m in of_kind]
    return [label for label in made if label is not None]


def _seen(match: AskedMatch) -> Label | None:
    features = _vector(match.features)
    if features is None:
        return None
    return Label(
        party_id=match.seeker_id,
        features=features,
        accepted=_MEANING.get(match.seeker_answer or ""),
        position=match.position or 1,
        cards=match.cards or 1,
        propensity=match.propensity or 1.0,
        groups=_groups(match.seeker_region, match.seeker_size),
    )


def _given(match: AskedMatch) -> Label | None:
    features = _vector(match.giver_features)
    if features is None or match.seeker_answer != Answer.ACCEPT:
        # Nobody asks the giver before the seeker has said yes.
        return None
    return Label(
        party_id=match.giver_id,
        features=features,
        accepted=_MEANING.get(match.giver_answer or ""),
        groups=_groups(match.giver_region, match.giver_size),
    )


def _vector(features: Mapping[str, float]) -> tuple[float, ...] | None:
    """In the engine's order; None where a feature was not stored."""
    if not all(code in features for code in FEATURES):
        return None
    return tuple(min(max(features[code], 0.0), 1.0) for code in FEATURES)


def _groups(region: str | None, size: str | None) -> tuple[str, ...]:
    named = (("region", region), ("size", size))
    return tuple(f"{name}:{value}" for name, value in named if value)
