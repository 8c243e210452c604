"""Which features make a pair stand out, and which one speaks against it."""

from collections.abc import Mapping

import numpy as np

from matching.engine.config import FEATURES, SideWeights
from matching.engine.explanation.evidence import evidence, objection
from matching.engine.features import UNKNOWN
from matching.engine.results import Feature, Reason
from matching.engine.types import Float32Array, FloatArray, Giver, Seeker

MOST_REASONS = 3
# What a feature says without its evidence: a reason must say more than that.
_WITHOUT = {Feature.SKILLS: 0.0, Feature.GRAPH: 0.0, Feature.AVAILABILITY: 0.0}


def contributions(
    features: FloatArray | Float32Array, side: SideWeights, means: FloatArray
) -> FloatArray:
    """The exact parts w (f - mean f of the owner's candidates), in logits; (arcs, features).

    `means` has the shape of `features`: those of the party to which the reasons are told.
    """
    return (np.asarray(features, dtype=np.float64) - means) * side.array()


def pick_reasons(
    pair: tuple[Seeker, Giver],
    features: FloatArray | Float32Array,
    contribution: FloatArray,
    *,
    parents: Mapping[str, str],
    without: frozenset[Feature] = frozenset(),
) -> tuple[Reason, ...]:
    """The largest positive contributions that have evidence, at most `MOST_REASONS`.

    `features` and `contribution` are of one arc, shape (features,). Where nothing stands out the
    strongest feature with evidence is told alone. Reputation is never told: it is made of the
    other's answers.
    """
    found = []
    for position in np.argsort(-contribution, kind="stable"):
        code = FEATURES[position]
        if code in without or features[position] <= _WITHOUT.get(code, UNKNOWN):
            continue
        values = evidence(code, *pair, parents)
        if values is not None:
            found.append(Reason(code, float(contribution[position]), values))
    positive = [reason for reason in found if reason.contribution > 0]
    return tuple(positive[:MOST_REASONS] or found[:1])


def pick_reservation(
    pair: tuple[Seeker, Giver],
    features: FloatArray | Float32Array,
    contribution: FloatArray,
    *,
    side: SideWeights,
    told: frozenset[Feature],
) -> Reason | None:
    """The most negative contribution, or else the feature that leaves most to be wished.

    None where all that could be said against the pair is told as a reason for it already.
    """
    lacking = side.array() * (1.0 - features)
    ranking = sorted(
        range(len(FEATURES)), key=lambda f: (min(float(contribution[f]), 0.0), -lacking[f])
    )
    for position in ranking:
        code = FEATURES[position]
        if code in told or lacking[position] <= 0:
            continue
        values = objection(code, *pair)
        if values is not None:
            return Reason(code, float(contribution[position]), values)
    return None
