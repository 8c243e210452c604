"""Nobody is flooded: once a day and three times a week over all networks, in waking hours."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.lifecycle.proposing import propose
from graph.migrate import migrate
from graph.models.entities import Match, OutboxRow
from graph.models.vocabulary import MailKind, MatchState, PartyKind, Side
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs, need_row
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.tenants import Tenants
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    accept,
    an_offer,
    at,
    graph_settings,
    mails,
    match_now,
    new_need,
    new_offer,
    new_tenant,
    suggest,
    suggested_pair,
)
from tests.servers import GraphServer

A_DAY = timedelta(days=1)
# Far from any week-end, in the middle of a day.
A_WEDNESDAY = datetime(2027, 1, 6, 11, tzinfo=UTC)


async def _member(graph: Graph, email: str, needs: int) -> list[Match]:
    """Suggestions for a person of this address, each for a need of its own."""
    party = await Parties(graph).save(a_party(email=email))
    rows = [need_row(new_id(), party.id, a_need()) for _ in range(needs)]
    await Needs(graph).save_all(rows, then_match=False)
    offer = await new_offer(graph)
    return await suggest(graph, *(a_suggestion(row["id"], offer.id) for row in rows))


def _address() -> str:
    return f"{new_id()}@ateliers.example"


async def _cards(graphs: list[Graph]) -> list[OutboxRow]:
    return [mail for graph in graphs for mail in await mails(graph)]


@pytest.fixture
async def patient(current_graph: GraphServer) -> AsyncIterator[Graph]:
    """A graph for which a hundred may wait in a row, on a machine that does other things, too."""
    async with open_graph(graph_settings(current_graph, connect_timeout_s=60)) as graph:
        await migrate(graph)
        yield graph


async def test_of_a_hundred_proposals_at_once_a_person_gets_one(patient: Graph) -> None:
    email = _address()
    networks = [await new_tenant(patient) for _ in range(5)]
    found = [await _member(graph, email, needs=20) for graph in networks]
    asked = await asyncio.gather(
        *(
            propose(graph, actor="test", need_ids=[match.need_id])
            for graph, matches in zip(networks, found, strict=True)
            for match in matches
        )
    )
    assert Counter(asked) == {1: 1, 0: 99}
    states: Counter[str] = Counter()
    for graph in networks:
        states.update(await Matches(graph).count_by_state())
    assert states == {"PROPOSED": 1, "SUGGESTED": 99}
    assert len(await _cards(networks)) == 1


async def test_a_person_is_asked_three_times_in_seven_days_whatever_the_network(
    network: Graph,
) -> None:
    email = _address()
    # The same address, spelled as another network spells it.
    networks = [network, await new_tenant(network)]
    for graph, spelled in zip(networks, (email, email.upper()), strict=True):
        await _member(graph, spelled, needs=8)
    asked = []
    for day in range(14):
        moment = A_WEDNESDAY + day * A_DAY
        asked.append(sum([await propose(at(graph, moment), actor="test") for graph in networks]))
    assert asked == [1, 1, 1, 0, 0, 0, 0] * 2


async def test_a_question_that_was_closed_before_it_was_sent_takes_no_day(network: Graph) -> None:
    email, other = _address(), await new_tenant(network)
    (match,) = await _member(network, email, needs=1)
    await _member(other, email, needs=1)
    then, there = at(network, A_WEDNESDAY), at(other, A_WEDNESDAY)
    assert await propose(then, actor="test") == 1
    assert await propose(there, actor="test") == 0
    await Needs(then).close(match.need_id, actor="test")
    assert await propose(there, actor="test") == 1


async def test_others_learn_nothing_but_that_nobody_is_asked_now(network: Graph) -> None:
    email, other = _address(), await new_tenant(network)
    await _member(other, email, needs=1)
    await propose(other, actor="test")
    (match,) = await _member(network, email, needs=1)
    assert await propose(network, actor="test") == 0
    assert await mails(network) == ()
    assert (await Events(network).page(first=9, subject_id=match.id)).items == ()


async def test_a_giver_who_was_asked_today_is_asked_tomorrow(network: Graph) -> None:
    mentor = await Parties(network).save(a_party(kind=PartyKind.MENTOR))
    offer = await Offers(network).save(mentor.id, an_offer(capacity=9))
    needs = [await new_need(network) for _ in range(5)]
    matches = await suggest(network, *(a_suggestion(need.id, offer.id) for need in needs))
    then = at(network, A_WEDNESDAY)
    await propose(then, actor="test")
    for match in matches:
        await accept(then, match.id, Side.SEEKER)
    due = [mail.due_at for mail in reversed(await mails(network)) if mail.side is Side.GIVER]
    midnights = [datetime(2027, 1, day, tzinfo=UTC) - timedelta(hours=1) for day in (7, 8, 13, 14)]
    assert due == [A_WEDNESDAY, *midnights]
    # All the time to answer, from then on.
    asked_at = [(await match_now(network, match.id)).proposed_at for match in matches]
    assert asked_at == due


async def test_a_mentor_whom_many_wait_for_is_on_no_further_card(network: Graph) -> None:
    offer = await new_offer(network, capacity=50)
    first = [await new_need(network) for _ in range(6)]
    matches = await suggest(network, *(a_suggestion(need.id, offer.id) for need in first))
    assert await propose(network, actor="test") == len(first)
    for match in matches:
        await accept(network, match.id, Side.SEEKER)
    (late,) = await suggest(network, a_suggestion((await new_need(network)).id, offer.id))
    assert await propose(network, actor="test") == 0
    assert (await match_now(network, late.id)).state is MatchState.SUGGESTED


async def test_mails_that_ask_wait_for_the_waking_hours_of_their_reader(network: Graph) -> None:
    tenant = await Tenants(network).ensure(
        f"test-{new_id()}", "Réseau qui dort", has_quiet_hours=True
    )
    quiet = network.for_tenant(tenant.id)
    in_paris, in_saint_denis = await suggested_pair(quiet), await suggested_pair(quiet)
    await Parties(quiet).save(
        a_party(place={"departement": "974"}), party_id=in_saint_denis.seeker.id
    )
    saturday = datetime(2027, 1, 9, 15, tzinfo=UTC)
    assert await propose(at(quiet, saturday), actor="test") == 2
    due = {mail.recipient_id: mail.due_at for mail in await mails(quiet)}
    assert due == {
        in_paris.seeker.id: datetime(2027, 1, 11, 7, tzinfo=UTC),
        in_saint_denis.seeker.id: datetime(2027, 1, 11, 4, tzinfo=UTC),
    }
    (night,) = [await accept(at(quiet, saturday), in_paris.match.id, Side.SEEKER)]
    assert night.match.proposed_at == datetime(2027, 1, 11, 7, tzinfo=UTC)


async def test_an_introduction_waits_for_nothing(network: Graph) -> None:
    tenant = await Tenants(network).ensure(
        f"test-{new_id()}", "Réseau qui dort", has_quiet_hours=True
    )
    quiet = at(network.for_tenant(tenant.id), datetime(2027, 1, 9, 23, tzinfo=UTC))
    pair = await suggested_pair(quiet)
    await propose(quiet, actor="test")
    for side in Side:
        await accept(quiet, pair.match.id, side)
    due = [mail.due_at for mail in await mails(quiet) if mail.kind is MailKind.INTRODUCTION]
    assert due == [quiet.clock()] * 2
