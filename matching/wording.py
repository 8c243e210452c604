"""The engine's reasons as they are stored: codes and figures, with a sentence in each language."""

from collections.abc import Iterable
from typing import Any

from graph.models.vocabulary import Language, Side
from graph.repositories.matches import Suggestion
from matching.engine.explanation import reason_sentence, reservation_sentence
from matching.engine.results import EngineMatch, Reason
from matching.market import Loaded, Names


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


def suggestions_of(matches: Iterable[EngineMatch], loaded: Loaded) -> list[Suggestion]:
    """Matches of the engine as they are stored, with the sentences that they rest on."""
    return [suggestion_of(loaded.citations.cite(match), loaded.names) for match in matches]


def suggestion_of(match: EngineMatch, names: Names) -> Suggestion:
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
