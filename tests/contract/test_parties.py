"""Parties: written once, found by any of their keys, linked, paused."""

from datetime import timedelta
from typing import Any

import pytest

from graph.connection import Graph
from graph.errors import ConstraintViolatedError, NotFoundError
from graph.ids import new_id
from graph.lifecycle.pausing import pause_party
from graph.models.relations import RelationType, relation_row
from graph.models.vocabulary import PartyKind
from graph.repositories.events import Events
from graph.repositories.parties import Parties, keys_of, party_row
from tests.factories import a_party, at, new_siret, new_tenant

CHER = {"commune": "Bourges", "departement": "18"}
CENTRE = "24"


async def test_a_party_comes_back_as_written(tenant: Graph) -> None:
    given = a_party(kind="STARTUP", siret=new_siret(), sector="25.62B", place=CHER, stage="MARKET")
    party = await Parties(tenant).save(given)
    assert party.tenant_id == tenant.tenant_id
    kept = {"kind", "name", "text", "siret", "email", "sector", "stage", "languages"}
    assert party.model_dump(include=kept) == given.model_dump(include=kept)
    assert (party.commune, party.departement, party.region) == ("Bourges", "18", CENTRE)
    assert party.latitude == pytest.approx(47.0, abs=1)


async def test_its_place_and_sector_are_edges(tenant: Graph) -> None:
    parties = Parties(tenant)
    party = await parties.save(a_party(sector="25.62B", place=CHER))
    assert await _edges(tenant, party.id) == ["IN_SECTOR 25", "LOCATED_IN departement:18"]
    await parties.save(a_party(sector="62", place={"region": CENTRE}), party_id=party.id)
    assert await _edges(tenant, party.id) == ["IN_SECTOR 62", f"LOCATED_IN region:{CENTRE}"]


async def _edges(tenant: Graph, party_id: str) -> list[str]:
    rows = await tenant.run_statement(
        "MATCH (:Party {id: $id})-[r]->(x) RETURN type(r) + ' ' + x.id AS edge ORDER BY edge",
        id=party_id,
    )
    return [row["edge"] for row in rows]


async def test_another_kind_takes_the_label_of_the_first_away(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party(kind=PartyKind.INCUBATOR))
    await Parties(tenant).save(a_party(kind=PartyKind.SME), party_id=party.id)
    rows = await tenant.run_statement(
        "MATCH (p:Party {id: $id}) RETURN labels(p) AS labels", id=party.id
    )
    assert set(rows[0]["labels"]) == {"Party", "Organization", "Sme"}


async def test_an_unchanged_party_is_neither_created_nor_updated(tenant: Graph) -> None:
    row = party_row(new_id(), a_party(place=CHER))
    first = await Parties(tenant).save_all([row])
    assert first.created == (row["id"],)
    written = await Parties(tenant).get(row["id"])
    second = await Parties(tenant).save_all([row])
    assert (second.created, second.updated) == ((), ())
    assert await Parties(tenant).get(row["id"]) == written


async def test_a_changed_party_is_updated(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party(name="Avant"))
    written = await Parties(tenant).save_all([party_row(party.id, a_party(name="Après"))])
    assert (written.created, written.updated) == ((), (party.id,))
    assert (await Parties(tenant).get(party.id)).name == "Après"


async def test_an_emptied_field_is_emptied(tenant: Graph) -> None:
    party = await Parties(tenant).save(a_party(place=CHER, stage="IDEA"))
    party = await Parties(tenant).save(a_party(email=None), party_id=party.id)
    assert (party.email, party.stage, party.region) == (None, None, None)


@pytest.mark.parametrize("key", ["siret", "external_key"])
async def test_two_parties_never_share_a_key(tenant: Graph, key: str) -> None:
    value = {key: new_siret()}
    await Parties(tenant).save(a_party(**value))
    with pytest.raises(ConstraintViolatedError):
        await Parties(tenant).save(a_party(**value))


