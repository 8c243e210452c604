"""More requests than can be answered: the excess is told to come again, the rest is answered."""

import asyncio
from dataclasses import replace

import httpx

from api.context import AppContext
from api.global_ids import split_global_id
from api.settings import ApiSettings
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import serving
from tests.integration.api.test_time_limit import CLOSE, held


async def test_the_excess_is_refused_and_the_accepted_are_answered(
    context: AppContext, new_network: NewNetwork
) -> None:
    network = await new_network()
    party = await network.register_sme()
    need = await network.register_need(party, "Un mentor")
    narrow = replace(context, settings=ApiSettings(most_running=2, most_waiting=0))
    body = {"query": CLOSE, "variables": {"id": need}}

    async with serving(narrow, network.client.headers) as client:
        async with held(network.graph, split_global_id(need)[1]):
            asked = [asyncio.create_task(client.post("/graphql", json=body)) for _ in range(10)]
            refused = await first_done(asked, 8)
            alive = await client.get("/livez")
        answered = [await task for task in asked if task not in refused]
        after = await client.post("/graphql", json={"query": "{ viewer { keyHint } }"})
    for response in (task.result() for task in refused):
        assert response.status_code == 503
        assert response.headers["retry-after"] == "1"
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "OVERLOADED"
        assert error["extensions"]["retryable"]
    assert [response.status_code for response in answered] == [200, 200]
    assert alive.status_code == after.status_code == 200


async def first_done(
    tasks: list[asyncio.Task[httpx.Response]], count: int
) -> list[asyncio.Task[httpx.Response]]:
    """So many tasks as soon as they are done."""
    while sum(task.done() for task in tasks) < count:
        await asyncio.wait([t for t in tasks if not t.done()], return_when="FIRST_COMPLETED")
    return [task for task in tasks if task.done()]
