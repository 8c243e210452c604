"""What an answer page shows: both sides of one match, as the reader may see them."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.links import LINK_AGE, AnswerLink
from graph.lifecycle.states import answer_of, other
from graph.lifecycle.undoing import Undo, decide_undo
from graph.models.entities import Match, Need, Offer, Party, Tenant
from graph.models.vocabulary import Answer, Language, NeedStatus, OfferStatus, Side
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from graph.repositories.tenants import Tenants


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One match as seen from one side. No property leads to the other party's contacts."""

    side: Side
    match: Match
    need: Need
    offer: Offer
    seeker: Party
    giver: Party
    tenant: Tenant

    @property
    def is_seeker(self) -> bool:
        """Whether the reader has the need."""
        return self.side is Side.SEEKER

    @property
    def reader(self) -> Party:
        """Who opened the link."""
        return self.seeker if self.is_seeker else self.giver

    @property
    def other(self) -> Party:
        """Whom the reader would meet."""
        return self.giver if self.is_seeker else self.seeker

    @property
    def own(self) -> Need | Offer:
        """What the reader wrote."""
        return self.need if self.is_seeker else self.offer

    @property
    def theirs(self) -> Need | Offer:
        """What the other wrote."""
        return self.offer if self.is_seeker else self.need

    @property
    def has_other_accepted(self) -> bool:
        """Whether the other has said yes already."""
        return answer_of(self.match, other(self.side)) == Answer.ACCEPT

    @property
    def is_open(self) -> bool:
        """Whether both could still say yes: what each wrote stands, with a place."""
        is_free = self.offer.taken < self.offer.capacity
        are_open = self.need.status is NeedStatus.OPEN and self.offer.status is OfferStatus.OPEN
        return is_free and are_open

    def undo(self, now: datetime) -> Undo:
        """Whether the reader can take the answer back."""
        return decide_undo(self.match, self.side, is_open=self.is_open, now=now)

    @property
    def answer_by(self) -> date | None:
        """The last whole day before the proposal ends, as the mail tells it."""
        asked_at = self.match.proposed_at
        return None if asked_at is None else (asked_at + LINK_AGE - timedelta(days=1)).date()

    def reasons(self, language: Language) -> list[str]:
        """Why the match is proposed, told to the reader."""
        told = self.match.reasons if self.is_seeker else self.match.giver_reasons
        return [str(reason[language.value]) for reason in told]

    def reservation(self, language: Language) -> str | None:
        """What the seeker should check; the engine has none for the giver."""
        if not self.is_seeker or self.match.reservation is None:
            return None
        return str(self.match.reservation[language.value])


async def load_card(graph: Graph, link: AnswerLink) -> Card:
    """The match that a link is about.

    Raises:
        NotFoundError: the match, or one of its sides, is no longer there.
    """
    bound = graph.for_tenant(link.tenant_id)
    match = (await Matches(bound).get_many([link.match_id])).get(link.match_id)
    if match is None:
        raise NotFoundError(f"no match {link.match_id}: it was erased")
    needs, offers, parties, tenant = await asyncio.gather(
        Needs(bound).get_many([match.need_id]),
        Offers(bound).get_many([match.offer_id]),
        Parties(bound).get_many([match.seeker_id, match.giver_id]),
        Tenants(graph).get(link.tenant_id),
    )
    try:
        return Card(
            side=link.side,
            match=match,
            need=needs[match.need_id],
            offer=offers[match.offer_id],
            seeker=parties[match.seeker_id],
            giver=parties[match.giver_id],
            tenant=tenant,
        )
    except KeyError as error:
        raise NotFoundError(f"a side of match {match.id} was erased") from error
