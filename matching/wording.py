"""The engine's reasons as they are stored: codes and figures, with a sentence in each language."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from graph.models.vocabulary import Language, Side
from graph.repositories.matches import Suggestion
from matching.embedding.port import Embedder
from matching.engine.card_order import Place, draw_places
from matching.engine.explanation import (
    cause_sentence,
    failure_sentence,
    reason_sentence,
    reservation_sentence,
)
from matching.engine.results import Abstention, EngineMatch, Reason, RuleFailure
from matching.market import Loaded, Names
from matching.quoting.checking import MOST_CHECKED, keep_what_holds


def worded_reason(reason: Reason, side: Side, names: Names) -> dict[str, Any]:
    """A reason told to one side."""
    sentences = {
        lang.value: reason_sentence(reason, side.value, lang.value, names.of(lang))
        for lang in Language
    }
    return _plain(reason) | sentences


def worded_reservation(reservation: Reason | None, names: Names) -> dict[str, Any] | None:
    """A reservation, told to the seeker."""
    if reservation is None:
        return None
    sentences = {
        lang.value: reservation_sentence(reservation, lang.value, names.of(lang))
        for lang in Language
    }
    return _plain(reservation) | sentences


def abstentions_of(
    abstentions: Iterable[Abstention | None], names: Names
) -> dict[str, dict[str, Any]]:
    """Why nothing is suggested, by need."""
    return {found.need_id: worded_abstention(found, names) for found in abstentions if found}


def worded_abstention(abstention: Abstention, names: Names) -> dict[str, Any]:
    """Why nothing is suggested, with the nearest misses, as it is kept with the need for staff."""
    misses = [
        {
            "offer_id": miss.offer_id,
            "failures": [_worded_failure(failure, names) for failure in miss.failures],
            "lacks": worded_reservation(miss.lacks, names),
        }
        for miss in abstention.nearest_misses
    ]
    sentences = {lang.value: cause_sentence(abstention.cause, lang.value) for lang in Language}
    return {"cause": abstention.cause.value, **sentences, "nearest_misses": misses}


def _worded_failure(failure: RuleFailure, names: Names) -> dict[str, Any]:
    sentences = {
        lang.value: failure_sentence(failure, lang.value, names.of(lang)) for lang in Language
    }
    return {"code": failure.code.value, **sentences}


async def suggestions_of(
    matches: Sequence[EngineMatch],
    loaded: Loaded,
    embedder: Embedder,
    *,
    seed: int,
    most_quotes: int = MOST_CHECKED,
) -> list[Suggestion]:
    """Matches of the engine as they are stored, with the sentences that they rest on.

    `seed` draws the order in which a need's cards are shown.
    """
    cited = await asyncio.to_thread(lambda: [loaded.citations.cite(match) for match in matches])
    held = await keep_what_holds(cited, loaded.citations, loaded.market, embedder, most=most_quotes)
    by_need: dict[str, list[EngineMatch]] = {}
    for match in held:
        by_need.setdefault(match.need_id, []).append(match)
    return [
        suggestion_of(match, place, loaded.names)
        for need_id, found in by_need.items()
        for match, place in zip(
            found, draw_places(need_id, [match.rank for match in found], seed=seed), strict=True
        )
    ]


def suggestion_of(match: EngineMatch, place: Place, names: Names) -> Suggestion:
    """A match of the engine as it is stored in the graph."""
    return Suggestion(
        need_id=match.need_id,
        offer_id=match.offer_id,
        rank=match.rank,
        probability=match.probability,
        reasons=[worded_reason(reason, Side.SEEKER, names) for reason in match.reasons],
        giver_reasons=[worded_reason(r, Side.GIVER, names) for r in match.giver_reasons],
        reservation=worded_reservation(match.reservation, names),
        features=dict(match.features),
        giver_features=dict(match.giver_features),
        position=place.position,
        cards=place.cards,
        propensity=place.propensity,
    )


def _plain(reason: Reason) -> dict[str, Any]:
    evidence = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in reason.values.items()
    }
    return {
        "code": reason.code.value,
        "contribution": round(reason.contribution, 4),
        "evidence": evidence,
    }
