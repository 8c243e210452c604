"""Staff read why a need has no suggestion, and what would help."""

from api.global_ids import split_global_id
from matching.service import MatchingService
from tests.encoders import StemsEmbedder
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network

WHY = """
query ($id: ID!) {
  node(id: $id) { ... on Need {
    suggestions(first: 3) { id }
    abstention { cause fr: sentence en: sentence(language: EN)
      nearestMisses { offer { id } failures(language: EN) { code sentence } lacks } }
  } }
}
"""


async def test_a_need_without_suggestion_says_why_and_what_would_help(network: Network) -> None:
    seeker = await network.register_sme("Forge")
    giver = await network.register_mentor("Anne")
    need = await network.register_need(seeker, "Voir les défauts", languages=["fr"])
    offer = await network.register_offer(giver, "Voir par caméra", languages=["de"])
    service = MatchingService(network.graph, StemsEmbedder())
    await service.embed()
    await service.match_need(split_global_id(need)[1])
    found = (await network.ask(WHY, id=need))["node"]
    assert found["suggestions"] == []
    assert found["abstention"] == {
        "cause": "NO_ELIGIBLE_OFFER",
        "fr": "Aucune offre du réseau ne remplit les conditions de ce besoin.",
        "en": "No offer of the network meets the conditions of this need.",
        "nearestMisses": [
            {
                "offer": {"id": offer},
                "failures": [
                    {
                        "code": "LANGUAGE",
                        "sentence": (
                            "No language in common. One more would do, for example: German."
                        ),
                    }
                ],
                "lacks": None,
            }
        ],
    }


async def test_why_is_of_ones_own_network_alone(network: Network, new_network: NewNetwork) -> None:
    seeker = await network.register_sme("Forge")
    need = await network.register_need(seeker, "Voir les défauts")
    service = MatchingService(network.graph, StemsEmbedder())
    await service.embed()
    await service.match_need(split_global_id(need)[1])
    assert (await network.ask(WHY, id=need))["node"]["abstention"]["nearestMisses"] == []
    other = await new_network(name="Autre")
    assert (await other.ask(WHY, id=need))["node"] is None
