from typing import Any

import pytest

from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import (
    REGISTER_MENTOR,
    REGISTER_NEED,
    REGISTER_OFFER,
    REGISTER_SME,
    HintList,
    Network,
)

UPDATE_NEED = mutation("updateNeed", "need { title text skills { code } budgetMax deadline }")
UPDATE_SME = mutation("updateOrganization", "organization { name siret region departement text }")
UPDATE_OFFER = mutation("updateOffer", "offer { title capacity regions wish }")
UPDATE_MENTOR = mutation("updateMentor", "mentor { name }")
CLOSE_NEED = mutation("closeNeed", "need { status }")
REOPEN_NEED = mutation("reopenNeed", "need { status }")
CLOSE_OFFER = mutation("closeOffer", "offer { status }")
SIRET = "73282932000074"


async def test_an_organization_is_registered_and_changed(network: Network, queue: HintList) -> None:
    values = {
        "kind": "SME",
        "name": "  Forge du Centre ",
        "siret": "732 829 320 00074",
        "sector": "25.62B",
        "email": "anne@forge.example",
        "place": {"departement": "18", "commune": "Bourges"},
    }
    payload = (await network.ask(REGISTER_SME, input=values))["registerOrganization"]
    made = payload["organization"]
    assert "errors" not in payload
    assert {key: made[key] for key in ("name", "siret", "region")} == {
        "name": "Forge du Centre",
        "siret": SIRET,
        "region": "24",
    }
    assert made["place"] == {"code": "18"}
    assert made["sector"] == {"code": "25"}
    changes = {"id": made["id"], "text": "Nous forgeons.", "place": {"departement": "75"}}
    changed = (await network.ask(UPDATE_SME, input=changes))["updateOrganization"]["organization"]
    assert changed == {
        "name": "Forge du Centre",
        "siret": SIRET,
        "region": "11",
        "departement": "75",
        "text": "Nous forgeons.",
    }
    taken_away = await network.ask(UPDATE_SME, input={"id": made["id"], "siret": None})
    assert taken_away["updateOrganization"]["organization"]["siret"] is None
    assert {job for job, _ in queue.hints} == {"need.prepare"}


async def test_a_need_is_registered_changed_and_closed(network: Network, queue: HintList) -> None:
    party = await network.register_sme()
    queue.hints.clear()
    need = await network.register_need(
        party, "Voir les défauts", skills=["computer-vision"], budgetMax=5e4, deadline="2027-01-31"
    )
    assert queue.hints == [("need.prepare", {"tenant_id": network.tenant_id})]
    changes = {"id": need, "text": "Sur la ligne 2", "skills": ["mlops"], "deadline": None}
    changed = (await network.ask(UPDATE_NEED, input=changes))["updateNeed"]["need"]
    assert changed == {
        "title": "Voir les défauts",
        "text": "Sur la ligne 2",
        "skills": [{"code": "mlops"}],
        "budgetMax": 50_000.0,
        "deadline": None,
    }
    closed = await network.ask(CLOSE_NEED, id=need)
    assert closed["closeNeed"] == {"need": {"status": "CLOSED"}}
    queue.hints.clear()
    opened = await network.ask(REOPEN_NEED, id=need)
    assert opened["reopenNeed"] == {"need": {"status": "OPEN"}}
    assert queue.hints == [("need.prepare", {"tenant_id": network.tenant_id})]


async def test_an_offer_is_registered_changed_and_closed(network: Network) -> None:
    mentor = await network.register_mentor()
    offer = await network.register_offer(mentor, "Conseil", capacity=3, regions=["24"])
    changes = {"id": offer, "wish": "Des PME", "capacity": None}
    changed = (await network.ask(UPDATE_OFFER, input=changes))["updateOffer"]["offer"]
    assert changed == {"title": "Conseil", "capacity": 1, "regions": ["24"], "wish": "Des PME"}
    closed = await network.ask(CLOSE_OFFER, id=offer)
    assert closed["closeOffer"]["offer"] == {"status": "CLOSED"}


PARTY_MISTAKES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"name": ""}, [("INVALID", "input.name")]),
    ({"name": "x" * 201}, [("INVALID", "input.name")]),
    ({"text": "x" * 20_001}, [("INVALID", "input.text")]),
    ({"email": "nobody"}, [("INVALID", "input.email")]),
    ({"sector": "00.00Z"}, [("UNKNOWN_TERM", "input.sector")]),
    ({"place": {"departement": "0"}}, [("UNKNOWN_TERM", "input.place.departement")]),
    ({"place": {"region": "0"}}, [("UNKNOWN_TERM", "input.place.region")]),
    ({"place": {"latitude": 91.0}}, [("INVALID", "input.place.latitude")]),
    ({"place": {"latitude": 45.0}}, [("INVALID", "input.place")]),
    (
        {"name": "", "email": "nobody", "website": "x" * 501},
        [("INVALID", "input.name"), ("INVALID", "input.website"), ("INVALID", "input.email")],
    ),
]


