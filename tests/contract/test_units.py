"""One transaction for everything inside: all of it stays, or nothing."""

import asyncio
from functools import partial

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


async def test_of_an_attempt_nothing_stays(tenant: Graph) -> None:
    async def save(graph: Graph) -> str:
        saved = await Parties(graph).save(a_party())
        assert (await Parties(graph).get(saved.id)).id == saved.id
        return saved.id

    assert not await Parties(tenant).get_many([await tenant.attempt(save)])


async def test_an_attempt_that_ends_in_a_deadlock_is_made_again(tenant: Graph) -> None:
    ids = [(await Parties(tenant).save(a_party())).id for _ in range(2)]
    both_hold_one, tries = asyncio.Barrier(2), []

    async def lock(graph: Graph, order: list[str]) -> list[str]:
        tries.append(order)
        await graph.write("lock_party", id=order[0])
        if len(tries) <= len(ids):
            await both_hold_one.wait()
        await graph.write("lock_party", id=order[1])
        return order

    orders = [ids, ids[::-1]]
    made = [tenant.attempt(partial(lock, order=order)) for order in orders]
    assert await asyncio.gather(*made) == orders
    assert len(tries) > len(orders)


async def test_what_an_attempt_raises_passes(tenant: Graph) -> None:
    siret = new_siret()
    await Parties(tenant).save(a_party(siret=siret))
    with pytest.raises(ConstraintViolatedError):
        await tenant.attempt(lambda graph: Parties(graph).save(a_party(siret=siret)))
