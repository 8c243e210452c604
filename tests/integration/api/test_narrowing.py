"""Searches that are narrowed."""

from typing import Any

from matching.embedding import Embedder
from matching.service import MatchingService
from tests.integration.api.network import Json, Network, queries_of

SEARCH = """
query ($phrase: String!, $filters: SearchFiltersInput) {
  search(phrase: $phrase, filters: $filters, first: 5) {
    totalCount
    hits {
      node { ... on Offer { title } ... on Need { title } ... on Party { name } }
      highlights { field text spans { start end } }
      fr: reasons { code sentence } en: reasons(language: EN) { sentence }
    }
    facets {
      kinds { code count } regions { code count } sectors { code count }
      skills { code count } languages { code count } certifications { code count }
    }
  }
}
"""


async def fill(network: Network, embedder: Embedder) -> str:
    forge = await network.register_sme("Forge", place={"region": "24"}, sector="25.62B")
    anne = await network.register_mentor("Anne", place={"region": "53"})
    await network.register_need(forge, "Voir les défauts des pièces", skills=["mlops"])
    await network.register_offer(
        anne,
        "Contrôle par caméra",
        text="Nous détectons chaque défaut de vos pièces.",
        skills=["computer-vision"],
        regions=["24"],
        languages=["fr", "en"],
        certifications=["ISO 27001"],
    )
    await network.register_offer(anne, "Rédiger des devis", kind="PILOT")
    await MatchingService(network.graph, embedder).embed()
    return forge


async def titles(network: Network, **filters: Any) -> set[str]:
    found = (await network.ask(SEARCH, phrase="défauts de pièces", filters=filters))["search"]
    nodes = [hit["node"] for hit in found["hits"]]
    return {node.get("title") or node["name"] for node in nodes}


async def test_a_search_is_narrowed_by_what_its_facets_count(
    network: Network, embedder: Embedder
) -> None:
    await fill(network, embedder)
    found = (await network.ask(SEARCH, phrase="défauts de pièces"))["search"]
    facets: Json = {
        name: {facet["code"]: facet["count"] for facet in values}
        for name, values in found["facets"].items()
    }
    assert facets["kinds"] == {"MENTORING": 2, "MENTOR": 1, "PILOT": 1, "SME": 1}
    assert facets["regions"] == {"53": 3, "24": 3}, "an offer counts where it serves, too"
    assert facets["sectors"] == {"25": 2}
    assert facets["skills"] == {"computer-vision": 1, "mlops": 1}
    assert facets["certifications"] == {"ISO 27001": 1}
    assert await titles(network, kind="PILOT") == {"Rédiger des devis"}
    assert await titles(network, region="24", kind="MENTORING") == {
        "Voir les défauts des pièces",
        "Contrôle par caméra",
    }
    assert await titles(network, sector="25") == {"Voir les défauts des pièces", "Forge"}
    assert await titles(network, skills=["computer-vision"]) == {"Contrôle par caméra"}
    assert await titles(network, language="en") == {"Contrôle par caméra"}
    assert await titles(network, certifications=["ISO 27001"]) == {"Contrôle par caméra"}
    assert await titles(network, skills=["mlops", "computer-vision"]) == set()
    error = await network.error(SEARCH, phrase="x", filters={"skills": ["zzz"]})
    assert "No skill has the code 'zzz'" in error["message"]


FILTERS = {
    "kinds": "kind",
    "regions": "region",
    "sectors": "sector",
    "languages": "language",
    "skills": "skills",
    "certifications": "certifications",
}
NONE_TAKES = {"SME", "MENTOR"}


async def test_each_facet_counts_what_its_filter_would_leave(
    network: Network, embedder: Embedder
) -> None:
    await fill(network, embedder)
    for chosen in (
        {},
        {"region": "24"},
        {"skills": ["mlops"]},
        {"kind": "PILOT", "language": "fr"},
    ):
        found = (await network.ask(SEARCH, phrase="défauts de pièces", filters=chosen))["search"]
        for name, values in found["facets"].items():
            for value in values:
                code, filters = value["code"], dict(chosen)
                if code in NONE_TAKES:
                    continue
                own: Any = filters.get(FILTERS[name])
                is_list = name in ("skills", "certifications")
                filters[FILTERS[name]] = [*(own or []), code] if is_list else code
                narrowed = await network.ask(SEARCH, phrase="défauts de pièces", filters=filters)
                assert narrowed["search"]["totalCount"] == value["count"], (chosen, name, code)


async def test_needs_move_with_their_party(network: Network, embedder: Embedder) -> None:
    forge = await fill(network, embedder)
    assert await titles(network, region="11") == set()
    await network.ask(
        "mutation ($input: UpdateOrganizationInput!) "
        "{ updateOrganization(input: $input) { __typename } }",
        input={"id": forge, "place": {"region": "11"}},
    )
    assert await titles(network, region="11") == {"Forge", "Voir les défauts des pièces"}


async def test_a_hit_shows_where_and_why(network: Network, embedder: Embedder) -> None:
    await fill(network, embedder)
    found = (await network.ask(SEARCH, phrase="le DÉFAUT", filters={"language": "en"}))["search"]
    (hit,) = found["hits"]
    (highlight,) = hit["highlights"]
    (span,) = highlight["spans"]
    assert highlight["field"] == "text"
    assert highlight["text"][span["start"] : span["end"]] == "défaut"
    assert hit["fr"] == [{"code": "WORDS", "sentence": "Le texte contient : défaut."}]
    assert hit["en"] == [{"sentence": "The text contains: défaut."}]
    (other,) = (await network.ask(SEARCH, phrase="robotics", filters={"language": "en"}))["search"][
        "hits"
    ]
    assert other["highlights"] == []
    assert other["fr"][0]["code"] == "MEANING"


async def test_facets_cost_no_query_and_highlights_one(
    network: Network, embedder: Embedder
) -> None:
    await fill(network, embedder)
    await network.ask('{ search(phrase: "défaut") { hits { score } } }')
    plain = await queries_of(network, '{ search(phrase: "défaut") { hits { score } } }')
    assert "list_found_texts" not in plain
    full = await queries_of(
        network,
        '{ search(phrase: "défaut") { hits { highlights { text } reasons { code } } '
        "facets { kinds { code } } } }",
    )
    assert full == plain | {"list_found_texts": 1}
