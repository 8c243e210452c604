"""The generated cases of `benchmarks.api.fuzz`, sent to a real server with two networks."""

import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from api.schema import sdl
from benchmarks.api import processes
from benchmarks.api.fuzz import Findings, generate, send
from benchmarks.api.report import prepared

LIMIT_S = 60.0


async def measure_fuzz(cases: int, *, seed: int = 0) -> Findings:
    """Sends so many cases with a key of one network; the texts of the other must not come back."""
    documents = generate(sdl(), cases, seed=seed)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="maillage-fuzz-")))
        server, served = await prepared(stack, folder, has_peer=False)
        port, _pid = await stack.enter_async_context(processes.api(server))
        client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"authorization": f"Bearer {served.secret}"},
            timeout=LIMIT_S,
        )
        await stack.enter_async_context(client)
        return await send(client, documents, secrets=[served.tenant_id])
