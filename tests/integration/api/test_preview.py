"""Needs that are only looked at."""

from collections import Counter
from typing import Any

import pytest

from api.global_ids import global_id
from graph.ids import new_id
from matching.embedding import Embedder
from matching.service import MatchingService
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import REGISTER_NEED, Network
from tests.integration.api.test_narrowing import fill

PREVIEW = """
query ($need: RegisterNeedInput!) {
  previewMatches(need: $need) {
    ... on PreviewMatchesSuccess {
      suggestions { rank probability offer { title } reasons { code } reservation { code } }
      abstention { cause sentence }
    }
    ... on UserError { errors { code path } }
  }
}
"""
NODES = """
MATCH (n) WHERE n.tenant_id IS NULL OR n.tenant_id = $id
RETURN elementId(n) AS node, labels(n) AS labels, properties(n) AS properties
"""
RELATIONSHIPS = """
MATCH (n)-[r]->(m)
WHERE coalesce(n.tenant_id, $id) = $id AND coalesce(m.tenant_id, $id) = $id
RETURN elementId(r) AS relationship, type(r) AS type, properties(r) AS properties,
  elementId(n) AS start, elementId(m) AS end
"""


async def dump(network: Network) -> list[Counter[str]]:
    """All nodes and relationships of a network, and what is of no network."""
    return [
        Counter(map(repr, await network.graph.run_statement(text, id=network.tenant_id)))
        for text in (NODES, RELATIONSHIPS)
    ]


async def looked_at(network: Network, need: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await network.ask(PREVIEW, need=need))["previewMatches"]
    return found


async def test_a_need_is_looked_at_and_nothing_is_stored(
    network: Network, embedder: Embedder
) -> None:
    forge = await fill(network, embedder)
    anne = await network.register_mentor("Luc", place={"region": "24"})
    await network.register_offer(anne, "Détecter les défauts de pièces par vision")
    await MatchingService(network.graph, embedder).embed()
    need = {"partyId": forge, "kind": "MENTORING", "title": "Détecter les défauts de nos pièces"}
    before = await dump(network)
    found = await looked_at(network, need)
    none = await looked_at(network, need | {"kind": "PARTNERSHIP"})
    refused = await looked_at(network, need | {"title": ""})
    assert await dump(network) == before
    assert found["suggestions"]
    ranks = [one["rank"] for one in found["suggestions"]]
    assert ranks == list(range(1, len(ranks) + 1))
    assert (none["suggestions"], none["abstention"]["cause"]) == ([], "NO_ELIGIBLE_OFFER")
    assert refused == {"errors": [{"code": "INVALID", "path": ["need", "title"]}]}
    await network.register_need(forge, "Un de plus")
    assert await dump(network) != before, "what is stored is seen"


MISTAKES: list[dict[str, Any]] = [
    {"title": " ", "radiusKm": 0.0},
    {"sector": "zz"},
    {"skills": ["mlops", "x", "y"]},
    {"budgetMin": 2.0, "budgetMax": 1.0},
    {"partyId": "x"},
    {"partyId": global_id("Need", new_id())},
    {"partyId": global_id("Mentor", new_id())},
]


@pytest.mark.parametrize("mistakes", MISTAKES)
async def test_mistakes_are_told_as_when_it_is_registered(
    network: Network, mistakes: dict[str, Any]
) -> None:
    forge = await network.register_sme()
    need = {"partyId": forge, "kind": "PILOT", "title": "Voir"} | mistakes
    looked = (await looked_at(network, need))["errors"]
    registered = await network.refusals(REGISTER_NEED, **need)
    assert registered
    assert [(one["code"], ["input", *one["path"][1:]]) for one in looked] == [
        (code, path.split(".")) for code, path in registered
    ]
    assert {one["path"][0] for one in looked} == {"need"}


async def test_the_party_of_another_network_is_not_found(
    network: Network, new_network: NewNetwork
) -> None:
    theirs = await (await new_network()).register_sme()
    found = await looked_at(network, {"partyId": theirs, "kind": "PILOT", "title": "Voir"})
    assert found == {"errors": [{"code": "NOT_FOUND", "path": ["need", "partyId"]}]}
