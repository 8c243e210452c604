"""500 generated cases: no failure on our side, no word of another network."""

import time
from dataclasses import replace

import pytest

from api.context import AppContext
from api.limits.buckets import LocalBuckets
from api.schema import sdl
from benchmarks.api.fuzz import generate, send
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.network import Network, serving

MARK = "Zzyzx-marque"


async def test_generated_cases_neither_fail_nor_leak(
    context: AppContext, network: Network, new_network: NewNetwork
) -> None:
    pytest.importorskip("schemathesis", reason="install schemathesis to try generated cases")
    other = await new_network(name=MARK)
    hidden = [await other.register_sme(f"{MARK} {number}") for number in range(3)]
    await other.register_need(hidden[0], f"{MARK} besoin")
    await network.register_sme()
    full = replace(context, buckets=LocalBuckets(lambda: time.monotonic() * 1e6))
    documents = generate(sdl(), 500)
    async with serving(full, network.client.headers) as client:
        found = await send(client, documents, secrets=[MARK, other.tenant_id, *hidden])
    assert found.failures == []
    assert found.leaks == []
    assert found.cases == 500
    assert found.by_code["OK"] > 100
