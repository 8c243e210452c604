"""The outbox: each mail once, by one worker at a time."""

import asyncio
from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError, OutdatedError
from graph.ids import new_id
from graph.lifecycle.mails import mail_row
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind, OutboxState, Side
from graph.repositories.events import Events
from graph.repositories.outbox import (
    DEAD_LETTERS,
    Outbox,
    due_mails,
    oldest_due_mail,
    settle_lost_mails,
)
from tests.factories import at, mails, new_tenant, proposed_pair, suggested_pair

LEASE = timedelta(minutes=5)


async def _claimed(tenant: Graph) -> OutboxRow:
    await proposed_pair(tenant)
    (waiting,) = await mails(tenant)
    claimed = await Outbox(tenant).claim(waiting.id, LEASE)
    assert claimed
    return claimed


async def test_a_mail_comes_back_as_written(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    (mail,) = await mails(tenant)
    assert await Outbox(tenant).get(mail.id) == mail
    assert (mail.kind, mail.state, mail.side) == ("MATCH_CARD", "PENDING", "SEEKER")
    assert (mail.recipient_id, mail.match_ids) == (pair.seeker.id, (pair.match.id,))
    assert mail.message_id == f"<{mail.id}@maillage>"
    assert mail.attempts == 0


async def test_a_second_row_with_the_same_key_is_none(tenant: Graph) -> None:
    pair, other = await suggested_pair(tenant), await suggested_pair(tenant)

    def row(*match_ids: str) -> dict[str, object]:
        return mail_row(
            tenant_id=tenant.tenant_id or "",
            kind=MailKind.MATCH_CARD,
            recipient_id=pair.seeker.id,
            match_ids=match_ids,
            cause="test",
            side=Side.SEEKER,
        )

    first = await tenant.write("enqueue_mails", rows=[row(pair.match.id)])
    second = await tenant.write("enqueue_mails", rows=[row(pair.match.id, other.match.id)])
    (mail,) = await mails(tenant)
    assert (first, second) == ([{"id": mail.id}], [])
    edges = await tenant.run_statement(
        "MATCH (:Outbox {id: $id})-[:ABOUT]->(m) RETURN m.id AS id", id=mail.id
    )
    assert [edge["id"] for edge in edges] == [pair.match.id]


async def test_of_two_workers_one_gets_the_lease(tenant: Graph) -> None:
    await proposed_pair(tenant)
    (mail,) = await mails(tenant)
    claims = await asyncio.gather(*(Outbox(tenant).claim(mail.id, LEASE) for _ in range(8)))
    (claimed,) = [claim for claim in claims if claim]
    assert claimed.attempts == 1
    assert claimed.leased_until
    assert claimed.leased_until > tenant.clock()


async def test_a_lease_ends(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    after = at(tenant, tenant.clock() + LEASE + timedelta(seconds=1))
    again = await Outbox(after).claim(claimed.id, LEASE)
    assert again
    assert again.attempts == 2
    assert not await Outbox(after).mark_sending(claimed)
    assert await Outbox(after).mark_sending(again)
    late = await Outbox(after).finish(claimed, OutboxState.FAILED, error="slow")
    assert late.state is OutboxState.SENDING


async def test_a_mail_is_sent_once(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    assert await Outbox(tenant).mark_sending(claimed)
    sent = await Outbox(tenant).finish(claimed, OutboxState.SENT)
    assert (sent.state, sent.leased_until, sent.error) == (OutboxState.SENT, None, None)
    assert sent.sent_at
    later = at(tenant, tenant.clock() + LEASE * 2)
    assert await Outbox(later).claim(claimed.id, LEASE) is None
    assert not await Outbox(later).mark_sending(claimed)


async def test_what_was_lost_on_the_way_back_can_be_asked_again(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    again = await tenant.write(
        "claim_mail",
        id=claimed.id,
        claim=claimed.claimed_by,
        leased_until=tenant.clock() + LEASE,
    )
    assert again[0]["row"]["attempts"] == 1
    assert await Outbox(tenant).mark_sending(claimed)
    assert await Outbox(tenant).mark_sending(claimed)
    sent = await Outbox(tenant).finish(claimed, OutboxState.SENT)
    assert (await Outbox(tenant).finish(claimed, OutboxState.SENT)).state is sent.state


async def _dead(tenant: Graph, state: OutboxState) -> OutboxRow:
    return await Outbox(tenant).finish(await _claimed(tenant), state, error="told")


@pytest.mark.parametrize("state", DEAD_LETTERS)
async def test_a_person_lets_a_dead_letter_be_tried_again(
    tenant: Graph, state: OutboxState
) -> None:
    dead = await _dead(tenant, state)
    again = await Outbox(tenant).retry(dead.id, actor="test")
    assert (again.state, again.attempts, again.error) == (OutboxState.PENDING, 0, None)
    assert again.message_id == dead.message_id
    claimed = await Outbox(tenant).claim(dead.id, LEASE)
    assert claimed
    # The worker of before has nothing to say any more.
    late = await Outbox(tenant).finish(dead, OutboxState.SENT)
    assert late.state is OutboxState.PENDING
    (event,) = (await Events(tenant).page(first=9, action="mail.retried")).items
    assert (event.subject_id, event.actor, event.details) == (dead.id, "test", {"was": state})


@pytest.mark.parametrize("state", DEAD_LETTERS)
async def test_a_person_ends_a_dead_letter(tenant: Graph, state: OutboxState) -> None:
    dead = await _dead(tenant, state)
    ended = await Outbox(tenant).discard(dead.id, actor="test")
    assert (ended.state, ended.error) == (OutboxState.SUPPRESSED, "DISCARDED")
    assert (await Outbox(tenant).finish(dead, OutboxState.SENT)).state is OutboxState.SUPPRESSED
    (event,) = (await Events(tenant).page(first=9, action="mail.discarded")).items
    assert (event.subject_id, event.actor, event.details) == (dead.id, "test", {"was": state})


async def test_what_is_no_dead_letter_is_left_to_the_workers(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    for change in (Outbox(tenant).retry, Outbox(tenant).discard):
        with pytest.raises(OutdatedError, match="PENDING"):
            await change(claimed.id, actor="test")
        with pytest.raises(NotFoundError):
            await change(new_id(), actor="test")
    assert (await Events(tenant).page(first=9, subject_id=claimed.id)).items == ()


async def test_a_mail_that_could_not_be_sent_waits_for_its_next_try(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    due_at = tenant.clock() + timedelta(hours=1)
    await Outbox(tenant).finish(claimed, OutboxState.PENDING, error="busy", due_at=due_at)
    assert await Outbox(tenant).claim(claimed.id, LEASE) is None
    again = await Outbox(at(tenant, due_at)).claim(claimed.id, LEASE)
    assert again
    assert (again.attempts, again.error) == (2, "busy")


async def test_a_mail_whose_worker_was_lost_is_uncertain_and_stays_so(tenant: Graph) -> None:
    before = at(tenant, tenant.clock() - LEASE * 2)
    claimed = await _claimed(before)
    await Outbox(before).mark_sending(claimed)
    assert await settle_lost_mails(tenant) >= 1
    lost = await Outbox(tenant).get(claimed.id)
    assert lost.state is OutboxState.UNCERTAIN
    assert lost.error
    assert await Outbox(tenant).claim(claimed.id, LEASE) is None


async def test_a_mail_that_is_being_handed_over_is_not_settled(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    await Outbox(tenant).mark_sending(claimed)
    await settle_lost_mails(tenant)
    assert (await Outbox(tenant).get(claimed.id)).state is OutboxState.SENDING


async def test_due_mails_are_found_oldest_first(tenant: Graph) -> None:
    long_ago = tenant.clock().replace(year=2001)
    await proposed_pair(at(tenant, long_ago))
    (mail,) = await mails(tenant)
    row = {"id": mail.id, "tenant_id": tenant.tenant_id}
    found = await due_mails(tenant, 100)
    oldest = await oldest_due_mail(tenant)
    await Outbox(tenant).claim(mail.id, LEASE)
    held = await due_mails(tenant, 100)
    await tenant.run_statement("MATCH (x:Outbox {id: $id}) SET x.due_at = $now", id=mail.id)
    assert row in found
    assert row not in held
    assert oldest
    assert oldest <= long_ago


async def test_the_outbox_is_paged_and_counted(tenant: Graph) -> None:
    claimed = await _claimed(tenant)
    await Outbox(tenant).finish(claimed, OutboxState.SUPPRESSED, error="paused")
    await proposed_pair(tenant)
    newest, oldest = await mails(tenant)
    page = await Outbox(tenant).page(first=1)
    assert (page.items, page.has_next) == ((newest,), True)
    assert (await Outbox(tenant).page(first=1, after=newest.id)).items == (oldest,)
    found = await Outbox(tenant).page(first=9, states=[OutboxState.SUPPRESSED])
    assert [row.id for row in found.items] == [claimed.id]
    assert await Outbox(tenant).count(states=[OutboxState.SUPPRESSED]) == 1
    assert (await Outbox(tenant).page(first=1, is_ascending=True)).items == (oldest,)
    assert set(await Outbox(tenant).get_many([newest.id, new_id()])) == {newest.id}
    assert await Outbox(tenant).count_by_state() == {"SUPPRESSED": 1, "PENDING": 1}


async def test_a_foreign_mail_is_out_of_reach(tenant: Graph, migrated_graph: Graph) -> None:
    claimed = await _claimed(await new_tenant(migrated_graph))
    for mail_id in (claimed.id, new_id()):
        with pytest.raises(NotFoundError):
            await Outbox(tenant).get(mail_id)
    with pytest.raises(NotFoundError):
        await Outbox(tenant).finish(claimed, OutboxState.SENT)
    assert not await Outbox(tenant).mark_sending(claimed)
