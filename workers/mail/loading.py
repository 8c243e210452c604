"""What the graph knows about one mail, read at the moment of sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from graph.connection import Graph
from graph.lifecycle.states import side_of
from graph.models.entities import Engagement, Match, Need, Offer, OutboxRow, Party, Tenant
from graph.models.vocabulary import MailKind, Side
from graph.repositories.engagements import Engagements
from graph.repositories.identities import MailIdentities
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.periodic import WeekFigures, week_figures
from graph.repositories.saved_searches import Find, SavedSearches
from graph.repositories.tenants import Tenants
from workers.mail.identity import PLAIN, Identity, identity_from

A_WEEK = timedelta(days=7)


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

    `engagements` are by match id, for follow-ups and meetings; `week` is for reports. `recipient` is
    None where the party is gone. A match whose need, offer or party is gone has no pair.
    """

    row: OutboxRow
    now: datetime
    tenant: Tenant
    recipient: Party | None
    pairs: tuple[Pair, ...]
    finds: tuple[Find, ...] = ()
    engagements: Mapping[str, Engagement] = field(default_factory=dict)
    week: WeekFigures | None = None
    identity: Identity = PLAIN


async def read_dossier(graph: Graph, row: OutboxRow) -> Dossier:
    """Reads everything about a mail, in six round trips. `graph` is bound to its tenant.

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
        _pair(match, row.side or side_of(match, row.recipient_id), (needs, offers, parties))
        for match in ordered
    )
    is_engaged = row.kind in {MailKind.FOLLOW_UP, MailKind.MEETING_SLOTS, MailKind.MEETING}
    is_report = row.kind is MailKind.WEEKLY_REPORT
    is_alert = row.kind is MailKind.SEARCH_ALERT
    finds = await SavedSearches(graph).told(row.id, row.recipient_id) if is_alert else []
    return Dossier(
        row=row,
        now=graph.clock(),
        tenant=await Tenants(graph).get(row.tenant_id),
        recipient=parties.get(row.recipient_id),
        pairs=tuple(pair for pair in pairs if pair and pair.own.id == row.recipient_id),
        finds=tuple(finds),
        engagements=await Engagements(graph).by_matches(row.match_ids) if is_engaged else {},
        identity=identity_from(await MailIdentities(graph).get()),
        week=await week_figures(graph, graph.clock() - A_WEEK) if is_report else None,
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
