"""Finding by words and by meaning: only what is the tenant's, open, and of the asked kind."""

import pytest
from graph.repositories.search import Search, escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.connection import Graph
from graph.models.vocabulary import MatchKind
from graph.repositories.embeddings import Embeddings
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from tests.factories import VECTOR, a_party, new_need, new_offer, new_tenant

ALL = ("Party", "Need", "Offer")
SYNTAX = st.lists(
    st.sampled_from(
        [*'+-!(){}[]^"~*?:\\/&|<>=@#%,;. \t\n', "AND ", " OR ", "NOT ", "TO", "é", "a"]
    ),
    max_size=40,
).map("".join)
FAR = [0.0, 1.0] + [0.0] * 382


async def _found(tenant: Graph, phrase: str) -> list[str]:
    rows = await Search(tenant).by_words(phrase, ALL, kind=None, limit=50)
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    "phrase",
    [
        "détecter des défauts de soudure",
        "DEFAUTS",
        "défaut",
        "soudures",
        "l'usinage",
        "l’usinage",
        "detecting defects",
    ],
)
async def test_accents_plurals_elisions_and_case_do_not_matter(tenant: Graph, phrase: str) -> None:
    need = await new_need(
        tenant,
        title="Détecter les défauts de soudure",
        text="Contrôle après l’usinage. We want to detect a defect early.",
    )
    await new_need(tenant, title="Prévoir les stocks")
    assert need.id in await _found(tenant, phrase)


async def test_the_best_comes_first_and_once(tenant: Graph) -> None:
    weak = await new_need(tenant, title="Prévoir", text="les stocks, et la soudure un jour")
    strong = await new_need(tenant, title="Soudure", text="soudure laser")
    assert await _found(tenant, "soudure laser") == [strong.id, weak.id]


async def test_parties_needs_and_offers_are_told_apart(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party(kind="STARTUP", name="Zéphyrine"))
    need = await new_need(tenant, title="Zéphyrine", kind=MatchKind.PILOT)
    offer = await new_offer(tenant, wish="zéphyrine")
    search = Search(tenant)
    rows = await search.by_words("zephyrine", ALL, kind=None, limit=9)
    assert {row["id"]: row["label"] for row in rows} == {
        party.id: "Party",
        need.id: "Need",
        offer.id: "Offer",
    }
    only = await search.by_words("zephyrine", ["Offer"], kind=None, limit=9)
    assert [row["id"] for row in only] == [offer.id]
    pilots = await search.by_words("zephyrine", ALL, kind="PILOT", limit=9)
    assert [row["id"] for row in pilots] == [need.id]


async def test_closed_ones_and_those_of_others_are_not_found(
    tenant: Graph, migrated_graph: Graph
) -> None:
    closed = await new_need(tenant, title="Zygomorphe")
    await Needs(tenant).close(closed.id, actor="test")
    await new_need(await new_tenant(migrated_graph), title="Zygomorphe")
    assert await _found(tenant, "zygomorphe") == []