async def test_two_tenants_may_know_the_same_company(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    given = a_party(siret=new_siret(), external_key="a1")
    first = await Parties(tenant).save(given)
    second = await Parties(other).save(given)
    assert first.id != second.id
    assert [p["id"] for p in await Parties(tenant).find_by_keys([keys_of(given)])] == [first.id]


async def test_a_foreign_id_is_not_found_nor_overwritten(
    tenant: Graph, migrated_graph: Graph
) -> None:
    theirs = await Parties(await new_tenant(migrated_graph)).save(a_party(name="À eux"))
    with pytest.raises(NotFoundError, match=theirs.id):
        await Parties(tenant).save(a_party(name="À nous"), party_id=theirs.id)
    assert (await Parties(migrated_graph.for_tenant(theirs.tenant_id)).get(theirs.id)) == theirs


@pytest.mark.parametrize(
    "known",
    [
        {"external_key": "crm-7"},
        {"siret": new_siret()},
        {"name": "Société Générale d’Essai SARL"},
        {"website": "https://www.essai.example/fr/"},
    ],
    ids=lambda known: next(iter(known)),
)
async def test_any_key_finds_a_party(tenant: Graph, known: dict[str, str]) -> None:
    party = await Parties(tenant).save(a_party(**known))
    await Parties(tenant).save(a_party())
    found = await Parties(tenant).find_by_keys([keys_of(a_party(**known))])
    assert [row["id"] for row in found] == [party.id]


async def test_pages_go_from_new_to_old_and_stay_put_when_some_are_added(tenant: Graph) -> None:
    parties = Parties(tenant)
    ids = [(await parties.save(a_party())).id for _ in range(5)]
    first = await parties.page(first=2)
    assert [p.id for p in first.items] == [ids[4], ids[3]]
    await parties.save(a_party())
    second = await parties.page(first=2, after=first.items[-1].id)
    third = await parties.page(first=2, after=second.items[-1].id)
    assert [p.id for p in second.items + third.items] == [ids[2], ids[1], ids[0]]
    assert (first.has_next, second.has_next, third.has_next) == (True, True, False)


async def test_pages_are_filtered(tenant: Graph) -> None:
    parties = Parties(tenant)
    startup = await parties.save(a_party(kind="STARTUP", sector="25.62B", place=CHER))
    await parties.save(a_party(kind="SME", sector="10.71C"))
    for filters in ({"kinds": [PartyKind.STARTUP]}, {"region": CENTRE}, {"sector": "25"}):
        page = await parties.page(first=9, **filters)
        assert [party.id for party in page.items] == [startup.id]


async def test_counts_by_kind(tenant: Graph) -> None:
    for kind in ("SME", "SME", "MENTOR"):
        await Parties(tenant).save(a_party(kind=kind))
    assert await Parties(tenant).count_by_kind() == {"SME": 2, "MENTOR": 1}


async def test_members_know_their_incubator(tenant: Graph) -> None:
    parties = Parties(tenant)
    incubator = await parties.save(a_party(kind=PartyKind.INCUBATOR))
    member, plain = await parties.save(a_party()), await parties.save(a_party())
    row = {"party_id": member.id, "incubator_id": incubator.id}
    assert await parties.link_members([row, row | {"incubator_id": plain.id}]) == 1
    assert (await parties.get(member.id)).incubator_id == incubator.id
    assert (await parties.page(first=9)).items[1].incubator_id == incubator.id


async def test_relations_are_made_once(tenant: Graph) -> None:
    parties = Parties(tenant)
    a, b = [(await parties.save(a_party())).id for _ in range(2)]
    row = relation_row(from_id=a, to_id=b, kind="client")
    assert await parties.link([row]) == {"created": 1, "linked": 1}
    assert await parties.link([row]) == {"created": 0, "linked": 1}
    neighbors = await parties.neighbors([a, b])
    assert [n["id"] for n in neighbors[a]] == [b]
    assert neighbors[b][0]["degree"] == 1
    assert neighbors[b][0]["tie"] == "client"


async def relate(graph: Graph, from_id: str, to_id: str, kind: str, **more: Any) -> None:
    row = relation_row(from_id=from_id, to_id=to_id, kind=kind, **more)
    await Parties(graph).link([row])


async def test_exclusions_are_read_from_who_excludes_and_end_on_their_day(tenant: Graph) -> None:
    a, b = [(await Parties(tenant).save(a_party())).id for _ in range(2)]
    until = tenant.clock().date() + timedelta(days=7)
    await relate(tenant, a, b, RelationType.EXCLUDES, reason="CONFLICT", until=until)
    assert await Parties(tenant).exclusions() == {a: frozenset({b})}
    later = at(tenant, tenant.clock() + timedelta(days=8))
    assert await Parties(later).exclusions() == {}
    await relate(tenant, a, b, RelationType.EXCLUDES)
    assert await Parties(later).exclusions() == {a: frozenset({b})}


async def test_conflicts_lie_on_paths_of_owners_and_competitors(tenant: Graph) -> None:
    names = ("firm", "owner", "sister", "rival", "parent of rival", "rival of rival", "client")
    ids = {name: (await Parties(tenant).save(a_party())).id for name in names}
    for a, kind, b in (
        ("firm", "OWNED_BY", "owner"),
        ("sister", "OWNED_BY", "owner"),
        ("rival", "COMPETES_WITH", "firm"),
        ("rival", "OWNED_BY", "parent of rival"),
        ("rival", "COMPETES_WITH", "rival of rival"),
        ("firm", "WORKED_WITH", "client"),
    ):
        await relate(tenant, ids[a], ids[b], kind)
    found = await Parties(tenant).conflicts(list(ids.values()))
    assert found[ids["firm"]] == {
        ids["owner"]: 1,
        ids["sister"]: 2,
        ids["rival"]: 1,
        ids["parent of rival"]: 2,
    }
    assert found[ids["parent of rival"]][ids["firm"]] == 2
    assert found[ids["sister"]][ids["rival"]] == 3
    assert ids["client"] not in found


async def test_mentors_are_paged_and_paused_and_each_pause_is_told(tenant: Graph) -> None:
    mentor = await Parties(tenant).save(a_party(kind=PartyKind.MENTOR))
    await Parties(tenant).save(a_party())
    until = tenant.clock().replace(microsecond=0) + timedelta(days=30)
    assert (await pause_party(tenant, mentor.id, until, actor="test")).paused_until == until
    page = await Parties(tenant).page(first=9, kinds=[PartyKind.MENTOR])
    assert [party.id for party in page.items] == [mentor.id]
    assert (await pause_party(tenant, mentor.id, None, actor="test")).paused_until is None
    told = (await Events(tenant).page(first=9, subject_id=mentor.id)).items
    assert [event.action for event in told] == ["party.resumed", "party.paused"]
    with pytest.raises(NotFoundError):
        await pause_party(tenant, new_id(), None, actor="test")
