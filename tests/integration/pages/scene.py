"""A match between two parties, and the pages that serve it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from api.pages import page_routes
from graph.connection import Graph, Record
from graph.lifecycle.links import AnswerLink, LinkSigner
from graph.lifecycle.proposing import propose
from graph.models.inputs import PlaceInput
from graph.models.vocabulary import Language, PartyKind, Side
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import (
    Pair,
    a_need,
    a_party,
    a_suggestion,
    accept,
    an_offer,
    mails,
    match_now,
    new_tenant,
    suggest,
)
from tests.integration.pages.markup import Markup

SECRET = "a secret of the tests"
EVERYTHING = """
MATCH (x {tenant_id: $tenant_id})
OPTIONAL MATCH (x)-[r]->(y)
WITH x, r, y ORDER BY type(r), y.id
RETURN labels(x) AS labels, properties(x) AS properties,
  collect([type(r), properties(r), y.id]) AS relationships
ORDER BY properties.id
"""
REASON = {
    "code": "SKILLS",
    "contribution": 0.4,
    "evidence": {},
    "fr": "Compétences recherchées et proposées\u00a0: vision industrielle, qualité.",
    "en": "Skills that you look for and that are offered: industrial vision, quality.",
}
GIVER_REASON = REASON | {
    "fr": "Compétences que vous proposez et qui sont recherchées\u00a0: vision industrielle.",
    "en": "Skills that you offer and that are looked for: industrial vision.",
}
PLACE_REASON = REASON | {
    "code": "PLACE",
    "fr": "À 34\u00a0km l’un de l’autre.",
    "en": "34 km from each other.",
}
RESERVATION = REASON | {
    "code": "AVAILABILITY",
    "fr": "Il reste peu de places.",
    "en": "Few places are left.",
}


@dataclass
class HintList:
    """A queue that keeps what it was told."""

    hints: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def hint(self, job: str, **ids: str) -> None:
        self.hints.append((job, ids))


@dataclass(frozen=True, slots=True)
class Served:
    """What the pages need of an application."""

    graph: Graph
    links: LinkSigner = field(default_factory=lambda: LinkSigner(SECRET))
    queue: HintList = field(default_factory=HintList)
    outbox_dir: Path | None = None


def app_of(context: Served, *, is_development: bool = False) -> Starlette:
    """An application with the pages and nothing else."""
    app = Starlette(routes=page_routes(is_development))
    app.state.context = context
    return app


def client_of(app: Starlette, *, base_url: str = "http://127.0.0.1:8000") -> httpx.AsyncClient:
    """A client on this machine."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=("127.0.0.1", 50_000)), base_url=base_url
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """A proposal to a seeker, its pages, and what can be done with them."""

    graph: Graph
    pair: Pair
    context: Served
    client: httpx.AsyncClient

    def link(self, side: Side, **changes: str) -> AnswerLink:
        given = {
            "tenant_id": self.graph.tenant_id or "",
            "mail_id": "mail-of-the-test",
            "match_id": self.pair.match.id,
        }
        return AnswerLink(**(given | changes), side=side)

    def path(self, side: Side, language: Language | None = None) -> str:
        query = f"?lang={language}" if language else ""
        return f"/a/{self.context.links.sign(self.link(side))}{query}"

    def nonce(self, side: Side) -> str:
        return self.context.links.sign(self.link(side), "answer-form")

    async def open(self, path: str, *, status: int = 200) -> Markup:
        response = await self.client.get(path)
        assert response.status_code == status
        return sound(response)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Opens the page, fills its form and sends it."""
        nonce = (await self.open(path)).value("nonce")
        return await self.client.post(path, data={"nonce": nonce, **fields})

    async def everything(self) -> list[Record]:
        """All that the graph holds of the tenant; a lock that was taken says nothing."""
        rows = await self.graph.run_statement(EVERYTHING, tenant_id=self.graph.tenant_id)
        for row in rows:
            row["properties"].pop("locked_at", None)
        return rows

    async def state(self) -> str:
        return (await match_now(self.graph, self.pair.match.id)).state


async def introduced(scene: Scene) -> str:
    """Both sides say yes; the engagement's id."""
    await accept(scene.graph, scene.pair.match.id, Side.SEEKER)
    answered = await accept(scene.graph, scene.pair.match.id, Side.GIVER)
    assert answered.engagement_id
    return answered.engagement_id


def sound(response: httpx.Response) -> Markup:
    """The page in a response, which has no faults."""
    page = Markup(response.text)
    assert page.faults == []
    return page


async def new_scene(
    context: Served, app: Starlette, *, language: Language = Language.FR, **names: Any
) -> Scene:
    """A seeker who is asked about a mentor. `names` replace the texts of the seeker's side."""
    graph = await new_tenant(context.graph)
    seeker = await Parties(graph).save(
        a_party(
            name=names.get("seeker", "Ateliers Vauban"),
            language=language,
            place=PlaceInput(commune="Vierzon", departement="18"),
        )
    )
    giver = await Parties(graph).save(
        a_party(
            kind=PartyKind.MENTOR,
            name=names.get("giver", "Hélène Marchetti"),
            text=names.get(
                "about",
                "Vingt ans de méthodes et de qualité dans l’automobile, puis l’aéronautique.\n"
                "Écrivez-moi à helene@mentor.example ou au 06 12 34 56 78.",
            ),
            language=language,
            place=PlaceInput(commune="Bourges", departement="18"),
        )
    )
    need = await Needs(graph).save(
        seeker.id, a_need(title=names.get("need", "Contrôler nos pièces peintes par la vision"))
    )
    offer = await Offers(graph).save(
        giver.id,
        an_offer(
            title=names.get("offer", "Choisir et réussir un premier projet de vision industrielle"),
            text=names.get("text", "Une demi-journée dans vos murs, puis trois points à distance."),
        ),
    )
    suggestion = a_suggestion(
        need.id,
        offer.id,
        reasons=[REASON, PLACE_REASON],
        giver_reasons=[GIVER_REASON],
        reservation=RESERVATION,
    )
    (match,) = await suggest(graph, suggestion)
    await propose(graph, actor="test", need_ids=[need.id])
    assert len(await mails(graph)) == 1
    return Scene(graph, Pair(seeker, need, giver, offer, match), context, client_of(app))
