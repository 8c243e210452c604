"""Answers that were kept for idempotency keys go after a day, of all networks; young ones stay."""

from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.ids import new_id
from graph.repositories.requests import RETENTION, Claim, Requests, new_claim
from tests.factories import at, new_tenant
from workers.context import WorkerContext
from workers.main import JOBS, clockwork

SECOND = timedelta(seconds=1)
FOUND = "MATCH (r:Request) WHERE r.id IN $ids RETURN r.id AS id"


async def answered(network: Graph, age: timedelta) -> str:
    """A request that was answered this long ago; its id."""
    claim = await claimed(network, age)
    then = at(network, network.clock() - age)
    assert await Requests(then).finish(claim, b"sealed", 200, "application/json")
    return claim.id


async def claimed(network: Graph, age: timedelta) -> Claim:
    """A request whose process was lost this long ago."""
    claim = new_claim(new_id(), "body")
    await Requests(at(network, network.clock() - age)).claim(claim)
    return claim


@pytest.mark.parametrize("batch", [1, 2, 1_000])
async def test_old_ones_go_and_young_ones_stay(context: WorkerContext, batch: int) -> None:
    networks = [await new_tenant(context.graph) for _ in range(2)]
    old, young = RETENTION + SECOND, RETENTION - timedelta(minutes=5)
    gone = [await answered(network, old) for network in networks]
    gone += [(await claimed(network, old)).id for network in networks]
    kept = [await answered(network, age) for network in networks for age in (young, 0 * SECOND)]
    kept.append((await claimed(networks[0], young)).id)

    await JOBS["requests.forget"](context, batch=batch)

    rows = await context.graph.run_statement(FOUND, ids=gone + kept)
    assert {row["id"] for row in rows} == set(kept)
    # A second one finds nothing more to do.
    await JOBS["requests.forget"](context, batch=batch)
    assert len(await context.graph.run_statement(FOUND, ids=gone + kept)) == len(kept)


def test_the_clockwork_forgets_every_hour() -> None:
    (job,) = [each for each in clockwork() if each.name == "cron:requests.forget"]
    assert (job.minute, job.hour) == (17, None)
