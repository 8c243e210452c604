"""Who reads weekly is asked, and reminded, by digests alone: nothing is lost, nothing comes twice."""

from datetime import timedelta

import pytest

from graph.lifecycle.bounces import note_bounce
from graph.lifecycle.ending import expire_match
from graph.lifecycle.links import LINK_AGE
from graph.lifecycle.proposing import propose
from graph.lifecycle.reminding import remind, unreminded_mails
from graph.lifecycle.timing import MailHours, next_digest
from graph.models.entities import OutboxRow
from graph.models.vocabulary import Bounce, MailFrequency, MailKind, MatchState, OutboxState, Side
from graph.repositories.matches import Matches, expired_proposals
from graph.repositories.needs import Needs
from graph.repositories.outbox import Outbox
from tests.factories import OF_ALL_TESTS, a_need, a_suggestion, accept, mails, match_now, suggest
from tests.integration.mail.conftest import LETTERHEAD, Network
from tests.integration.mail.relay import Relay
from tests.integration.mail.test_every_kind import last, text_of
from workers.jobs.write_digests import write_digests_of
from workers.mail.delivery import LEASE, deliver
from workers.mail.transport import Transport

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STILL_OPEN = "Toujours ouverte"
WEEKLY, EACH = MailFrequency.WEEKLY, MailFrequency.EACH


async def choose(network: Network, frequency: MailFrequency) -> None:
    await network.graph.run_statement(
        "MATCH (p:Party {id: $id}) SET p.mail_frequency = $frequency",
        id=network.seeker_id,
        frequency=frequency.value,
    )


async def sweep(network: Network, transport: Transport) -> None:
    """Delivers what is due, the oldest first."""
    rows = [row for row in await mails(network.graph) if row.state is OutboxState.PENDING]
    for row in sorted(rows, key=lambda row: row.due_at):
        await deliver(
            network.graph, row.id, transport=transport, letterhead=LETTERHEAD, jitter=lambda: 0.5
        )


async def wait_for_tuesday(network: Network) -> None:
    nine = next_digest(network.clock(), MailHours())
    network.clock.ahead += nine + A_MINUTE - network.clock()


async def on_tuesday(network: Network, transport: Transport) -> None:
    await wait_for_tuesday(network)
    await write_digests_of(network.graph)
    await sweep(network, transport)


async def of_kind(network: Network, kind: MailKind) -> list[OutboxRow]:
    return [row for row in await mails(network.graph) if row.kind is kind]


async def states(network: Network) -> dict[MailKind, OutboxState]:
    return {row.kind: row.state for row in await mails(network.graph)}


async def expire_all(network: Network) -> int:
    """Ends what nobody answered in time; how many that were."""
    before = network.clock() - LINK_AGE
    rows = await expired_proposals(network.graph, before=before, limit=OF_ALL_TESTS)
    ended = [row["id"] for row in rows if row["tenant_id"] == network.graph.tenant_id]
    return sum([await expire_match(network.graph, each, asked_before=before) for each in ended])


async def ask_once_more(network: Network) -> None:
    """About another need of the same seeker."""
    graph = network.graph
    need = await Needs(graph).save(network.seeker_id, a_need())
    await suggest(graph, a_suggestion(need.id, network.matches[0].offer_id))
    assert await propose(graph, actor="test", need_ids=[need.id]) == 1


