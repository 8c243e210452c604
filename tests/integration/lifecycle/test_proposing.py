"""Asking the seekers: one mail with at most three cards, once, to those who can be asked."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.lifecycle.ending import expire_match
from graph.lifecycle.proposing import propose
from graph.lifecycle.rules import CARDS
from graph.models.vocabulary import Answer, MatchState, Side
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from tests.factories import (
    Pair,
    a_party,
    a_suggestion,
    accept,
    answer,
    at,
    mails,
    match_now,
    new_need,
    new_offer,
    new_tenant,
    suggest,
    suggested_pair,
    tomorrow,
)


async def test_the_three_best_go_into_one_mail(tenant: Graph) -> None:
    need = await new_need(tenant)
    offers = [await new_offer(tenant) for _ in range(4)]
    pairs = [a_suggestion(need.id, offer.id, rank=4 - i) for i, offer in enumerate(offers)]
    matches = await suggest(tenant, *pairs)
    assert await propose(tenant, actor="key:1") == 1
    (mail,) = await mails(tenant)
    best = [match.id for match in reversed(matches[1:])]
    assert mail.match_ids == tuple(best)
    assert len(best) == CARDS
    assert (mail.recipient_id, mail.side) == (need.party_id, Side.SEEKER)
    for match_id in best:
        match = await match_now(tenant, match_id)
        assert (match.state, match.asked_side) == (MatchState.PROPOSED, Side.SEEKER)
        assert match.proposed_at
    assert (await match_now(tenant, matches[0].id)).state is MatchState.SUGGESTED
    (event,) = (await Events(tenant).page(first=9, subject_id=best[0])).items
    assert (event.actor, event.action) == ("key:1", "match.proposed")


async def test_asking_again_asks_nobody_twice(tenant: Graph) -> None:
    need = await new_need(tenant)
    offers = [await new_offer(tenant) for _ in range(5)]
    await suggest(
        tenant, *(a_suggestion(need.id, offer.id, rank=i) for i, offer in enumerate(offers))
    )
    assert await propose(tenant, actor="test") == 1
    assert await propose(tenant, actor="test") == 0
    assert len(await mails(tenant)) == 1


async def test_many_who_ask_at_once_ask_once(tenant: Graph) -> None:
    pairs = [await suggested_pair(tenant) for _ in range(3)]
    asked = await asyncio.gather(*(propose(tenant, actor="test") for _ in range(5)))
    assert sum(asked) == len(pairs)
    assert len(await mails(tenant)) == len(pairs)
    for pair in pairs:
        events = (await Events(tenant).page(first=9, subject_id=pair.match.id)).items
        assert [event.action for event in events] == ["match.proposed"]


async def test_only_the_named_needs_are_asked_about(tenant: Graph) -> None:
    pair, _ = await suggested_pair(tenant), await suggested_pair(tenant)
    assert await propose(tenant, actor="test", need_ids=[pair.need.id]) == 1
    assert await propose(tenant, actor="test", need_ids=[]) == 0
    assert [mail.recipient_id for mail in await mails(tenant)] == [pair.seeker.id]


async def _without_address(tenant: Graph, pair: Pair) -> None:
    await Parties(tenant).save(a_party(email=None), party_id=pair.seeker.id)


async def _opted_out(tenant: Graph, pair: Pair) -> None:
    await tenant.run_statement(
        "MATCH (p:Party {id: $id}) SET p.is_opted_out = true", id=pair.seeker.id
    )


async def _paused(tenant: Graph, pair: Pair) -> None:
    await tenant.write("pause_party", id=pair.seeker.id, until=tenant.clock() + timedelta(days=1))


async def _closed(tenant: Graph, pair: Pair) -> None:
    await Needs(tenant).close(pair.need.id, actor="test")


@pytest.mark.parametrize("make", [_without_address, _opted_out, _paused, _closed])
async def test_who_cannot_be_asked_is_not(
    tenant: Graph, make: Callable[[Graph, Pair], Awaitable[None]]
) -> None:
    pair = await suggested_pair(tenant)
    await make(tenant, pair)
    assert await propose(tenant, actor="test") == 0
    assert await mails(tenant) == ()
    assert (await match_now(tenant, pair.match.id)).asked_side is None


async def test_a_pause_ends(tenant: Graph) -> None:
    pair = await suggested_pair(tenant)
    await _paused(tenant, pair)
    assert await propose(at(tenant, tenant.clock() + timedelta(days=2)), actor="test") == 1


async def test_the_next_best_is_asked_about_when_all_cards_are_answered(tenant: Graph) -> None:
    need = await new_need(tenant)
    offers = [await new_offer(tenant) for _ in range(2)]
    (first,) = await suggest(tenant, a_suggestion(need.id, offers[0].id))
    await propose(tenant, actor="test")
    await answer(tenant, first.id, Side.SEEKER, Answer.DECLINE)
    (second,) = await suggest(tenant, a_suggestion(need.id, offers[1].id))
    assert await propose(tomorrow(tenant), actor="test") == 1
    assert [mail.match_ids for mail in await mails(tenant)] == [(second.id,), (first.id,)]


async def test_nobody_is_asked_while_the_other_side_thinks(tenant: Graph) -> None:
    pair = await suggested_pair(tenant)
    await propose(tenant, actor="test")
    await accept(tenant, pair.match.id, Side.SEEKER)
    await suggest(tenant, a_suggestion(pair.need.id, (await new_offer(tenant)).id))
    assert await propose(tenant, actor="test") == 0
    await expire_match(tenant, pair.match.id)
    assert await Matches(tenant).waiting_needs(9) == [pair.need.id]
    assert await propose(tomorrow(tenant), actor="test") == 1


async def test_others_are_not_asked(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    pair = await suggested_pair(other)
    assert await propose(tenant, actor="test", need_ids=[pair.need.id]) == 0
    assert (await match_now(other, pair.match.id)).state is MatchState.SUGGESTED
