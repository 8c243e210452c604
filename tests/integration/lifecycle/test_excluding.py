"""Refusals that hold for later: not this company, not this sector."""

from graph.connection import Graph
from graph.lifecycle.proposing import propose
from graph.models.entities import Match
from graph.models.vocabulary import Answer, DeclineReason, MatchState, PartyKind, Side
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    accept,
    an_offer,
    answer,
    match_now,
    suggest,
)


async def _three_seekers(network: Graph) -> tuple[str, list[Match]]:
    """Two needs of one company and one of another, in two sectors, for one mentor who is asked."""
    mentor = await Parties(network).save(a_party(kind=PartyKind.MENTOR))
    companies = [await Parties(network).save(a_party(sector=code)) for code in ("2562B", "6201Z")]
    owners = (companies[0], companies[0], companies[1])
    needs = [await Needs(network).save(owner.id, a_need()) for owner in owners]
    offers = [await Offers(network).save(mentor.id, an_offer(capacity=9)) for _ in needs]
    matches = await suggest(
        network, *(a_suggestion(n.id, o.id) for n, o in zip(needs, offers, strict=True))
    )
    await propose(network, actor="test", need_ids=[needs[0].id])
    await accept(network, matches[0].id, Side.SEEKER)
    return mentor.id, matches


async def _declined(network: Graph, reason: DeclineReason) -> tuple[str, list[Match]]:
    mentor_id, matches = await _three_seekers(network)
    await answer(network, matches[0].id, Side.GIVER, Answer.DECLINE, reason=reason)
    return mentor_id, matches


async def test_not_this_company_ends_all_that_was_open_with_it_and_bars_what_comes(
    network: Graph,
) -> None:
    mentor_id, matches = await _declined(network, DeclineReason.NOT_THIS_COMPANY)
    states = [(await match_now(network, match.id)).state for match in matches]
    assert states == [MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.SUGGESTED]
    assert await Parties(network).exclusions() == {mentor_id: frozenset({matches[0].seeker_id})}
    needs = {match.need_id for match in matches[:2]}
    assert set(await Matches(network).waiting_needs(9)) >= needs
    (event, *_) = (await Events(network).page(first=9, subject_id=matches[1].id)).items
    assert (event.action, event.cause) == ("match.withdrawn", "NOT_THIS_COMPANY")
    # A matching that began before knows nothing of it: whoever asks looks again.
    pair = a_suggestion(matches[1].need_id, matches[1].offer_id)
    (stale,) = await suggest(network, pair)
    assert await propose(network, actor="test", need_ids=[stale.need_id]) == 0


async def test_not_this_sector_does_so_for_all_its_companies(network: Graph) -> None:
    mentor_id, matches = await _declined(network, DeclineReason.NOT_THIS_SECTOR)
    states = [(await match_now(network, match.id)).state for match in matches]
    assert states == [MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.SUGGESTED]
    assert await Parties(network).exclusions() == {mentor_id: frozenset({matches[0].seeker_id})}
    (event, *_) = (await Events(network).page(first=9, subject_id=mentor_id)).items
    assert (event.action, event.details) == ("party.sector_excluded", {"sector": "25"})
    (stale,) = await suggest(network, a_suggestion(matches[1].need_id, matches[1].offer_id))
    assert await propose(network, actor="test", need_ids=[stale.need_id]) == 0
