"""A network on a real Neo4j, with the bundled encoder."""

from collections.abc import AsyncIterator

import pytest

from graph.connection import Graph, open_graph
from graph.migrate import migrate
from graph.models.entities import Need, Offer, Run
from graph.repositories.reference import load_reference
from graph.repositories.runs import Runs
from matching.embedding import Embedder, EmbeddingSettings, open_embedder
from matching.service import MatchingService
from tests.factories import graph_settings, new_need, new_offer, new_tenant
from tests.servers import GraphServer

NEEDS = (
    "Voir les rayures sur nos tôles par caméra",
    "Prévoir les pannes de nos presses",
    "Rédiger nos devis plus vite",
    "Trier les courriels des clients",
)
OFFERS = (
    "Contrôle qualité par vision industrielle",
    "Maintenance prédictive en atelier",
    "Assistants de rédaction pour PME",
)


@pytest.fixture(scope="session")
async def embedder() -> AsyncIterator[Embedder]:
    """The bundled engine."""
    async with open_embedder(EmbeddingSettings()) as opened:
        yield opened


@pytest.fixture
async def network(current_graph: GraphServer) -> AsyncIterator[Graph]:
    """A tenant of its own."""
    async with open_graph(graph_settings(current_graph)) as graph:
        await migrate(graph)
        await load_reference(graph)
        yield await new_tenant(graph)


@pytest.fixture
async def market(network: Graph) -> tuple[list[Need], list[Offer]]:
    """A few needs and offers."""
    needs = [await new_need(network, title=title) for title in NEEDS]
    return needs, [await new_offer(network, title=title, capacity=2) for title in OFFERS]


@pytest.fixture
def service(network: Graph, embedder: Embedder) -> MatchingService:
    """Matching for it."""
    return MatchingService(network, embedder)


async def do_run(graph: Graph, service: MatchingService, seed: int = 3) -> Run:
    """A whole run, finished."""
    asked = await Runs(graph).create(seed=seed)
    finished = await service.execute_run(asked.id)
    assert finished
    return finished
