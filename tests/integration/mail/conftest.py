"""A graph with a clock of its own, a fresh network in it, and a relay that misbehaves on order."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.connection import Graph, open_graph
from graph.ids import new_id
from graph.lifecycle.links import LinkSigner
from graph.lifecycle.proposing import propose
from graph.migrate import migrate, pending_migrations
from graph.models.entities import Match, OutboxRow
from graph.models.inputs import NeedInput, OfferInput, PartyInput, PlaceInput
from graph.models.vocabulary import Language, MatchKind, MatchState, PartyKind
from graph.repositories.matches import Matches, Suggestion
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.outbox import Outbox
from graph.repositories.parties import Parties
from graph.repositories.tenants import Tenants
from tests.factories import graph_settings
from tests.integration.mail.relay import Relay, open_relay
from tests.servers import GraphServer
from workers.mail.letterhead import Letterhead
from workers.mail.maildir import MaildirTransport
from workers.mail.smtp import SmtpTransport

LETTERHEAD = Letterhead(
    "Maillage <no-reply@maillage.example>", "https://maillage.example", LinkSigner("k" * 16)
)
REASON = {"code": "TEXT", "contribution": 1.0, "evidence": {}, "fr": "Proche.", "en": "Close."}


@dataclass
class Clock:
    """The system's clock, which tests can move forward."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True, slots=True)
class Network:
    """A tenant with one need, two offers, and the seeker's mail about both."""

    graph: Graph
    clock: Clock
    seeker_id: str
    giver_ids: tuple[str, str]
    need_id: str
    matches: tuple[Match, Match]
    mail: OutboxRow

    async def row(self) -> OutboxRow:
        return await Outbox(self.graph).get(self.mail.id)


@pytest.fixture
async def network(current_graph: GraphServer) -> AsyncIterator[Network]:
    clock = Clock()
    async with open_graph(graph_settings(current_graph), clock=clock) as graph:
        if await pending_migrations(graph):
            await migrate(graph)
        # Whoever the tests before wrote to is somebody else.
        await graph.run_statement("MATCH (p:Party) REMOVE p.email_key")
        tenant = await Tenants(graph).ensure(
            new_id(), "Réseau Centre", reply_to="equipe@centre.example"
        )
        yield await fill(graph.for_tenant(tenant.id), clock)


async def fill(graph: Graph, clock: Clock) -> Network:
    seeker = await Parties(graph).save(
        PartyInput(
            kind=PartyKind.SME,
            name="Mécanique du Cher",
            email="zoe@mecanique.example",
            contact_name="Zoé Martin",
            place=PlaceInput(commune="Bourges", departement="18"),
        )
    )
    need = await Needs(graph).save(
        seeker.id, NeedInput(kind=MatchKind.PILOT, title="Contrôle qualité", text="Des défauts.")
    )
    offers = [await add_offer(graph, number) for number in range(2)]
    await Matches(graph).store(
        [need.id],
        [
            Suggestion(
                need_id=need.id,
                offer_id=offer_id,
                rank=rank,
                probability=0.5,
                reasons=[REASON],
                giver_reasons=[REASON],
                reservation=None,
                features={},
                giver_features={},
            )
            for rank, (_, offer_id) in enumerate(offers, start=1)
        ],
        run_id=None,
        started_at=graph.clock(),
    )
    assert await propose(graph, actor="test") == 1
    found = (await Matches(graph).page(first=10, states=[MatchState.PROPOSED])).items
    first, second = sorted(found, key=lambda match: match.rank)
    (mail,) = (await Outbox(graph).page(first=10)).items
    return Network(
        graph=graph,
        clock=clock,
        seeker_id=seeker.id,
        giver_ids=(offers[0][0], offers[1][0]),
        need_id=need.id,
        matches=(first, second),
        mail=mail,
    )


async def add_offer(graph: Graph, number: int) -> tuple[str, str]:
    giver = await Parties(graph).save(
        PartyInput(
            kind=PartyKind.INTEGRATOR,
            name=f"Vision {number}",
            email=f"sam{number}@vision.example",
            language=Language.EN,
        )
    )
    offer = await Offers(graph).save(
        giver.id, OfferInput(kind=MatchKind.PILOT, title=f"Cameras {number}", capacity=1)
    )
    return giver.id, offer.id


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    async with open_relay() as server:
        yield server


@pytest.fixture
def smtp(relay: Relay) -> SmtpTransport:
    return SmtpTransport(relay.settings())


@pytest.fixture
def maildir(tmp_path: Path) -> MaildirTransport:
    return MaildirTransport(tmp_path / "outbox")
