"""Versions of parameter sets: append-only, numbered by kind, each with its audit entry."""

import asyncio

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError, OutdatedError
from graph.ids import new_id
from graph.models.entities import PolicyVersion
from graph.models.vocabulary import PolicyOrigin
from graph.repositories.events import Events
from graph.repositories.policies import Policies
from tests.factories import new_tenant


async def _add(
    graph: Graph, kind: str = "PILOT", cards: int = 2, based_on: int | None = None
) -> PolicyVersion:
    return await Policies(graph).add(
        kind,
        {"cards": cards},
        origin=PolicyOrigin.STAFF,
        actor="key:1",
        note="fewer cards",
        based_on=based_on,
    )


async def test_the_newest_version_of_each_kind_is_in_force(tenant: Graph) -> None:
    assert await Policies(tenant).current() == {}
    await _add(tenant, cards=1)
    newest = await _add(tenant, cards=2)
    other = await _add(tenant, "MENTORING")
    assert await Policies(tenant).current() == {"PILOT": newest, "MENTORING": other}
    assert (newest.number, other.number) == (2, 1)
    assert (newest.parameters, newest.note, newest.actor) == ({"cards": 2}, "fewer cards", "key:1")


async def test_every_version_stays(tenant: Graph) -> None:
    added = [await _add(tenant, cards=cards) for cards in (1, 2, 3)]
    other = await _add(tenant, "MENTORING")
    policies = Policies(tenant)
    page = await policies.history("PILOT", first=2)
    assert (list(page.items), page.has_next) == ([added[2], added[1]], True)
    rest = await policies.history("PILOT", first=2, after=added[1].id)
    assert (list(rest.items), rest.has_next) == ([added[0]], False)
    assert (await policies.history(first=1)).items == (other,)
    assert await policies.get(added[0].id) == added[0]


async def test_versions_written_at_once_get_numbers_of_their_own(tenant: Graph) -> None:
    added = await asyncio.gather(*(_add(tenant, cards=cards) for cards in range(1, 9)))
    assert sorted(version.number for version in added) == list(range(1, 9))
    last = max(added, key=lambda version: version.number)
    assert (await Policies(tenant).current())["PILOT"] == last


async def test_of_changes_to_one_version_one_is_taken(tenant: Graph) -> None:
    await _add(tenant, based_on=0)
    tries = await asyncio.gather(
        *(_add(tenant, cards=cards, based_on=1) for cards in (3, 4)), return_exceptions=True
    )
    taken = [found for found in tries if isinstance(found, PolicyVersion)]
    refused = [found for found in tries if isinstance(found, OutdatedError)]
    assert (len(taken), len(refused)) == (1, 1)
    assert "version 1" in str(refused[0])
    assert (await Policies(tenant).current())["PILOT"] == taken[0]


async def test_a_version_has_an_audit_entry(tenant: Graph) -> None:
    added = await _add(tenant)
    (event,) = (await Events(tenant).page(first=5, subject_id=added.id)).items
    assert (event.action, event.actor) == ("policy.added", "key:1")
    assert event.details == {"kind": "PILOT", "number": 1, "origin": "STAFF"}


async def test_an_unknown_kind_is_refused(tenant: Graph) -> None:
    with pytest.raises(ValueError, match="BOWLING"):
        await _add(tenant, "BOWLING")


async def test_a_foreign_version_is_out_of_reach(tenant: Graph, migrated_graph: Graph) -> None:
    theirs = await _add(await new_tenant(migrated_graph))
    for wanted in (theirs.id, new_id()):
        with pytest.raises(NotFoundError):
            await Policies(tenant).get(wanted)
    assert await Policies(tenant).current() == {}
    assert (await Policies(tenant).history(first=5)).items == ()
