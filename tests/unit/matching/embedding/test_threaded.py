import asyncio
import threading

import numpy as np
import pytest

from matching.embedding import EmbedderUnavailableError, EmbeddingModel, Vectors
from matching.embedding.batches import Encode, Side
from matching.embedding.threaded import ThreadedEmbedder

MODEL = EmbeddingModel("flat", "1", 2, "flat")


class Encoder:
    """A real, tiny encoder that writes down who called it, and can be held back."""

    def __init__(self) -> None:
        self.loads = 0
        self.calls: list[tuple[str, list[str], Side]] = []
        self.gate = threading.Event()
        self.gate.set()

    def load(self) -> Encode:
        self.loads += 1
        return self.encode

    def encode(self, texts: list[str], side: Side) -> Vectors:
        self.gate.wait(10)
        self.calls.append((threading.current_thread().name, texts, side))
        return np.full((len(texts), 2), 3.0, dtype=np.float32)


def embedder(encoder: Encoder, *, timeout_s: float = 10) -> ThreadedEmbedder:
    return ThreadedEmbedder(MODEL, encoder.load, batch_size=2, timeout_s=timeout_s)


async def test_one_thread_loads_once_and_does_all_the_work() -> None:
    encoder = Encoder()
    engine = embedder(encoder)
    assert encoder.loads == 0
    await asyncio.gather(*(engine.queries(["a", "b", "c"]) for _ in range(5)))
    await engine.passages(["d"])
    await engine.close()
    assert encoder.loads == 1
    assert len({name for name, _, _ in encoder.calls}) == 1
    assert threading.current_thread().name not in encoder.calls[0][0]
    assert encoder.calls[-1][1:] == (["d"], Side.PASSAGE)


async def test_a_query_waits_for_one_batch_of_a_long_import_only() -> None:
    encoder = Encoder()
    engine = embedder(encoder)
    await engine.queries(["warm"])
    encoder.calls.clear()
    encoder.gate.clear()
    long_import = asyncio.create_task(engine.passages(["p"] * 20))
    await asyncio.sleep(0)
    query = asyncio.create_task(engine.queries(["q"]))
    await asyncio.sleep(0)
    encoder.gate.set()
    await asyncio.gather(long_import, query)
    await engine.close()
    assert [side for _, _, side in encoder.calls].index(Side.QUERY) == 1


async def test_a_batch_that_takes_too_long_is_given_up_with_advice() -> None:
    encoder = Encoder()
    engine = embedder(encoder, timeout_s=0.05)
    encoder.gate.clear()
    with pytest.raises(EmbedderUnavailableError, match="MAILLAGE_EMBEDDING_TIMEOUT_S"):
        await engine.queries(["a"])
    encoder.gate.set()
    await engine.close()
