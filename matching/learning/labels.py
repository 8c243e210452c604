"""Asked matches as labels of one side. Pure."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from graph.models.vocabulary import Answer, Side
from graph.repositories.labels import AskedMatch
from matching.engine.config import FEATURES, SideWeights
from matching.engine.learning import Label

_MEANING = {Answer.ACCEPT.value: True, Answer.DECLINE.value: False}
"""A pause says nothing of the card: it counts as silence."""


def labels_of(asked: Sequence[AskedMatch], kind: str, side: Side) -> list[Label]:
    """What one side answered about the matches of one kind.

    A match without stored features, or whose giver was never asked, gives no label.
    """
    made = [_label(match, side) for match in asked if match.kind == kind]
    return [label for label in made if label is not None]


def _label(match: AskedMatch, side: Side) -> Label | None:
    return _seen(match) if side is Side.SEEKER else _given(match)


def _seen(match: AskedMatch) -> Label | None:
    features = _vector(match.features)
    if features is None:
        return None
    is_placed = None not in (match.position, match.cards, match.propensity)
    return Label(
        party_id=match.seeker_id,
        features=features,
        accepted=_MEANING.get(match.seeker_answer or ""),
        # A card older than the drawing of orders counts as one that stood alone.
        position=(match.position or 1) if is_placed else 1,
        cards=(match.cards or 1) if is_placed else 1,
        propensity=(match.propensity or 1.0) if is_placed else 1.0,
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
    """In the engine's order; None where one was not stored."""
    if any(code not in features for code in FEATURES):
        return None
    return tuple(min(max(features[code], 0.0), 1.0) for code in FEATURES)


def _groups(region: str | None, size: str | None) -> tuple[str, ...]:
    named = (("region", region), ("size", size))
    return tuple(f"{name}:{value}" for name, value in named if value)


def digest_of(labels: Sequence[Label], prior: SideWeights) -> str:
    """What a refit rests on, in short: nothing new means that nothing is to be decided anew."""
    digest = blake2b(repr(prior).encode(), digest_size=16)
    for text in sorted(repr(label) for label in labels):
        digest.update(text.encode())
    return digest.hexdigest()
