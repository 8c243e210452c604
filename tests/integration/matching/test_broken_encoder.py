"""An encoder that gives nonsense stops the embedding, and no stored vector is harmed."""

import pytest

from graph.connection import Graph
from graph.repositories.embeddings import Embeddings
from graph.repositories.needs import Needs
from matching.embedding import EmbedderUnavailableError
from matching.service import MatchingService
from tests.encoders import DIMENSIONS, BrokenEmbedder, StemsEmbedder
from tests.factories import a_need, new_need


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([float("nan")] * DIMENSIONS, "no direction"),
        ([0.0] * DIMENSIONS, "no direction"),
        ([1.0] * 3, "gives 3 numbers for a text"),
    ],
)
async def test_nonsense_stops_the_embedding_and_harms_nothing(
    network: Graph, row: list[float], why: str
) -> None:
    need = await new_need(network, text="Mesurer l’usure des outils.")
    await MatchingService(network, StemsEmbedder()).embed()
    key = f"{need.id}:TEXT"
    before = await Embeddings(network).get_many([key])
    await Needs(network).save(need.party_id, a_need(text="Un autre texte."), need_id=need.id)
    waiting = await Embeddings(network).count_pending()
    with pytest.raises(EmbedderUnavailableError, match=why):
        await MatchingService(network, BrokenEmbedder(row)).embed()
    assert await Embeddings(network).get_many([key]) == before
    assert await Embeddings(network).count_pending() == waiting > 0
    await MatchingService(network, StemsEmbedder()).embed()
    assert await Embeddings(network).get_many([key]) != before
