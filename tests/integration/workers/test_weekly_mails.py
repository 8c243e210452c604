"""Mails that a day of the week brings: once each, whenever the jobs run on that day."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.connection import Graph
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind
from graph.repositories.outbox import Outbox
from graph.repositories.tenants import Tenants
from tests.factories import Pair, at, proposed_pair
from workers.context import WorkerContext
from workers.jobs.write_digests import write_digests
from workers.jobs.write_reports import write_reports
from workers.mail.delivery import deliver
from workers.mail.maildir import MaildirReader

NINE = datetime(2028, 2, 29, 8, 0, tzinfo=UTC)
"""A Tuesday on a leap day, nine in Paris."""
EIGHT = datetime(2028, 2, 28, 7, 0, tzinfo=UTC)
"""The Monday before, eight in Paris."""


def later(context: WorkerContext, moment: datetime) -> WorkerContext:
    return replace(context, graph=at(context.graph, moment))


async def rows(network: Graph, kind: MailKind) -> list[OutboxRow]:
    return [row for row in (await Outbox(network).page(first=10)).items if row.kind is kind]


async def reading_weekly(network: Graph) -> Pair:
    pair = await proposed_pair(network)
    await network.run_statement(
        "MATCH (p:Party {id: $id}) SET p.mail_frequency = 'WEEKLY'", id=pair.seeker.id
    )
    return pair


async def test_a_digest_is_written_once_on_its_day(context: WorkerContext, network: Graph) -> None:
    pair = await reading_weekly(network)
    other = await proposed_pair(network)
    await write_digests(later(context, NINE.replace(hour=7)))
    assert await rows(network, MailKind.DIGEST) == []
    for hour in (8, 8, 15):
        await write_digests(later(context, NINE.replace(hour=hour)))

    (row,) = await rows(network, MailKind.DIGEST)
    assert (row.recipient_id, row.match_ids) == (pair.seeker.id, (pair.match.id,))
    assert other.seeker.id != row.recipient_id
    assert row.key.endswith(":2028-02-29")


async def test_a_report_is_written_once_and_sent_to_the_network(
    context: WorkerContext, network: Graph
) -> None:
    await proposed_pair(network)
    await write_reports(later(context, EIGHT))
    assert await rows(network, MailKind.WEEKLY_REPORT) == []

    await Tenants(network).set_reply_to("equipe@centre.example")
    for hour in (6, 7, 9):
        await write_reports(later(context, EIGHT.replace(hour=hour)))
    (row,) = await rows(network, MailKind.WEEKLY_REPORT)

    graph = at(network, EIGHT)
    await deliver(graph, row.id, transport=context.transport, letterhead=context.letterhead)
    assert (await Outbox(network).get(row.id)).state == "SENT"
    box = MaildirReader(context.transport._path)  # type: ignore[attr-defined]  # the fixture's own
    (summary,) = await box.page(first=5)
    assert "equipe@centre.example" in summary.to
    assert "1 réponse attendue" in summary.subject


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\r\nBcc: c@d.example"])
async def test_a_reply_address_must_be_one(network: Graph, address: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        await Tenants(network).set_reply_to(address)
