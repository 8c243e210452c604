"""A person in two networks who reads weekly gets two digests, and no more questions than anybody."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.proposing import propose
from graph.lifecycle.timing import MailHours, next_digest
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailFrequency, MailKind, OutboxState, PartyKind, Side
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    accept,
    an_offer,
    at,
    mails,
    new_need,
    new_tenant,
    suggest,
)
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from tests.integration.mail.test_putting_off import WITH_QUIET_HOURS, another
from tests.integration.mail.test_weekly import (
    EACH,
    WEEKLY,
    choose,
    sweep,
    wait_for_tuesday,
)
from workers.jobs.write_digests import write_digests_of
from workers.mail.delivery import deliver
from workers.mail.transport import Transport

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
PARIS = ZoneInfo("Europe/Paris")
A_WEDNESDAY = datetime(2027, 1, 6, 11, tzinfo=UTC)
READS_WEEKLY = """
MATCH (p:Party {id: $id}) SET p.mail_frequency = 'WEEKLY', p.quiet_until = $quiet_until
"""
LEFT = (OutboxState.SENT, OutboxState.UNCERTAIN)


async def left(networks: list[Network], *kinds: MailKind) -> list[OutboxRow]:
    """What reached the person, of some kinds."""
    rows = [row for network in networks for row in await mails(network.graph)]
    return [row for row in rows if row.kind in kinds and row.state in LEFT]


def day_of(moment: datetime | None) -> int:
    assert moment is not None
    return moment.astimezone(PARIS).toordinal()


def most_in_a_week(cards: list[OutboxRow]) -> int:
    """The most questions in any seven days."""
    asked_on = [day_of(row.sent_at) for row in cards]
    return max(sum(first <= day < first + 7 for day in asked_on) for first in asked_on)


async def test_two_digests_of_one_tuesday_come_on_two_days(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    networks = [network, await another(network)]
    for each in networks:
        await choose(each, WEEKLY)
    await wait_for_tuesday(network)
    for each in networks:
        await write_digests_of(each.graph)
    await asyncio.gather(*(sweep(each, smtp) for each in networks for _ in range(2)))
    (first,) = await left(networks, MailKind.DIGEST)
    network.clock.ahead += A_DAY
    await asyncio.gather(*(sweep(each, smtp) for each in networks for _ in range(2)))
    digests = await left(networks, MailKind.DIGEST)
    assert len({day_of(row.sent_at) for row in digests}) == len(digests) == 2
    assert first.id in {row.id for row in digests}
    assert len(relay.accepted) == 2
    assert len(await left(networks, MailKind.MATCH_CARD)) == 2


async def wish_for_more(network: Network) -> None:
    """More needs of the same seeker than a week has room for."""
    needs = [await Needs(network.graph).save(network.seeker_id, a_need()) for _ in range(6)]
    offer_id = network.matches[0].offer_id
    await suggest(network.graph, *(a_suggestion(need.id, offer_id) for need in needs))


@pytest.mark.parametrize("there", [WEEKLY, EACH])
async def test_nobody_is_asked_more_by_two_networks_whatever_the_rhythm(
    network: Network, smtp: Transport, there: MailFrequency
) -> None:
    networks = [network, await another(network)]
    for each, frequency in zip(networks, (WEEKLY, there), strict=True):
        await choose(each, frequency)
        await wish_for_more(each)
    await wait_for_tuesday(network)
    # Whatever clocks do meanwhile, it is past nine on each Tuesday.
    network.clock.ahead += 2 * AN_HOUR
    for day in range(9):
        for each in networks:
            await propose(each.graph, actor="test")
            if day % 7 == 0:
                await write_digests_of(each.graph)
        await asyncio.gather(*(sweep(each, smtp) for each in networks))
        network.clock.ahead += A_DAY

    cards = await left(networks, MailKind.MATCH_CARD)
    mails_of = {(day_of(row.sent_at), row.claimed_by) for row in cards}
    assert max(Counter(day for day, _ in mails_of).values()) == 1
    digests = await left(networks, MailKind.DIGEST)
    assert max(Counter(day_of(row.sent_at) for row in digests).values()) == 1
    assert most_in_a_week(cards) <= 3
    assert len(cards) > 3
    assert len({row.tenant_id for row in cards}) == 2


async def asked_mentor(
    graph: Graph, email: str, questions: int, quiet_until: int | None = None
) -> None:
    """Somebody who reads weekly, and whom as many seekers wait for."""
    mentor = await Parties(graph).save(a_party(kind=PartyKind.MENTOR, email=email))
    await graph.run_statement(READS_WEEKLY, id=mentor.id, quiet_until=quiet_until)
    offer = await Offers(graph).save(mentor.id, an_offer(capacity=9))
    needs = [await new_need(graph) for _ in range(questions)]
    found = await suggest(graph, *(a_suggestion(need.id, offer.id) for need in needs))
    await propose(graph, actor="test", need_ids=[need.id for need in needs])
    for match in found:
        await accept(graph, match.id, Side.SEEKER)


async def deliver_all(graph: Graph, transport: Transport) -> None:
    for row in await mails(graph):
        await deliver(graph, row.id, transport=transport, letterhead=LETTERHEAD)


async def test_a_mentor_of_two_networks_whom_many_wait_for_is_asked_three_times_a_week(
    network: Network, smtp: Transport
) -> None:
    email = f"{new_id()}@mentors.example"
    graphs = [network.graph, await new_tenant(network.graph)]
    now = A_WEDNESDAY
    for graph in (at(graph, now) for graph in graphs):
        await asked_mentor(graph, email, 3)
    for day in range(15):
        for graph in (at(graph, now + day * A_DAY) for graph in graphs):
            await write_digests_of(graph)
            await deliver_all(graph, smtp)
    rows = [row for graph in graphs for row in await mails(graph)]
    told = [row for row in rows if row.side is Side.GIVER and row.state is OutboxState.SENT]
    assert len(told) == 6
    assert most_in_a_week(told) == 3
    digests = [row for row in rows if row.kind is MailKind.DIGEST]
    assert [row.state for row in digests] == [OutboxState.SENT] * len(digests)
    assert len({row.sent_at for row in digests}) == len(digests) > 1


async def test_a_digest_leaves_what_is_booked_for_the_very_hour_of_the_next_one(
    network: Network, smtp: Transport
) -> None:
    await network.graph.run_statement(WITH_QUIET_HOURS, id=network.graph.tenant_id)
    monday = at(network.graph, A_WEDNESDAY - 2 * A_DAY)
    await asked_mentor(monday, f"{new_id()}@mentors.example", 6, quiet_until=9)
    cards = [row for row in await mails(monday) if row.side is Side.GIVER]
    booked = sorted(cards, key=lambda row: row.due_at)
    tuesday = at(network.graph, A_WEDNESDAY - A_DAY)
    next_one = next_digest(tuesday.clock(), MailHours())
    assert [row.due_at for row in booked].index(next_one) == 4
    await deliver_all(tuesday, smtp)
    put_off = [row for row in await mails(tuesday) if row.due_at == next_one]
    assert {row.id for row in put_off} == {booked[number].id for number in (0, 1, 4)}
    await write_digests_of(tuesday)
    (digest,) = [row for row in await mails(tuesday) if row.kind is MailKind.DIGEST]
    assert set(digest.match_ids) == {row.match_ids[0] for row in booked[:2]}
