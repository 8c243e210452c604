"""From chosen arcs back to ids: matches with rank and reasons, abstentions with near misses."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from matching.engine.candidates import text_scores
from matching.engine.config import FEATURES, KindConfig
from matching.engine.eligibility import failed_rules
from matching.engine.explanation import contributions, pick_reasons, pick_reservation
from matching.engine.partition import Partition
from matching.engine.results import (
    Abstention,
    Cause,
    EngineMatch,
    Feature,
    NearMiss,
    Rule,
)
from matching.engine.scoring import Scored
from matching.engine.types import Float32Array, FloatArray, IntArray

NEAREST_MISSES = 3
_LOOKED_AT = 20
# A near miss must be something that one could change, and that one may know of.
_HIDDEN = frozenset(
    {Rule.SAME_ENTITY, Rule.CONFLICT, Rule.EXCLUDED, Rule.VISIBILITY, Rule.OPTED_OUT}
)


def matches_of(scored: Scored, chosen: IntArray) -> tuple[EngineMatch, ...]:
    """The chosen arcs as matches, by need and rank; the most probable first."""
    arcs, config = scored.arcs, scored.config
    ordered = _ordered(scored, chosen)
    features = scored.features(ordered)
    of_seekers = contributions(
        features.seeker, config.seeker, scored.means.seekers.of(arcs.i[ordered])
    )
    of_givers = contributions(features.giver, config.giver, scored.means.givers.of(arcs.j[ordered]))
    return tuple(
        _told(
            scored,
            card,
            int(arc),
            (features.seeker[row], features.giver[row]),
            (of_seekers[row], of_givers[row]),
        )
        for row, (card, arc) in enumerate(zip(cards_of(scored, chosen), ordered, strict=True))
    )


def cards_of(scored: Scored, chosen: IntArray) -> tuple[EngineMatch, ...]:
    """The same without features and reasons."""
    partition, i, j = scored.partition, scored.arcs.i, scored.arcs.j
    ordered = _ordered(scored, chosen)
    ranks = np.arange(len(ordered)) - np.searchsorted(i[ordered], i[ordered]) + 1
    return tuple(
        EngineMatch(
            need_id=partition.seekers[i[arc]].id,
            offer_id=partition.givers[j[arc]].id,
            kind=partition.kind,
            rank=int(rank),
            probability=float(scored.mutual[arc]),
            value=float(scored.values[arc]),
        )
        for arc, rank in zip(ordered, ranks, strict=True)
    )


def _ordered(scored: Scored, chosen: IntArray) -> IntArray:
    """By need; the most probable first."""
    arcs = scored.arcs
    order = np.lexsort((arcs.j[chosen], -scored.mutual[chosen], arcs.i[chosen]))
    return chosen[order]


def _told(
    scored: Scored,
    card: EngineMatch,
    arc: int,
    features: tuple[Float32Array | FloatArray, Float32Array | FloatArray],
    contribution: tuple[FloatArray, FloatArray],
) -> EngineMatch:
    partition, config = scored.partition, scored.config
    pair = partition.seekers[scored.arcs.i[arc]], partition.givers[scored.arcs.j[arc]]
    seen, given = features
    parents = partition.skill_parents
    reasons = pick_reasons(pair, seen, contribution[0], parents=parents)
    told = frozenset(reason.code for reason in reasons)
    return replace(
        card,
        features=_named(seen),
        giver_features=_named(given),
        reasons=reasons,
        reservation=pick_reservation(pair, seen, contribution[0], side=config.seeker, told=told),
        # Its own places are no news to a giver.
        giver_reasons=pick_reasons(
            pair,
            given,
            contribution[1],
            parents=parents,
            without=frozenset({Feature.AVAILABILITY}),
        ),
    )


def _named(features: Float32Array | FloatArray) -> dict[str, float]:
    return {code.value: round(float(f), 6) for code, f in zip(FEATURES, features, strict=True)}


def abstentions_of(
    scored: Scored, chosen: IntArray, rows: Iterable[int], *, has_misses: bool = True
) -> tuple[Abstention, ...]:
    """One for each of the needs at `rows` that got no card, with its near misses if asked for."""
    n_seekers = len(scored.partition.seekers)
    n_cards = np.bincount(scored.arcs.i[chosen], minlength=n_seekers)
    n_candidates = np.bincount(scored.arcs.i, minlength=n_seekers)
    n_good = np.bincount(scored.arcs.i[scored.is_good], minlength=n_seekers)
    closeness = text_scores(scored.partition.vectors)
    found = []
    for row in rows:
        if n_cards[row]:
            continue
        cause = Cause.NO_GOOD_OFFER if n_candidates[row] else Cause.NO_ELIGIBLE_OFFER
        cause = Cause.ALL_TAKEN if n_good[row] else cause
        misses: tuple[NearMiss, ...] = ()
        if has_misses and cause is Cause.NO_GOOD_OFFER:
            misses = _weak_offers(scored, row)
        if has_misses and not misses:
            scores = closeness(slice(row, row + 1))[0]
            misses = nearest_misses(scored.partition, row, scores, scored.config)
        found.append(Abstention(scored.partition.seekers[row].id, cause, misses))
    return tuple(found)


def _weak_offers(scored: Scored, row: int) -> tuple[NearMiss, ...]:
    """The most probable of a need's candidates below the floor, with what speaks against each."""
    arcs, partition, side = scored.arcs, scored.partition, scored.config.seeker
    own = np.arange(*np.searchsorted(arcs.i, (row, row + 1)))
    best = own[np.argsort(-scored.mutual[own], kind="stable")][:NEAREST_MISSES]
    features = scored.features(best).seeker
    parts = contributions(features, side, scored.means.seekers.of(arcs.i[best]))
    seeker, givers = partition.seekers[row], [partition.givers[j] for j in arcs.j[best]]
    return tuple(
        NearMiss(
            giver.id,
            (),
            pick_reservation((seeker, giver), seen, part, side=side, told=frozenset()),
        )
        for giver, seen, part in zip(givers, features, parts, strict=True)
    )


def nearest_misses(
    partition: Partition, row: int, closeness: Float32Array, config: KindConfig
) -> tuple[NearMiss, ...]:
    """The offers closest by text that fail the fewest rules, at most `NEAREST_MISSES`.

    `closeness`, shape (givers,), is that of the need at position `row` with every offer.
    Offers that the need's party may not know of, or whose rule nobody should change, are left
    out.
    """
    seeker = partition.seekers[row]
    past = {pair.offer_id: pair for pair in partition.past_pairs if pair.need_id == seeker.id}
    found = []
    for column in np.argsort(-closeness, kind="stable")[:_LOOKED_AT]:
        giver = partition.givers[column]
        failures = failed_rules(seeker, giver, past.get(giver.id), config)
        if failures and not any(failure.code in _HIDDEN for failure in failures):
            found.append(NearMiss(giver.id, failures))
    return tuple(sorted(found, key=lambda miss: len(miss.failures))[:NEAREST_MISSES])
