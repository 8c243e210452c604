"""Every reason of a run on the sample network: it exists, and without it the match is weaker."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from matching.engine.pipeline import run, why_not
from matching.engine.results import EngineMatch, Feature, Reason
from matching.engine.types import Giver, Market, Seeker
from matching.quoting.checking import keep_what_holds
from matching.retrieval.encoding import document_vectors
from tests.sample_market import SampleMarket, sample_market

EVERY = 12
"""One match in so many is taken apart: each costs a whole question for every reason."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The sample with a run's matches, quotes and all."""

    sample: SampleMarket
    market: Market
    matches: list[EngineMatch]
    seekers: Mapping[str, Seeker]
    givers: Mapping[str, Giver]


@pytest.fixture(scope="module")
async def explained() -> Explained:
    sample = await sample_market()
    result = run(sample.market, seed=7)
    market = replace(sample.market, calibrations=result.calibrations)
    cited = [sample.citations.cite(match) for match in result.matches]
    return Explained(
        sample,
        market,
        await keep_what_holds(cited, sample.citations, market, sample.embedder),
        {seeker.id: seeker for seeker in market.seekers},
        {giver.id: giver for giver in market.givers},
    )


def test_the_run_tells_reasons_of_every_kind_that_the_sample_has(explained: Explained) -> None:
    told = {reason.code for match in explained.matches for reason in match.reasons}
    assert {Feature.TEXT, Feature.SKILLS, Feature.PLACE, Feature.GRAPH} <= told
    quotes = [r for m in explained.matches for r in m.reasons if "quote" in r.values]
    assert quotes


def test_every_claim_resolves(explained: Explained) -> None:
    for match in explained.matches:
        seeker, giver = explained.seekers[match.need_id], explained.givers[match.offer_id]
        for reason in (*match.reasons, *match.giver_reasons):
            assert_true(explained, (seeker, giver), match, reason)


def assert_true(
    explained: Explained, pair: tuple[Seeker, Giver], match: EngineMatch, reason: Reason
) -> None:
    seeker, giver = pair
    values: dict[str, Any] = dict(reason.values)
    match reason.code:
        case Feature.SKILLS:
            assert set(values["skills"]) == seeker.skills & giver.skills
            for skill in values["related"]:
                assert skill in seeker.skills
                parents = explained.market.skill_parents
                assert parents.get(skill) in giver.skills or skill in {
                    parents.get(given) for given in giver.skills
                }
        case Feature.PLACE:
            assert math.isclose(values["distance_km"], kilometers(seeker, giver), abs_tol=0.06)
        case Feature.GRAPH:
            for node in values["nodes"]:
                assert node in dict(seeker.neighbors)
                assert node in dict(giver.neighbors)
                assert dict(seeker.ties)[node] == dict(giver.ties)[node] == "MEMBER_OF"
        case Feature.SECTOR:
            assert values["sector"] == seeker.sector
            assert any(code[:2] == (seeker.sector or "")[:2] for code in giver.sectors)
        case Feature.MATURITY:
            assert values["stage"] == seeker.stage
        case Feature.TEXT if values:
            citations = explained.sample.citations
            need, offer = citations.needs[seeker.id], citations.offers[giver.id]
            profile = citations.parties[need.party_id].text or need.text
            is_for_seeker = reason in match.reasons
            assert values["quote"] in (offer.text if is_for_seeker else profile)


def kilometers(seeker: Seeker, giver: Giver) -> float:
    """Law of cosines, another formula than the engine's."""
    places = (seeker.latitude, seeker.longitude, giver.latitude, giver.longitude)
    a, b, c, d = (math.radians(degrees or 0.0) for degrees in places)
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return 6371.0088 * math.acos(min(1.0, cosine))


def poorer(giver: Giver, reason: Reason) -> Giver:
    """The offer without what a reason cites."""
    values: dict[str, Any] = dict(reason.values)
    match reason.code:
        case Feature.SKILLS:
            return replace(giver, skills=frozenset())
        case Feature.SECTOR:
            return replace(giver, sectors=frozenset())
        case Feature.PLACE:
            # An unknown place is no nearness; one out of reach would break a rule before.
            return replace(giver, latitude=None, longitude=None)
        case Feature.MATURITY:
            return replace(giver, preferred_stages=frozenset())
        case Feature.GRAPH:
            kept = [one for one in giver.neighbors if one[0] not in values["nodes"]]
            return replace(giver, neighbors=tuple(kept))
        case _:
            return replace(giver, capacity=100 * giver.capacity)


async def without(explained: Explained, match: EngineMatch, reason: Reason) -> Market:
    market, column = explained.market, list(explained.givers).index(match.offer_id)
    if reason.code is not Feature.TEXT:
        givers = list(market.givers)
        givers[column] = poorer(givers[column], reason)
        return replace(market, givers=tuple(givers))
    offers = market.vectors.offers.copy()
    offers[column] = 0.0
    if "quote" in reason.values:
        citations = explained.sample.citations
        rest = citations.without(match, str(reason.values["quote"]), is_for_seeker=True)
        offers[column] = (await document_vectors(explained.sample.embedder, [rest]))[0]
    return replace(market, vectors=replace(market.vectors, offers=offers))


async def test_without_its_evidence_a_match_is_less_probable(explained: Explained) -> None:
    for match in explained.matches[::EVERY]:
        for reason in match.reasons:
            market = await without(explained, match, reason)
            found = why_not(market, match.need_id, match.offer_id).match
            assert found is not None, (match.need_id, match.offer_id, reason)
            if match.features[reason.code] == found.features[reason.code] == 1.0:
                # At the top of its scale, a text may lose a sentence before the figure moves.
                assert reason.code is Feature.TEXT
                assert similarity(market, match) < similarity(explained.market, match)
            else:
                assert found.features[reason.code] < match.features[reason.code], reason
                assert found.probability < match.probability, reason


def similarity(market: Market, match: EngineMatch) -> float:
    row = [seeker.id for seeker in market.seekers].index(match.need_id)
    column = [giver.id for giver in market.givers].index(match.offer_id)
    return float(market.vectors.needs[row] @ market.vectors.offers[column])
