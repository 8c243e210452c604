"""An online match looks farther where no near offer may be matched."""

from collections.abc import AsyncIterator

import pytest

from graph.connection import Graph, open_graph
from graph.migrate import migrate
from matching import service as matching_service
from matching.embedding import EmbeddingSettings, open_embedder
from matching.service import MatchingService
from tests.factories import graph_settings, new_need, new_offer, new_tenant
from tests.servers import GraphServer


@pytest.fixture
async def network(current_graph: GraphServer) -> AsyncIterator[Graph]:
    async with open_graph(graph_settings(current_graph)) as graph:
        await migrate(graph)
        yield await new_tenant(graph)


async def test_the_next_offers_are_looked_at_where_the_near_ones_are_full(
    network: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching_service, "NEAREST", 1)
    need = await new_need(network, title="Voir les rayures sur nos tôles")
    near = await new_offer(network, title="Voir les rayures sur vos tôles")
    far = await new_offer(network, title="Préparer une levée de fonds")
    await network.run_statement("MATCH (o:Offer {id: $id}) SET o.taken = o.capacity", id=near.id)
    async with open_embedder(EmbeddingSettings()) as embedder:
        service = MatchingService(network, embedder)
        await service.embed()
        (match,) = await service.match_need(need.id)
    assert match.offer_id == far.id
