"""A mail that waited past its hour, or its day, waits for the next: none is lost, none is doubled."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graph.ids import new_id
from graph.lifecycle.mails import mail_row
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind, OutboxState, Side
from graph.repositories.outbox import Outbox
from graph.repositories.tenants import Tenants
from tests.factories import match_now
from tests.integration.mail.conftest import LETTERHEAD, Network, fill
from tests.integration.mail.relay import Relay
from workers.mail.delivery import deliver
from workers.mail.suppression import Cause
from workers.mail.transport import Transport

A_DAY = timedelta(days=1)
MONDAY, SUNDAY = 0, 6
PARIS = ZoneInfo("Europe/Paris")
IN_ZONE = "MATCH (p:Party {id: $id}) SET p.time_zone = $zone"
WITH_QUIET_HOURS = "MATCH (t:Tenant {id: $id}) SET t.has_quiet_hours = true"


async def settle(network: Network, transport: Transport, mail: OutboxRow) -> OutboxRow:
    await deliver(network.graph, mail.id, transport=transport, letterhead=LETTERHEAD)
    return await Outbox(network.graph).get(mail.id)


def wait_until(network: Network, moment: datetime) -> None:
    network.clock.ahead += moment - network.clock()


async def on_sunday_night(network: Network) -> None:
    """As after a relay that was away for days; the network keeps quiet hours."""
    await network.graph.run_statement(WITH_QUIET_HOURS, id=network.graph.tenant_id)
    now = network.clock().astimezone(PARIS)
    sunday = now + (SUNDAY - now.weekday()) * A_DAY
    wait_until(network, sunday.replace(hour=23, minute=50).astimezone(UTC))


async def written(network: Network, kind: MailKind) -> OutboxRow:
    row = mail_row(
        tenant_id=network.graph.tenant_id or "",
        kind=kind,
        recipient_id=network.seeker_id,
        match_ids=[match.id for match in network.matches],
        cause="test",
        side=Side.SEEKER,
    )
    await network.graph.write("enqueue_mails", rows=[row])
    return await Outbox(network.graph).get(row["id"])


@pytest.mark.parametrize(
    ("kind", "zone"),
    [
        (MailKind.MATCH_CARD, "Europe/Paris"),
        (MailKind.MATCH_CARD, "Europe/Atlantis"),
        (MailKind.REMINDER, None),
    ],
)
async def test_what_asks_does_not_arrive_at_night(
    network: Network, relay: Relay, smtp: Transport, kind: MailKind, zone: str | None
) -> None:
    # A zone that there is not counts as none.
    await network.graph.run_statement(IN_ZONE, id=network.seeker_id, zone=zone)
    is_card = kind is MailKind.MATCH_CARD
    mail = network.mail if is_card else await written(network, kind)
    await on_sunday_night(network)

    waiting = await settle(network, smtp, mail)
    assert (waiting.state, waiting.attempts, waiting.leased_until) == (OutboxState.PENDING, 0, None)
    due = waiting.due_at.astimezone(PARIS)
    assert (due.weekday(), due.hour, due.minute) == (MONDAY, 8, 0)
    assert due - network.clock() < A_DAY / 2
    for match in network.matches:
        # Whoever is asked later has all the time from then.
        proposed_at = (await match_now(network.graph, match.id)).proposed_at
        assert (proposed_at == waiting.due_at) is is_card
    assert relay.accepted == []

    wait_until(network, waiting.due_at)
    sent = await settle(network, smtp, mail)
    assert (sent.state, sent.attempts, len(relay.accepted)) == (OutboxState.SENT, 1, 1)


async def test_what_was_asked_for_arrives_at_any_hour(
    network: Network, smtp: Transport, relay: Relay
) -> None:
    for match in network.matches:
        await network.graph.run_statement(
            "MATCH (m:Match {id: $id}) SET m.state = 'ACCEPTED'", id=match.id
        )
    mail = await written(network, MailKind.INTRODUCTION)
    await on_sunday_night(network)
    assert (await settle(network, smtp, mail)).state is OutboxState.SENT
    assert len(relay.accepted) == 1


async def another(network: Network) -> Network:
    """Asks the same person a day later."""
    network.clock.ahead += A_DAY
    tenant = await Tenants(network.graph).ensure(new_id(), "Réseau Sud")
    return await fill(network.graph.for_tenant(tenant.id), network.clock)


async def test_a_card_that_nobody_can_answer_is_dropped_and_takes_no_day(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    other = await another(network)
    assert (await settle(other, smtp, other.mail)).state is OutboxState.SENT
    for giver_id in network.giver_ids:
        until = network.clock() + 30 * A_DAY
        await network.graph.write("pause_party", id=giver_id, until=until)
    dropped = await settle(network, smtp, network.mail)
    assert (dropped.state, dropped.error) == (OutboxState.SUPPRESSED, Cause.OTHER_SIDE_AWAY)
    assert len(relay.accepted) == 1


async def test_two_networks_that_waited_ask_a_person_on_two_days(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    other = await another(network)
    network.clock.ahead += 2 * A_DAY
    both = (network, other)

    await asyncio.gather(*(settle(each, smtp, each.mail) for each in both for _ in range(3)))
    rows = [await each.row() for each in both]
    assert sorted(row.state for row in rows) == ["PENDING", "SENT"]
    assert len(relay.accepted) == 1
    (waiting,) = [row for row in rows if row.state is OutboxState.PENDING]
    tomorrow = (network.clock().astimezone(PARIS) + A_DAY).date()
    assert waiting.due_at.astimezone(PARIS).date() == tomorrow
    assert waiting.attempts == 0

    wait_until(network, waiting.due_at)
    await asyncio.gather(*(settle(each, smtp, each.mail) for each in both))
    assert [(await each.row()).state for each in both] == [OutboxState.SENT] * 2
    assert len(relay.accepted) == 2
