"""Whether a quote holds up: without it, the text must come less near.

Chosen by words alone, three in four do (111 pairs of the sample network, bundled encoder); the
others are not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import structlog

from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import Embedder
from matching.engine.results import EngineMatch, Feature, Reason
from matching.engine.types import Float32Array, Market
from matching.quoting.citations import Citations
from matching.retrieval.encoding import document_vectors

MOST_CHECKED = 40
"""How many quotes a run checks: each costs as much as the vector of a text."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Claim:
    """That `quote` brings a text near: as near as `similarity` to what `wanted` points to."""

    need_id: str
    offer_id: str
    is_for_seeker: bool
    rest: tuple[str, str]
    wanted: Float32Array
    similarity: float


async def keep_what_holds(
    matches: Sequence[EngineMatch],
    citations: Citations,
    market: Market,
    embedder: Embedder,
    *,
    most: int = MOST_CHECKED,
) -> list[EngineMatch]:
    """The matches with those quotes only whose removal lowers the similarity of the texts.

    At most `most` quotes are looked at, those of first cards first. What was not looked
    at, and everything where the encoder does not answer, is told without a quote.
    """
    claims = list(_claims(sorted(matches, key=lambda match: match.rank), citations, market))
    checked = claims[:most]
    held: set[tuple[str, str, bool]] = set()
    rests = sorted({claim.rest for claim in checked})
    try:
        by_rest = dict(zip(rests, await document_vectors(embedder, rests), strict=True))
    except EmbedderUnavailableError as error:
        log.warning("reasons without quotes", why=str(error))
        return [_only(match, held) for match in matches]
    for claim in checked:
        if float(claim.wanted @ by_rest[claim.rest]) < claim.similarity:
            held.add((claim.need_id, claim.offer_id, claim.is_for_seeker))
    return [_only(match, held) for match in matches]


def _claims(
    matches: Sequence[EngineMatch], citations: Citations, market: Market
) -> Iterator[_Claim]:
    rows = _positions([seeker.id for seeker in market.seekers])
    columns = _positions([giver.id for giver in market.givers])
    vectors = market.vectors
    for match in matches:
        i, j = rows[match.need_id], columns[match.offer_id]
        sides = (
            (True, match.reasons, vectors.needs[i], vectors.offers[j]),
            (False, match.giver_reasons, vectors.wishes[j], vectors.profiles[i]),
        )
        for is_for_seeker, reasons, wanted, whole in sides:
            quote = _quote(reasons)
            if quote is not None and np.any(wanted) and np.any(whole):
                rest = citations.without(match, quote, is_for_seeker=is_for_seeker)
                similarity = float(wanted @ whole)
                yield _Claim(match.need_id, match.offer_id, is_for_seeker, rest, wanted, similarity)


def _positions(ids: Sequence[str]) -> Mapping[str, int]:
    return {key: position for position, key in enumerate(ids)}


def _quote(reasons: Sequence[Reason]) -> str | None:
    found = [reason.values["quote"] for reason in reasons if "quote" in reason.values]
    return str(found[0]) if found else None


def _only(match: EngineMatch, held: set[tuple[str, str, bool]]) -> EngineMatch:
    key = (match.need_id, match.offer_id)
    return replace(
        match,
        reasons=match.reasons if (*key, True) in held else _plain(match.reasons),
        giver_reasons=(
            match.giver_reasons if (*key, False) in held else _plain(match.giver_reasons)
        ),
    )


def _plain(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(
        replace(reason, values={}) if reason.code is Feature.TEXT else reason for reason in reasons
    )