async def test_the_limit_counts_only_what_may_be_seen(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    for _ in range(3):
        await new_need(other, title="Quincaillerie quincaillerie")
    own = await new_need(tenant, title="Quincaillerie", text="et bien d’autres choses encore")
    rows = await Search(tenant).by_words("quincaillerie", ALL, kind=None, limit=1)
    assert [row["id"] for row in rows] == [own.id]


@given(phrase=SYNTAX | st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_no_phrase_is_syntax(migrated_graph: Graph, phrase: str) -> None:
    nobody = Search(migrated_graph.for_tenant("nobody"))
    assert await nobody.by_words(phrase, ALL, kind=None, limit=1) == []


@pytest.mark.parametrize(
    "phrase",
    ["(soudure", "soudure AND", "NOT soudure", '"soudure', "soudure~", "a: soudure", "[soudure TO"],
)
async def test_words_are_found_between_syntax(tenant: Graph, phrase: str) -> None:
    need = await new_need(tenant, title="Soudure")
    assert await _found(tenant, phrase) == [need.id]


@pytest.mark.parametrize("rest", ["un mot de plus ", "焊", "a-b-"])
async def test_a_very_long_phrase_is_answered(tenant: Graph, rest: str) -> None:
    need = await new_need(tenant, title="Soudure")
    assert need.id in await _found(tenant, "soudure " + rest * 3_000)


async def test_an_empty_phrase_finds_nothing(tenant: Graph) -> None:
    await new_need(tenant)
    assert await _found(tenant, " \n") == []


def test_escaping_leaves_words_as_they_are() -> None:
    assert escape("l’IA à Évreux, 2027") == "l’IA à Évreux, 2027"
    assert escape("a:b") == "a\\:b"


async def _embedded(tenant: Graph, subject_id: str, label: str, **field: list[float]) -> None:
    rows = [
        {
            "subject_id": subject_id,
            "subject_label": label,
            "field": name.upper(),
            "hash": "h",
            "model": "m",
            "space": "s",
            "vector": vector,
        }
        for name, vector in field.items()
    ]
    await Embeddings(tenant).store(rows, [], [])


async def test_vectors_find_by_cosine(tenant: Graph, migrated_graph: Graph) -> None:
    near, far = await new_need(tenant), await new_need(tenant, kind=MatchKind.PILOT)
    closed = await new_need(tenant)
    await _embedded(tenant, near.id, "NEED", text=VECTOR)
    await _embedded(tenant, far.id, "NEED", text=FAR)
    await _embedded(tenant, closed.id, "NEED", text=VECTOR)
    await Needs(tenant).close(closed.id, actor="test")
    other = await new_tenant(migrated_graph)
    await _embedded(other, (await new_need(other)).id, "NEED", text=VECTOR)
    search = Search(tenant)
    rows = await search.by_vector(VECTOR, ALL, kind=None, limit=9)
    assert [(row["id"], row["label"]) for row in rows] == [(near.id, "Need"), (far.id, "Need")]
    assert [row["score"] for row in rows] == pytest.approx([1.0, 0.5])
    assert [r["id"] for r in await search.by_vector(VECTOR, ALL, kind="PILOT", limit=9)] == [far.id]
    assert await search.by_vector(VECTOR, ["Party", "Offer"], kind=None, limit=9) == []


async def test_the_nearest_offers_weigh_text_and_wish(tenant: Graph) -> None:
    need = await new_need(tenant)
    plain, wished, other_kind = (
        await new_offer(tenant),
        await new_offer(tenant),
        await new_offer(tenant, kind=MatchKind.PILOT),
    )
    await _embedded(tenant, plain.id, "OFFER", text=FAR)
    await _embedded(tenant, wished.id, "OFFER", text=FAR, wish=VECTOR)
    await _embedded(tenant, other_kind.id, "OFFER", text=VECTOR)
    found = await Search(tenant).offers_nearest(
        MatchKind.MENTORING,
        party_id=need.party_id,
        need_vector=VECTOR,
        profile_vector=VECTOR,
        limit=9,
    )
    assert [offer.id for offer in found] == [wished.id, plain.id]
    own = await Search(tenant).offers_nearest(
        MatchKind.MENTORING,
        party_id=plain.party_id,
        need_vector=VECTOR,
        profile_vector=VECTOR,
        limit=9,
    )
    assert [offer.id for offer in own] == [wished.id]


async def test_the_nearest_needs_are_open_and_anothers(tenant: Graph) -> None:
    near, far, closed = [await new_need(tenant) for _ in range(3)]
    for need, vector in ((near, VECTOR), (far, FAR), (closed, VECTOR)):
        await _embedded(tenant, need.id, "NEED", text=vector)
    await Needs(tenant).close(closed.id, actor="test")
    search = Search(tenant)
    found = await search.needs_nearest(
        MatchKind.MENTORING, party_id="nobody", offer_vector=VECTOR, limit=9
    )
    assert [need.id for need in found] == [near.id, far.id]
    others = await search.needs_nearest(
        MatchKind.MENTORING, party_id=near.party_id, offer_vector=VECTOR, limit=9
    )
    assert [need.id for need in others] == [far.id]
