"""Many answers at the same moment: places are never given twice."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.answering import Answered
from graph.lifecycle.ending import expire_match
from graph.lifecycle.proposing import propose
from graph.lifecycle.states import Outcome
from graph.models.entities import Match, Need
from graph.models.vocabulary import Answer, MatchState, NeedStatus, Side
from graph.repositories.engagements import Engagements
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties, party_row
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    accept,
    answer,
    half_accepted_pair,
    mails,
    match_now,
    new_offer,
    proposed_pair,
    suggest,
)

CROWD = 100


async def _needs(tenant: Graph, how_many: int) -> list[Need]:
    parties = [party_row(new_id(), a_party()) for _ in range(how_many)]
    await Parties(tenant).save_all(parties)
    rows = [need_row(new_id(), party["id"], a_need()) for party in parties]
    await Needs(tenant).save_all(rows, then_match=False)
    found = await Needs(tenant).get_many([row["id"] for row in rows])
    return list(found.values())


async def _asked_givers(tenant: Graph, needs: Sequence[Need], offer_id: str) -> list[Match]:
    """Matches of one offer, in each of which the seeker has said yes and the giver is asked."""
    matches = await suggest(tenant, *(a_suggestion(need.id, offer_id) for need in needs))
    await propose(tenant, actor="test")
    for match in matches:
        await accept(tenant, match.id, Side.SEEKER)
    return matches


@pytest.mark.parametrize("capacity", [1, 3])
async def test_a_hundred_accepts_never_pass_the_capacity(tenant: Graph, capacity: int) -> None:
    offer = await new_offer(tenant, capacity=capacity)
    needs = await _needs(tenant, CROWD)
    matches = await _asked_givers(tenant, needs, offer.id)
    answers: list[Answered] = await asyncio.gather(
        *(accept(tenant, match.id, Side.GIVER) for match in matches)
    )

    told = Counter(given.outcome for given in answers)
    assert told == {Outcome.ENGAGED: capacity, Outcome.NO_LONGER_AVAILABLE: CROWD - capacity}
    won = {given.match.id for given in answers if given.outcome is Outcome.ENGAGED}
    assert (await Offers(tenant).get(offer.id)).taken == capacity
    engagements = (await Engagements(tenant).page(first=CROWD)).items
    assert sorted(e.match_id for e in engagements) == sorted(won)
    introductions = [mail for mail in await mails(tenant) if mail.kind == "INTRODUCTION"]
    assert Counter(mail.match_ids[0] for mail in introductions) == dict.fromkeys(won, 2)
    assert {mail.side for mail in introductions} == set(Side)
    assert await Matches(tenant).count_by_state() == {
        "ACCEPTED": capacity,
        "WITHDRAWN": CROWD - capacity,
    }
    left = (await Needs(tenant).page(first=CROWD, status=NeedStatus.OPEN)).items
    assert {need.id for need in left} == set(await Matches(tenant).waiting_needs(CROWD))
    assert len(left) == CROWD - capacity


async def test_twenty_clicks_on_one_button_are_one_answer(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant, capacity=20)
    answers = await asyncio.gather(*(accept(tenant, pair.match.id, Side.GIVER) for _ in range(20)))
    told = Counter(given.outcome for given in answers)
    assert told == {Outcome.ENGAGED: 1, Outcome.ALREADY_ANSWERED: 19}
    assert (await Offers(tenant).get(pair.offer.id)).taken == 1


async def test_a_need_is_accepted_by_one_of_its_offers(tenant: Graph) -> None:
    (need,) = await _needs(tenant, 1)
    offers = [await new_offer(tenant) for _ in range(3)]
    pairs = [a_suggestion(need.id, offer.id, rank=i) for i, offer in enumerate(offers, 1)]
    matches = await suggest(tenant, *pairs)
    await propose(tenant, actor="test")
    for match in matches:
        await accept(tenant, match.id, Side.SEEKER)
    answers = await asyncio.gather(*(accept(tenant, m.id, Side.GIVER) for m in matches))
    told = Counter(given.outcome for given in answers)
    assert told == {Outcome.ENGAGED: 1, Outcome.NO_LONGER_AVAILABLE: 2}
    taken = [(await Offers(tenant).get(offer.id)).taken for offer in offers]
    assert sorted(taken) == [0, 0, 1]


async def test_an_answer_and_the_expiry_meet(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    given, is_expired = await asyncio.gather(
        answer(tenant, pair.match.id, Side.SEEKER, Answer.DECLINE),
        expire_match(tenant, pair.match.id),
    )
    state = (await match_now(tenant, pair.match.id)).state
    assert (given.outcome, is_expired, state) in {
        (Outcome.DECLINED, False, MatchState.DECLINED),
        (Outcome.EXPIRED, True, MatchState.EXPIRED),
    }


async def test_an_accept_and_the_closing_of_the_need_meet(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant)
    given, closed = await asyncio.gather(
        accept(tenant, pair.match.id, Side.GIVER), Needs(tenant).close(pair.need.id, actor="test")
    )
    state = (await match_now(tenant, pair.match.id)).state
    taken = (await Offers(tenant).get(pair.offer.id)).taken
    assert closed.status is NeedStatus.CLOSED
    assert (given.outcome, state, taken) in {
        (Outcome.ENGAGED, MatchState.ACCEPTED, 1),
        (Outcome.NO_LONGER_AVAILABLE, MatchState.WITHDRAWN, 0),
    }
