"""`digests.write`: on Tuesdays at nine, where each reader is, one mail about all that waits for them."""

from graph.connection import Graph
from graph.lifecycle.timing import DIGEST_FROM, TUESDAY
from graph.models.vocabulary import MailKind
from graph.repositories.periodic import digest_readers, enqueue_periodic
from graph.repositories.tenants import Tenants
from workers.context import WorkerContext
from workers.mail.digest import MOST_CARDS
from workers.mail.zones import is_somewhere, period, zone_named


async def write_digests(context: WorkerContext) -> None:
    """Writes what is not written yet; safe to run twice, and late on the same day."""
    if not is_somewhere(context.graph.clock(), TUESDAY):
        return
    tenants = await Tenants(context.graph).all()
    written = [await write_digests_of(context.graph.for_tenant(tenant.id)) for tenant in tenants]
    if any(written):
        await context.queue.hint("work.sweep")


async def write_digests_of(graph: Graph) -> int:
    """Those of one network; how many were not written yet."""
    written = 0
    for reader in await digest_readers(graph):
        zone = zone_named(reader.time_zone, reader.departement)
        day = period(graph.clock(), zone, TUESDAY, DIGEST_FROM)
        if day is not None:
            told = reader.match_ids[:MOST_CARDS] + reader.ended_ids
            written += await enqueue_periodic(graph, MailKind.DIGEST, reader.party_id, day, told)
    return written
