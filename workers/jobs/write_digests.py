"""`digests.write`: on Tuesdays at nine, where each reader is, one mail about all that waits for them."""

from graph.lifecycle.timing import DIGEST_FROM, TUESDAY
from graph.models.vocabulary import MailKind
from graph.repositories.periodic import digest_readers, enqueue_periodic
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext
from workers.mail.digest import MOST_CARDS
from workers.mail.zones import is_somewhere, period, zone_named


async def write_digests(context: WorkerContext) -> None:
    """Writes what is not written yet; safe to run twice, and late on the same day."""
    now, written = context.graph.clock(), 0
    if not is_somewhere(now, TUESDAY):
        return
    for tenant in await Tenants(context.graph).all():
        graph = context.graph.for_tenant(tenant.id)
        for reader in await digest_readers(graph):
            zone = zone_named(reader.time_zone, reader.departement)
            day = period(now, zone, TUESDAY, DIGEST_FROM)
            if day is not None:
                told = reader.match_ids[:MOST_CARDS] + reader.ended_ids
                written += await enqueue_periodic(
                    graph, MailKind.DIGEST, reader.party_id, day, told
                )
    if written:
        await context.queue.hint("work.sweep")