@pytest.mark.parametrize(("mistakes", "errors"), PARTY_MISTAKES)
async def test_mistakes_in_parties_are_named(
    network: Network, mistakes: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    values = {"kind": "SME", "name": "Forge"} | mistakes
    assert await network.refusals(REGISTER_SME, **values) == errors
    del values["kind"]
    assert await network.refusals(REGISTER_MENTOR, **values) == errors
    assert (await network.ask("{ parties { nodes { id } } }"))["parties"]["nodes"] == []


@pytest.mark.parametrize("siret", ["123", "73282932000075", "732829320000740"])
async def test_a_wrong_siret_is_refused(network: Network, siret: str) -> None:
    values = {"kind": "SME", "name": "Forge", "siret": siret}
    query = mutation("registerOrganization", errors="code message path")
    (error,) = (await network.ask(query, input=values))["registerOrganization"]["errors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "siret"])
    assert "SIRET" in error["message"]


async def test_a_siret_that_is_taken_is_refused(network: Network) -> None:
    await network.register_sme("Forge", siret=SIRET, externalKey="k-1")
    other = {"kind": "SME", "name": "Autre"}
    taken = await network.refusals(REGISTER_SME, **other, siret=SIRET)
    assert taken == [("CONFLICT", "input.siret")]
    taken = await network.refusals(REGISTER_SME, **other, externalKey="k-1")
    assert taken == [("CONFLICT", "input.externalKey")]


async def test_a_mentor_is_no_organization(network: Network) -> None:
    refused = await network.refusals(REGISTER_SME, kind="MENTOR", name="Anne")
    assert refused == [("INVALID", "input.kind")]


NEED_MISTAKES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"title": " "}, [("INVALID", "input.title")]),
    ({"title": "x" * 201}, [("INVALID", "input.title")]),
    ({"radiusKm": 0.0}, [("INVALID", "input.radiusKm")]),
    ({"budgetMin": 2.0, "budgetMax": 1.0}, [("INVALID", "input.budgetMax")]),
    ({"sector": "zz"}, [("UNKNOWN_TERM", "input.sector")]),
    (
        {"skills": ["mlops", "x", "y"]},
        [("UNKNOWN_TERM", "input.skills.1"), ("UNKNOWN_TERM", "input.skills.2")],
    ),
    ({"skills": ["mlops"] * 51}, [("INVALID", "input.skills")]),
]


@pytest.mark.parametrize(("mistakes", "errors"), NEED_MISTAKES)
async def test_mistakes_in_needs_are_named(
    network: Network, mistakes: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    party = await network.register_sme()
    need = await network.register_need(party, "Voir")
    values = {"partyId": party, "kind": "PILOT", "title": "Voir"} | mistakes
    assert await network.refusals(REGISTER_NEED, **values) == errors
    assert await network.refusals(UPDATE_NEED, id=need, **mistakes) == errors


OFFER_MISTAKES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"title": ""}, [("INVALID", "input.title")]),
    ({"capacity": 0}, [("INVALID", "input.capacity")]),
    ({"priceMin": 2.0, "priceMax": 1.0}, [("INVALID", "input.priceMax")]),
    ({"regions": ["24", "0"]}, [("UNKNOWN_TERM", "input.regions.1")]),
    ({"skills": ["x"]}, [("UNKNOWN_TERM", "input.skills.0")]),
]


@pytest.mark.parametrize(("mistakes", "errors"), OFFER_MISTAKES)
async def test_mistakes_in_offers_are_named(
    network: Network, mistakes: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    party = await network.register_sme()
    offer = await network.register_offer(party, "Conseil")
    values = {"partyId": party, "kind": "PILOT", "title": "Voir"} | mistakes
    assert await network.refusals(REGISTER_OFFER, **values) == errors
    assert await network.refusals(UPDATE_OFFER, id=offer, **mistakes) == errors


async def test_ids_that_lead_nowhere_are_named(network: Network, new_network: NewNetwork) -> None:
    twin = await new_network()
    party, mentor = await twin.register_sme(), await twin.register_mentor()
    need, offer = await twin.register_need(party, "un"), await twin.register_offer(party, "un")
    new = {"kind": "PILOT", "title": "Voir"}
    missing, wrong = "NOT_FOUND", "INVALID"
    assert await network.refusals(REGISTER_NEED, partyId=party, **new) == [
        (missing, "input.partyId")
    ]
    assert await network.refusals(REGISTER_NEED, partyId=need, **new) == [
        (missing, "input.partyId")
    ]
    assert await network.refusals(REGISTER_NEED, partyId="x", **new) == [(wrong, "input.partyId")]
    assert await network.refusals(REGISTER_OFFER, partyId=party, **new) == [
        (missing, "input.partyId")
    ]
    for query, node in (
        (UPDATE_NEED, need),
        (UPDATE_OFFER, offer),
        (UPDATE_SME, party),
        (UPDATE_MENTOR, mentor),
    ):
        assert await network.refusals(query, id=node) == [(missing, "input.id")]
        assert await network.refusals(query, id="x") == [(wrong, "input.id")]
    for query, node in ((CLOSE_NEED, need), (CLOSE_OFFER, offer)):
        (payload,) = (await network.ask(query, id=node)).values()
        assert payload["errors"] == [{"code": missing, "path": ["id"]}]
    assert (await twin.ask("{ needs { nodes { title status } } }"))["needs"]["nodes"] == [
        {"title": "un", "status": "OPEN"}
    ]


async def test_a_need_keeps_its_network_and_party_when_it_is_changed(network: Network) -> None:
    party = await network.register_sme()
    need = await network.register_need(party, "un")
    await network.ask(UPDATE_NEED, input={"id": need, "title": "deux"})
    found = await network.ask("{ needs { nodes { id title party { id } } } }")
    assert found["needs"]["nodes"] == [{"id": need, "title": "deux", "party": {"id": party}}]
