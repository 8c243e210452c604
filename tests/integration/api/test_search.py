from dataclasses import replace

import pytest

from api.context import AppContext
from matching.embedding import Embedder, EmbeddingEngine, EmbeddingSettings, open_embedder
from matching.service import MatchingService
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network, serving

SEARCH = """
query ($phrase: String!, $mode: SearchMode! = HYBRID, $among: [SearchLabel!], $kind: MatchKind) {
  search(phrase: $phrase, mode: $mode, among: $among, kind: $kind, first: 5) {
    isDegraded
    hits { score node { __typename ... on Need { title } ... on Offer { title } } }
  }
}
"""
WHY_NOT = """
query ($need: ID!, $offer: ID!, $language: Language! = FR) {
  whyNot(needId: $need, offerId: $offer, language: $language) {
    isEligible probability failures { code sentence } reasons { code sentence }
    reservation { sentence }
  }
}
"""


async def fill(network: Network, embedder: Embedder) -> tuple[str, str, str]:
    """Two needs and an offer, embedded."""
    party, mentor = await network.register_sme(), await network.register_mentor()
    need = await network.register_need(
        party, "Détecter les défauts de pièces sur une ligne de production", kind="MENTORING"
    )
    await network.register_need(party, "Recruter un comptable à mi-temps", kind="PARTNERSHIP")
    offer = await network.register_offer(
        mentor, "Conseil en vision par ordinateur pour l'industrie", kind="MENTORING"
    )
    await MatchingService(network.graph, embedder).embed()
    return need, offer, mentor


@pytest.mark.parametrize("mode", ["HYBRID", "VECTOR"])
async def test_search_finds_by_meaning(network: Network, embedder: Embedder, mode: str) -> None:
    await fill(network, embedder)
    phrase = "spotting faulty parts with cameras"
    found = (await network.ask(SEARCH, phrase=phrase, mode=mode, among=["NEED"]))["search"]
    titles = [hit["node"]["title"] for hit in found["hits"]]
    assert titles[0] == "Détecter les défauts de pièces sur une ligne de production"
    assert not found["isDegraded"]


async def test_search_finds_by_words(
    network: Network, embedder: Embedder, new_network: NewNetwork
) -> None:
    await fill(network, embedder)
    variables = {"phrase": "comptable", "mode": "WORDS"}
    (hit,) = (await network.ask(SEARCH, **variables))["search"]["hits"]
    assert hit["node"] == {"__typename": "Need", "title": "Recruter un comptable à mi-temps"}
    assert (await network.ask(SEARCH, **variables, kind="PILOT"))["search"]["hits"] == []
    assert (await network.ask(SEARCH, **variables, among=["OFFER"]))["search"]["hits"] == []
    twin = await new_network()
    assert (await twin.ask(SEARCH, **variables))["search"]["hits"] == []


async def test_search_goes_on_by_words_when_meanings_cannot_be_compared(
    network: Network, embedder: Embedder, context: AppContext
) -> None:
    await fill(network, embedder)
    settings = EmbeddingSettings(
        engine=EmbeddingEngine.OPENAI, url="http://127.0.0.1:9/v1", timeout_s=1
    )
    async with (
        open_embedder(settings) as lost,
        serving(replace(context, embedder=lost), network.client.headers) as client,
    ):
        body = {"query": SEARCH, "variables": {"phrase": "comptable"}}
        found = (await client.post("/graphql", json=body)).json()["data"]["search"]
    assert found["isDegraded"]
    assert [hit["node"]["title"] for hit in found["hits"]] == ["Recruter un comptable à mi-temps"]


async def test_a_phrase_has_a_limit(network: Network) -> None:
    error = await network.error(SEARCH, phrase="x" * 1_001)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


async def test_why_not_explains_a_pair_in_both_languages(
    network: Network, embedder: Embedder
) -> None:
    need, offer, mentor = await fill(network, embedder)
    pilot = await network.register_offer(mentor, "Essai", kind="PILOT")
    fits = (await network.ask(WHY_NOT, need=need, offer=offer))["whyNot"]
    assert fits["isEligible"]
    assert 0 < fits["probability"] < 1
    assert fits["failures"] == []
    french = (await network.ask(WHY_NOT, need=need, offer=pilot))["whyNot"]
    english = (await network.ask(WHY_NOT, need=need, offer=pilot, language="EN"))["whyNot"]
    assert not french["isEligible"]
    assert [failure["code"] for failure in french["failures"]] == [
        failure["code"] for failure in english["failures"]
    ]
    assert french["failures"][0]["sentence"] != english["failures"][0]["sentence"]


async def test_why_not_needs_a_pair_of_the_network(
    network: Network, embedder: Embedder, new_network: NewNetwork
) -> None:
    need, offer, _ = await fill(network, embedder)
    twin = await new_network()
    error = await twin.error(WHY_NOT, need=need, offer=offer)
    assert error["extensions"]["code"] == "NOT_FOUND"
    swapped = await network.error(WHY_NOT, need=offer, offer=need)
    assert swapped["extensions"]["code"] == "BAD_USER_INPUT"