async def test_all_of_a_question_comes_by_digests(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await choose(network, WEEKLY)
    await wait_for_tuesday(network)
    network.clock.ahead += A_DAY
    await sweep(network, smtp)
    await ask_once_more(network)
    card = await network.row()
    assert (card.state, card.attempts, card.claimed_by) == (OutboxState.PENDING, 0, None)
    assert card.due_at == next_digest(network.clock(), MailHours())

    await on_tuesday(network, smtp)
    card, (digest,) = await network.row(), await of_kind(network, MailKind.DIGEST)
    assert (card.state, card.sent_at) == (OutboxState.SENT, digest.sent_at)
    assert [message.count(b"/a/") > 0 for message in relay.accepted] == [True]
    assert STILL_OPEN not in text_of(last(relay))
    for match in network.matches:
        asked_at = (await match_now(network.graph, match.id)).proposed_at
        assert asked_at
        assert digest.sent_at
        assert asked_at <= digest.sent_at < asked_at + A_MINUTE

    network.clock.ahead += 6 * A_DAY
    due = {mail["id"] for mail in await unreminded_mails(network.graph, OF_ALL_TESTS)}
    assert card.id in due
    assert await remind(network.graph, card.id)
    await sweep(network, smtp)
    assert (await states(network))[MailKind.REMINDER] is OutboxState.PENDING
    await on_tuesday(network, smtp)
    assert (await states(network))[MailKind.REMINDER] is OutboxState.SENT
    assert len(relay.accepted) == 2
    assert text_of(last(relay)).count(STILL_OPEN) == 3

    await on_tuesday(network, smtp)
    assert len(relay.accepted) == 2, "what ends today is not told any more"
    network.clock.ahead += 2 * AN_HOUR
    assert await expire_all(network) == 3
    ends = await of_kind(network, MailKind.EXPIRY)
    assert {(row.recipient_id, row.due_at) for row in ends} == {
        (network.seeker_id, next_digest(network.clock(), MailHours()))
    }
    (party,) = await network.graph.run_statement(
        "MATCH (p:Party {id: $id}) RETURN p.unanswered AS unanswered", id=network.seeker_id
    )
    assert party["unanswered"] == 1, "a digest is one mail, whatever it tells"

    await on_tuesday(network, smtp)
    (newest, *_) = await of_kind(network, MailKind.DIGEST)
    ends = await of_kind(network, MailKind.EXPIRY)
    assert {(row.state, row.sent_at) for row in ends} == {(OutboxState.SENT, newest.sent_at)}
    assert len(relay.accepted) == 3
    assert "Cameras 0, Vision 0" in text_of(last(relay))
    await on_tuesday(network, smtp)
    assert len(relay.accepted) == 3, "nothing is told twice"


async def test_who_chose_single_mails_meanwhile_is_told_of_ends_by_one(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await choose(network, WEEKLY)
    await on_tuesday(network, smtp)
    network.clock.ahead += LINK_AGE
    assert await expire_all(network) == 2
    await sweep(network, smtp)
    assert len(relay.accepted) == 1
    await choose(network, EACH)
    await on_tuesday(network, smtp)
    assert (await states(network))[MailKind.EXPIRY] is OutboxState.SENT
    assert [row.state for row in await of_kind(network, MailKind.DIGEST)] == [OutboxState.SENT]
    assert len(relay.accepted) == 2


async def test_a_card_that_came_by_itself_is_told_as_still_open(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await sweep(network, smtp)
    await choose(network, WEEKLY)
    network.clock.ahead += A_DAY
    await on_tuesday(network, smtp)
    assert await states(network) == {
        MailKind.MATCH_CARD: OutboxState.SENT,
        MailKind.DIGEST: OutboxState.SENT,
    }
    assert text_of(last(relay)).count(STILL_OPEN) == 2
    assert len(relay.accepted) == 2


async def test_who_chooses_single_cards_again_gets_the_one_that_waited(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await choose(network, WEEKLY)
    await sweep(network, smtp)
    await wait_for_tuesday(network)
    await write_digests_of(network.graph)
    await choose(network, EACH)
    for _ in range(2):
        await sweep(network, smtp)
    assert await states(network) == {
        MailKind.MATCH_CARD: OutboxState.SENT,
        MailKind.DIGEST: OutboxState.SUPPRESSED,
    }
    assert len(relay.accepted) == 1


async def test_a_card_that_another_worker_holds_comes_by_the_digest_alone(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await wait_for_tuesday(network)
    held = await Outbox(network.graph).claim(network.mail.id, LEASE)
    assert held
    await choose(network, WEEKLY)
    await write_digests_of(network.graph)
    await sweep(network, smtp)
    assert not await Outbox(network.graph).mark_sending(held)
    assert (await network.row()).state is OutboxState.SENT
    assert len(relay.accepted) == 1


@pytest.mark.parametrize(
    ("reply", "card"), [("DROP", OutboxState.UNCERTAIN), ("451 4.3.0 later", OutboxState.PENDING)]
)
async def test_what_becomes_of_a_digest_becomes_of_its_cards(
    network: Network, relay: Relay, smtp: Transport, reply: str, card: OutboxState
) -> None:
    await choose(network, WEEKLY)
    relay.on_data = reply
    await on_tuesday(network, smtp)
    assert set((await states(network)).values()) == {card}
    relay.on_data = "250 OK"
    network.clock.ahead += AN_HOUR
    for _ in range(2):
        await sweep(network, smtp)
    ends = OutboxState.SENT if card is OutboxState.PENDING else card
    assert set((await states(network)).values()) == {ends}
    assert len(relay.accepted) == (ends is OutboxState.SENT)


async def test_a_digest_that_came_back_asked_nobody(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await choose(network, WEEKLY)
    await on_tuesday(network, smtp)
    (digest,) = await of_kind(network, MailKind.DIGEST)
    assert await note_bounce(network.graph, digest.id, Bounce.SOFT, status="4.2.2")
    network.clock.ahead += 6 * A_DAY
    due = {mail["id"] for mail in await unreminded_mails(network.graph, OF_ALL_TESTS)}
    assert network.mail.id not in due
    assert await note_bounce(network.graph, digest.id, Bounce.HARD, status="5.1.1")
    for match in network.matches:
        assert (await match_now(network.graph, match.id)).state is MatchState.WITHDRAWN
    assert network.need_id in await Matches(network.graph).waiting_needs(10)
    assert len(relay.accepted) == 1


async def test_a_weekly_reader_who_cannot_be_asked_leaves_no_proposal_behind(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await choose(network, WEEKLY)
    until = network.clock() + 30 * A_DAY
    await network.graph.write("pause_party", id=network.seeker_id, until=until)
    await sweep(network, smtp)
    assert (await network.row()).state is OutboxState.SUPPRESSED
    found = [await match_now(network.graph, match.id) for match in network.matches]
    assert {match.state for match in found} == {MatchState.WITHDRAWN}
    assert relay.accepted == []


async def test_a_digest_shows_nothing_that_the_other_side_is_asked(
    network: Network, relay: Relay, smtp: Transport
) -> None:
    await choose(network, WEEKLY)
    await wait_for_tuesday(network)
    await write_digests_of(network.graph)
    until = network.clock() + 30 * A_DAY
    await network.graph.write("pause_party", id=network.giver_ids[1], until=until)
    await accept(network.graph, network.matches[0].id, Side.SEEKER)
    for _ in range(2):
        await sweep(network, smtp)
    (digest,) = await of_kind(network, MailKind.DIGEST)
    assert (digest.state, digest.error) == (OutboxState.SUPPRESSED, "NO_LONGER_ASKED")
    assert (await network.row()).state is OutboxState.SUPPRESSED
    found = [(await match_now(network.graph, match.id)).state for match in network.matches]
    assert found == [MatchState.PROPOSED, MatchState.WITHDRAWN]
    assert relay.recipients == ["sam0@vision.example"]
