"""An online match looks farther where no near offer may be matched."""

from graph.connection import Graph
from matching.embedding import EmbeddingSettings, open_embedder
from matching.service import MatchingService
from tests.factories import new_need, new_offer


async def test_the_next_offers_are_looked_at_where_the_near_ones_are_full(
    network: Graph,
) -> None:
    need = await new_need(network, title="Voir les rayures sur nos tôles")
    near = await new_offer(network, title="Voir les rayures sur vos tôles")
    far = await new_offer(network, title="Préparer une levée de fonds")
    await network.run_statement("MATCH (o:Offer {id: $id}) SET o.taken = o.capacity", id=near.id)
    async with open_embedder(EmbeddingSettings()) as embedder:
        service = MatchingService(network, embedder, looks_at=(1, 2))
        await service.embed()
        (match,) = await service.match_need(need.id)
    assert match.offer_id == far.id
