"""A person in two networks who reads weekly gets two digests, and no more questions than anybody."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph.lifecycle.proposing import propose
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailFrequency, MailKind, OutboxState
from graph.repositories.needs import Needs
from tests.factories import a_need, a_suggestion, mails, suggest
from tests.integration.mail.conftest import Network
from tests.integration.mail.relay import Relay
from tests.integration.mail.test_putting_off import another
from tests.integration.mail.test_weekly import (
    EACH,
    WEEKLY,
    choose,
    sweep,
    wait_for_tuesday,
    write_digest,
)
from workers.mail.transport import Transport

A_DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")
LEFT = (OutboxState.SENT, OutboxState.UNCERTAIN)


async def left(networks: list[Network], *kinds: MailKind) -> list[OutboxRow]:
    """What reached the person, of some kinds."""
    rows = [row for network in networks for row in await mails(network.graph)]
    return [row for row in rows if row.kind in kinds and row.state in LEFT]


def day_of(moment: datetime | None) -> int:
    assert moment is not None
    return moment.astimezone(PARIS).toordinal()


async def test_two_digests_of_one_tuesday_come_on_two_days(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    networks = [network, await another(network)]
    for each in networks:
        await choose(each, WEEKLY)
    await wait_for_tuesday(network)
    for each in networks:
        await write_digest(each)
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
    """More needs of the same seeker than two weeks have room for."""
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
    for day in range(16):
        for each in networks:
            await propose(each.graph, actor="test")
            if day % 7 == 0:
                await write_digest(each)
        await asyncio.gather(*(sweep(each, smtp) for each in networks))
        network.clock.ahead += A_DAY

    cards = await left(networks, MailKind.MATCH_CARD)
    mails_of = {(day_of(row.sent_at), row.claimed_by) for row in cards}
    assert max(Counter(day for day, _ in mails_of).values()) == 1
    digests = await left(networks, MailKind.DIGEST)
    assert max(Counter(day_of(row.sent_at) for row in digests).values()) == 1
    asked_on = [day_of(row.sent_at) for row in cards]
    for first in asked_on:
        assert sum(first <= other < first + 7 for other in asked_on) <= 3
    assert len(asked_on) > 4
    assert len({row.tenant_id for row in cards}) == 2
