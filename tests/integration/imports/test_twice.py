"""An import against a real graph: written once, and not again."""

from typing import Any

import pytest

from graph.connection import Graph
from graph.imports import (
    ImportReport,
    Mapping,
    Record,
    apply_import,
    canonical_mapping,
    parse_mapping,
    prepare_import,
)
from graph.models.entities import Party
from graph.repositories.events import Events
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.paging import all_items
from graph.repositories.parties import Parties
from graph.repositories.reference import Skills
from tests.factories import a_party, new_siret

SIRET = new_siret()
ROWS: list[dict[str, Any]] = [
    {"key": "i", "kind": "INCUBATOR", "name": "Traboule", "commune": "Lyon", "departement": "69"},
    {
        "key": "v",
        "kind": "SME",
        "name": "Vauban",
        "siret": SIRET,
        "sector": "25.11Z",
        "incubator": "i",
        "commune": "Oyonnax",
        "departement": "Ain",
        "needs": [
            {
                "kind": "PILOT",
                "title": "Moins de rebut",
                "skills": ["computer-vision", "Soudure au plasma"],
                "remote": "non",
                "budget_max": "12 000 €",
                "deadline": "2030-06-01",
            }
        ],
        "offers": [{"kind": "PARTNERSHIP", "title": "Tôlerie", "skills": ["Soudure au plasma"]}],
    },
    {"kind": "SME", "name": "Vauban SAS", "siret": SIRET, "website": "https://vauban.example"},
    {"kind": "SME", "name": "Faux", "siret": "1"},
]


def records(rows: list[dict[str, Any]]) -> list[Record]:
    return [Record(line, values) for line, values in enumerate(rows, start=2)]


async def imported(
    graph: Graph, rows: list[dict[str, Any]], mapping: Mapping | None = None
) -> ImportReport:
    plan = await prepare_import(graph, records(rows), mapping or canonical_mapping())
    return await apply_import(graph, plan)


async def all_parties(graph: Graph) -> dict[str, Party]:
    parties = await all_items(lambda first, after: Parties(graph).page(first=first, after=after))
    return {party.name: party for party in parties}


def some(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


async def test_a_file_is_written_with_all_that_hangs_on_it(tenant: Graph) -> None:
    report = await imported(tenant, ROWS)
    assert some(report.rows) == {"CREATE": 2, "DUPLICATE": 1, "REFUSED": 1}
    parties = await all_parties(tenant)
    assert set(parties) == {"Traboule", "Vauban"}
    vauban = parties["Vauban"]
    assert (vauban.website, vauban.departement, vauban.region) == (
        "https://vauban.example",
        "01",
        "84",
    )
    assert (vauban.latitude, vauban.longitude) == (46.26, 5.66)
    assert vauban.incubator_id == parties["Traboule"].id
    (need,) = (await Needs(tenant).pages_by_parties([vauban.id], first=9))[vauban.id].items
    assert (need.is_remote, need.budget_max, str(need.deadline)) == (False, 12_000, "2030-06-01")
    own = f"{tenant.tenant_id}:soudure-au-plasma"
    assert need.skill_ids == ("computer-vision", own)
    (offer,) = (await Offers(tenant).pages_by_parties([vauban.id], first=9))[vauban.id].items
    assert offer.skill_ids == (own,)
    assert own in {skill.id for skill in await Skills(tenant).all()}


async def test_the_same_file_again_changes_nothing(tenant: Graph) -> None:
    await imported(tenant, ROWS)
    before = await all_parties(tenant)
    report = await imported(tenant, ROWS)
    assert some(report.rows) == {"UNCHANGED": 3, "REFUSED": 1}
    written = {k: v for k, v in report.as_json().items() if k not in ("rows", "failed")}
    assert set(written.values()) == {0}
    assert await all_parties(tenant) == before


async def test_bare_names_are_not_written_twice(tenant: Graph) -> None:
    rows = [{"kind": "MENTOR", "name": "Jeanne Vauban"}, {"kind": "SME", "name": "Jeanne Vauban"}]
    await imported(tenant, rows)
    assert some((await imported(tenant, rows)).rows) == {"UNCHANGED": 2}


async def test_a_changed_row_updates_its_party_alone(tenant: Graph) -> None:
    await imported(tenant, ROWS)
    changed = [ROWS[0] | {"text": "Deux promotions par an."}, *ROWS[1:]]
    report = await imported(tenant, changed)
    assert some(report.rows) == {"UPDATE": 1, "UNCHANGED": 2, "REFUSED": 1}
    assert (report.parties_updated, report.needs_updated) == (1, 0)


async def test_a_membership_that_could_not_be_made_is_made_later(tenant: Graph) -> None:
    late = await imported(tenant, ROWS[1:2])
    assert late.members_linked == 0
    report = await imported(tenant, ROWS[:2])
    assert some(report.rows) == {"CREATE": 1, "UPDATE": 1}
    assert report.members_linked == 1
    assert some((await imported(tenant, ROWS[:2])).rows) == {"UNCHANGED": 2}


async def test_an_import_leaves_one_event_with_its_counts(tenant: Graph) -> None:
    plan = await prepare_import(tenant, records(ROWS), canonical_mapping())
    await apply_import(tenant, plan, actor="key:1", cause="club")
    (event,) = (await Events(tenant).page(first=9)).items
    assert (event.actor, event.action, event.cause) == ("key:1", "import.finished", "club")
    assert event.details["parties_created"] == 2
    assert event.details["rows"]["REFUSED"] == 1


async def test_a_plan_writes_nothing(tenant: Graph) -> None:
    await prepare_import(tenant, records(ROWS), canonical_mapping())
    assert not await all_parties(tenant)
    assert not (await Events(tenant).page(first=9)).items


async def test_links_are_written_once(tenant: Graph) -> None:
    await imported(tenant, ROWS)
    mapping = parse_mapping('[link]\nfrom = "a"\nto = "b"\nkind = { value = "client" }', "m")
    rows = [{"a": "i", "b": "v"}, {"a": "v", "b": "i"}, {"a": "i", "b": "?"}]
    first = await imported(tenant, rows, mapping)
    assert (some(first.rows), first.links_created) == ({"CREATE": 2, "REFUSED": 1}, 2)
    second = await imported(tenant, rows, mapping)
    assert (some(second.rows), second.links_created) == ({"UNCHANGED": 2, "REFUSED": 1}, 0)


async def test_what_another_writer_took_meanwhile_is_told(tenant: Graph) -> None:
    plan = await prepare_import(tenant, records(ROWS), canonical_mapping())
    await Parties(tenant).save(a_party(siret=SIRET))
    report = await apply_import(tenant, plan)
    assert report.failed == ["Vauban"]
    assert report.parties_created == 1
    assert "Traboule" in await all_parties(tenant)


async def test_progress_is_told_to_the_end(tenant: Graph) -> None:
    told: list[tuple[str, int, int]] = []
    plan = await prepare_import(tenant, records(ROWS), canonical_mapping())
    await apply_import(tenant, plan, progress=lambda *step: told.append(step))
    assert told == [("parties", 2, 2), ("needs", 1, 1), ("offers", 1, 1), ("members", 1, 1)]


@pytest.mark.parametrize("name", ["x" * 200, "Œuvre & Fils « 1 »", "数据", "O'Brien\"); MATCH (n)"])
async def test_any_name_comes_back_as_it_was(tenant: Graph, name: str) -> None:
    await imported(tenant, [{"kind": "SME", "name": name}])
    assert name in await all_parties(tenant)
