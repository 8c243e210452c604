"""A large network behind the whole service: how long a search takes, and a need its suggestions."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx
import numpy as np

from benchmarks.api.borrowing import BorrowingEmbedder
from benchmarks.api.network import Served, Sizes, make_network, sentence
from benchmarks.suggestions import LIMIT_S as ONE_LIMIT_S
from benchmarks.suggestions import ask, measure
from cli.local import graph_settings, local_servers, prepare_graph
from cli.processes import child_processes, free_url
from graph.connection import Graph, open_graph
from matching.embedding import EmbeddingSettings, open_embedder
from matching.indexing import embed_pending

LARGE = Sizes(organizations=8_000, mentors=2_000, needs=3_000, offers=100_000, matched_needs=0)
LENT = 200
LIMIT_S = 600.0
PAUSE_S = 0.2  # a search takes 18 points, and a key is given 100 a second
SEARCH = """query ($phrase: String!) {
  search(phrase: $phrase, among: [OFFER], first: 20) {
    hits { score node { ... on Offer { id title party { name } } } } } }"""


async def measure_large(
    *, searches: int = 200, needs: int = 40, sizes: Sizes = LARGE
) -> dict[str, Any]:
    """Percentiles of both, one after the other; the first of each load what the others use."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        async with _running(Path(folder), sizes) as (url, secret):
            ready = await _until_found(url, secret)
            first = await _until_suggested(url, secret)
            suggested = await measure(url, secret, needs)
            # The minute is over in which each look goes over all that was imported.
            searched = await _searches(url, secret, searches, seed=1)
    return {
        "sizes": {"offers": sizes.offers, "parties": sizes.organizations + sizes.mentors},
        "first_search_s": round(ready, 1),
        "first_suggested_s": round(first, 1),
        "search_ms": _percentiles([each * 1_000 for each in searched], 1),
        "suggested_s": _percentiles(suggested, 2),
    }


@asynccontextmanager
async def _running(home: Path, sizes: Sizes) -> AsyncIterator[tuple[str, str]]:
    """The service on such a network: its address, and a key."""
    url = free_url(0)
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(local_servers(home))
        graph = await stack.enter_async_context(open_graph(graph_settings(servers)))
        await prepare_graph(graph)
        served = await make_network(graph, sizes)
        await _embed(graph, served)
        os.environ.update(servers.environment() | _settings(home, url))
        await stack.enter_async_context(child_processes(home, url))
        yield url, served.secret


async def _embed(graph: Graph, served: Served) -> None:
    async with open_embedder(EmbeddingSettings()) as encoder:
        draw = Random(0)  # noqa: S311  # what is drawn is no secret
        lent = await encoder.passages([sentence(draw, 30) for _ in range(LENT)])
        embedder = BorrowingEmbedder(encoder, lent)
        await embed_pending(graph.for_tenant(served.tenant_id), embedder)


def _settings(home: Path, url: str) -> dict[str, str]:
    return {
        "MAILLAGE_SECRET_KEY": "bench" * 8,
        "MAILLAGE_PUBLIC_URL": url,
        "MAILLAGE_MAIL_TRANSPORT": "MAILDIR",
        "MAILLAGE_MAIL_MAILDIR": str(home / "outbox"),
        "MAILLAGE_API_DRAIN_S": "0",
    }


async def _until_found(url: str, secret: str) -> float:
    """Seconds to the first answer: the process reads the network at its first search.

    Those who ask meanwhile are told to try again.
    """
    started = time.perf_counter()
    while True:
        try:
            await _searches(url, secret, 1, seed=0)
        except RuntimeError:
            if time.perf_counter() - started > LIMIT_S:
                raise
            await asyncio.sleep(PAUSE_S)
        else:
            return time.perf_counter() - started


async def _until_suggested(url: str, secret: str) -> float:
    """Seconds to the first suggestions: the worker reads the network for its first need."""
    started = time.perf_counter()
    while (await measure(url, secret, 1))[0] >= ONE_LIMIT_S:
        if time.perf_counter() - started > LIMIT_S:
            raise TimeoutError("a new need has had no suggestions for ten minutes")
    return time.perf_counter() - started


async def _searches(url: str, secret: str, count: int, *, seed: int) -> list[float]:
    """Seconds of each search, as a front end waits for it."""
    draw = Random(seed)  # noqa: S311  # what is drawn is no secret
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx.AsyncClient(headers=headers, timeout=LIMIT_S) as client:
        return [await _search(client, url, sentence(draw, 4)) for _ in range(count)]


async def _search(client: httpx.AsyncClient, url: str, phrase: str) -> float:
    started = time.perf_counter()
    found = await ask(client, f"{url}/graphql", SEARCH, {"phrase": phrase})
    seconds = time.perf_counter() - started
    await asyncio.sleep(PAUSE_S)
    if not found["search"]["hits"]:
        raise RuntimeError(f"nothing was found for {phrase!r}")
    return seconds


def _percentiles(values: list[float], digits: int) -> dict[str, float]:
    return {f"p{each}": round(float(np.percentile(values, each)), digits) for each in (50, 95, 99)}
