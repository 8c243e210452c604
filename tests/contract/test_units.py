"""One transaction for everything inside: all of it stays, or nothing."""

import asyncio

import pytest

from graph.connection import Graph
from graph.errors import ConstraintViolatedError, GraphUnavailableError
from graph.ids import new_id
from graph.repositories.parties import Parties
from tests.factories import a_party, new_siret


async def test_what_is_written_is_seen_inside_and_stays_once_committed(tenant: Graph) -> None:
    async with tenant.unit() as unit:
        saved = await Parties(unit).save(a_party())
        moved = unit.at(unit.clock())
        assert await Parties(moved).get_many([saved.id])
        assert not await Parties(tenant).get_many([saved.id])
        await unit.commit()
    assert await Parties(tenant).get_many([saved.id])


async def test_without_a_commit_nothing_stays(tenant: Graph) -> None:
    async with tenant.unit() as unit:
        saved = await Parties(unit).save(a_party())
    assert not await Parties(tenant).get_many([saved.id])


async def test_statements_at_the_same_time_wait_for_each_other(tenant: Graph) -> None:
    async with tenant.unit() as unit:
        saved = [await Parties(unit).save(a_party()) for _ in range(3)]
        found = await asyncio.gather(*(Parties(unit).get(party.id) for party in saved))
        assert [party.id for party in found] == [party.id for party in saved]


async def test_after_a_failure_reads_go_on_outside_and_writes_end(tenant: Graph) -> None:
    siret = new_siret()
    await Parties(tenant).save(a_party(siret=siret))
    async with tenant.unit() as unit:
        lost = await Parties(unit).save(a_party())
        with pytest.raises(ConstraintViolatedError):
            await Parties(unit).save(a_party(siret=siret))
        assert unit.has_failed
        assert unit.at(unit.clock()).has_failed  # type: ignore[attr-defined]
        assert not await Parties(unit).get_many([lost.id])
        with pytest.raises(GraphUnavailableError):
            await unit.write("pause_party", id=new_id(), until=None)
    assert not await Parties(tenant).get_many([lost.id])
