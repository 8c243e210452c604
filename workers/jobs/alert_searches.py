"""`searches.alert`: tells parties what appeared for the searches that they saved."""

from itertools import groupby

import structlog

from graph.models.entities import SavedSearch
from graph.repositories.saved_searches import SavedSearches, tenants_with_due_searches
from matching.retrieval.asking import Asked, Condition, Facet
from workers.context import WorkerContext

MOST_HITS = 100
MOST_TOLD = 5
"""Offers that one search tells of in one mail, the best ones; the others come in the next one."""
LEAST_SCORE = 0.86
"""What an offer must score for a phrase in hybrid search; see docs/adr/0016-saved-searches.md."""
log = structlog.get_logger()


async def alert_searches(context: WorkerContext) -> None:
    """One mail at most for each party with searches that are due; safe to run twice."""
    for tenant_id in await tenants_with_due_searches(context.graph):
        searches = SavedSearches(context.graph.for_tenant(tenant_id))
        due = await searches.due()
        mails = 0
        for party_id, own in groupby(due, key=lambda search: search.party_id):
            mails += await _alert(context, tenant_id, party_id, list(own))
        log.info("searches alerted", tenant_id=tenant_id, searches=len(due), mails=mails)
        if mails:
            await context.queue.hint("work.sweep")


async def _alert(
    context: WorkerContext, tenant_id: str, party_id: str, due: list[SavedSearch]
) -> bool:
    searches = SavedSearches(context.graph.for_tenant(tenant_id))
    found: list[tuple[str, str]] = []
    done: list[SavedSearch] = []
    for search in due:
        asked = Asked(
            labels=frozenset({"Offer"}),
            conditions=[Condition(Facet.KIND, search.kind)] if search.kind else (),
            least_score=LEAST_SCORE,
        )
        result = await context.matching(tenant_id).search(search.phrase, asked, first=MOST_HITS)
        if result.is_degraded:
            # Words alone are on another scale: the search stays due.
            continue
        new = await searches.new_offers(search, [hit.id for hit in result.best])
        found += [(search.id, offer_id) for offer_id in new[:MOST_TOLD]]
        done.append(search)
    is_written = bool(found) and await searches.alert(party_id, found)
    if is_written or not found:
        # After the mail: whoever is lost between the two finds nothing new the second time.
        # Where the day's mail is there already, they stay due, and begin the next day's.
        await searches.postpone(done)
    return is_written
