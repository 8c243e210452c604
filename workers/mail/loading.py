"""What the graph knows about one mail, read at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime

from graph.connection import Graph
from graph.models.entities import Match, Need, Offer, OutboxRow, Party, Tenant
from graph.models.vocabulary import MailKind, Side
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.saved_searches import Find, SavedSearches
from graph.repositories.tenants import Tenants


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One match with all that a mail may say of it, seen from the side that reads the mail."""

    match: Match
    side: Side
    need: Need
    offer: Offer
    own: Party
    other: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A row of the outbox with its surroundings; `pairs` are in the row's order.

    `recipient` is None where the party is gone. A match whose need, offer or party is gone has no
    pair.
    """

    row: OutboxRow
    now: datetime
    tenant: Tenant
    recipient: Party | None
    pairs: tuple[Pair, ...]
    finds: tuple[Find, ...] = ()


async def read_dossier(graph: Graph, row: OutboxRow) -> Dossier:
    """Reads everything about a mail, in five round trips. `graph` is bound to its tenant.

    Raises:
        NotFoundError: the tenant is gone.
    """
    matches = await Matches(graph).get_many(row.match_ids)
    ordered = [matches[match_id] for match_id in row.match_ids if match_id in matches]
    needs = await Needs(graph).get_many([match.need_id for match in ordered])
    offers = await Offers(graph).get_many([match.offer_id for match in ordered])
    party_ids = {row.recipient_id}.union(*({m.seeker_id, m.giver_id} for m in ordered))
    parties = await Parties(graph).get_many(sorted(party_ids))
    pairs = (
        _pair(match, row.side, (needs, offers, parties))
        for match in ordered
        if row.side is not None
    )
    is_alert = row.kind is MailKind.SEARCH_ALERT
    finds = await SavedSearches(graph).told(row.id, row.recipient_id) if is_alert else []
    return Dossier(
        row=row,
        now=graph.clock(),
        tenant=await Tenants(graph).get(row.tenant_id),
        recipient=parties.get(row.recipient_id),
        pairs=tuple(pair for pair in pairs if pair is not None),
        finds=tuple(finds),
    )


def _pair(
    match: Match,
    side: Side,
    known: tuple[dict[str, Need], dict[str, Offer], dict[str, Party]],
) -> Pair | None:
    needs, offers, parties = known
    need, offer = needs.get(match.need_id), offers.get(match.offer_id)
    seeker, giver = parties.get(match.seeker_id), parties.get(match.giver_id)
    if need is None or offer is None or seeker is None or giver is None:
        return None
    own, other = (seeker, giver) if side is Side.SEEKER else (giver, seeker)
    return Pair(match=match, side=side, need=need, offer=offer, own=own, other=other)
