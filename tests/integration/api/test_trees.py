"""Trees: what is read with its list says the same as what is read after it."""

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type

from api.schema import schema
from tests.integration.api.network import Network
from tests.integration.api.test_matching import suggest

# The document is compiled at its second sight, and its trees are read from then on.
SIGHTS = 3


def plain_fields(type_name: str) -> str:
    """Every field of a type that is no object and takes no argument."""
    found = schema._schema.get_type(type_name)  # Strawberry's way to graphql-core's
    assert isinstance(found, GraphQLObjectType | GraphQLInterfaceType)
    leaves = (
        name
        for name, field in found.fields.items()
        if is_leaf_type(get_named_type(field.type)) and not field.args
    )
    return " ".join(("__typename", *leaves))


PARTY = f"{plain_fields('Party')} place {{ code }} sector {{ code }}"
PARTIES = f"{PARTY} ... on Organization {{ siret size stage }}"
OFFER = f"{plain_fields('Offer')} skills {{ code }} party {{ {PARTIES} }}"
MATCH = f"{plain_fields('Match')} offer {{ {OFFER} }}"
NEED = f"{plain_fields('Need')} skills {{ code }} sector {{ code }} party {{ {PARTIES} }}"
FULL = f"{NEED} suggestions(first: 2) {{ {MATCH} }}"
ORGANIZATION = f"{plain_fields('Organization')} place {{ code }} sector {{ code }}"


async def fill(network: Network) -> None:
    """Needs and offers with every field once set and once left out."""
    seeker = await network.register_sme(
        "Forge", siret="73282932000074", place={"departement": "18"}, sector="25.62B", size="10-19"
    )
    giver = await network.register_mentor("Anne", languages=["fr", "en"])
    maker = await network.register_sme("Atelier", kind="INTEGRATOR")
    needs = [
        await network.register_need(seeker, "Rien de plus"),
        await network.register_need(
            seeker,
            "Tout",
            text="En détail",
            deadline="2031-05-06",
            budgetMax=5e4,
            skills=["mlops", "data-engineering"],
            certifications=["ISO 27001"],
            hosting="EU",
            sector="25",
            isRemote=False,
        ),
        await network.register_need(maker, "D'un autre"),
    ]
    offers = [
        await network.register_offer(giver, "Rien de plus"),
        await network.register_offer(maker, "Tout", capacity=3, regions=["24"], priceMin=10.5),
    ]
    for need, offer in product(needs, offers):
        await suggest(network, need, offer)


def documents() -> Iterator[str]:
    for page in (
        "first: 2",
        "first: 100",
        "last: 2",
        "first: 5, order: OLDEST_FIRST",
        "first: 3, kind: PILOT",
    ):
        yield f"{{ needs({page}) {{ totalCount nodes {{ {FULL} }} pageInfo {{ endCursor }} }} }}"
    yield f"{{ needs(first: 3) {{ edges {{ cursor node {{ {FULL} }} }} }} }}"
    yield f"{{ needs(first: 3) {{ nodes {{ title }} edges {{ node {{ {FULL} }} }} }} }}"
    yield "{ needs(first: 3) { nodes { a: party { name } b: party { kind name } abstention { __typename } } } }"
    yield "{ needs(first: 3) { nodes { a: suggestions(first: 1) { rank } b: suggestions(first: 2) { rank id } } } }"
    yield "{ needs(first: 3) { nodes { suggestions(first: 2) { reasons { sentence } offer { title } } } } }"
    yield "{ needs(first: 3) { nodes { suggestions(first: 2) { offer { suggestions(first: 1) { rank } } } } } }"
    yield "{ needs(first: 3) { nodes { party { name contact { email } } } } }"
    yield "{ needs(first: 3) { nodes { party { incubator { name } needs(first: 1) { nodes { title } } } } } }"
    # The same list under two names, and the same need twice in an entry.
    yield "{ needs(first: 3) { a: nodes { title } b: nodes { kind party { name } } } }"
    yield "{ needs(first: 3) { edges { a: node { title } b: node { kind } } } }"
    yield "{ organizations(first: 3) { a: nodes { name } b: nodes { needs(first: 1) { nodes { title } } } } }"
    for name in ("organizations", "mentors"):
        kind = ORGANIZATION if name == "organizations" else PARTY
        yield f"{{ {name}(first: 3) {{ nodes {{ {kind} }} pageInfo {{ hasNextPage }} }} }}"
        for page in ("first: 1", "first: 9", "last: 1", "first: 2, order: OLDEST_FIRST"):
            below = f"needs({page}) {{ totalCount nodes {{ {FULL} }} pageInfo {{ hasNextPage endCursor }} }}"
            yield f"{{ {name}(first: 3) {{ edges {{ cursor node {{ name {below} }} }} }} }}"
    yield "{ parties(first: 9) { nodes { name needs(first: 1) { nodes { title } } } } }"
    yield "{ one: needs(first: 1) { nodes { title } } two: needs(first: 2) { nodes { kind } } }"


async def test_a_tree_tells_what_is_told_without_it(network: Network) -> None:
    await fill(network)
    for document in documents():
        answers = [await network.answer(document) for _ in range(SIGHTS)]
        assert "errors" not in answers[0], document
        assert all(each["data"] == answers[0]["data"] for each in answers), document


async def test_a_single_need_tells_the_same(network: Network) -> None:
    await fill(network)
    found = (
        await network.ask("{ needs(first: 9) { nodes { id } } parties { nodes { id } } }")
    ).values()
    ids = [node["id"] for connection in found for node in connection["nodes"]]
    document = f"query ($id: ID!) {{ node(id: $id) {{ id ... on Need {{ {FULL} }} }} }}"
    ask = partial(network.ask, document)
    first_sights = {each: await ask(id=each) for each in ids}
    assert {each: await ask(id=each) for each in ids} == first_sights


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (
            "query ($n: Int!) { needs(first: 2) { nodes { title suggestions(first: $n) { rank } } } }",
            {"n": 0},
        ),
        (
            "query ($n: Int!) { organizations { nodes { needs(first: $n) { nodes { id } } } } }",
            {"n": 101},
        ),
        ("query ($n: Int!) { needs(first: $n) { nodes { title } } }", {"n": 101}),
        ("{ organizations { nodes { name needs { nodes { id } } } } }", {}),
    ],
)
async def test_mistakes_are_told_at_the_same_places(
    network: Network, document: str, variables: dict[str, Any]
) -> None:
    await fill(network)
    answers = [await network.answer(document, **variables) for _ in range(SIGHTS)]
    told = [[(e["message"], e["path"]) for e in answer["errors"]] for answer in answers]
    assert told[0]
    assert told == [told[0]] * SIGHTS
