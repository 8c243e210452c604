import sys

import pytest

from matching.embedding import (
    EmbedderUnavailableError,
    EmbeddingEngine,
    EmbeddingSettings,
    open_embedder,
)


async def test_a_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = EmbeddingSettings(engine=EmbeddingEngine.SENTENCE_TRANSFORMERS)
    monkeypatch.setattr(sys, "path", [])  # no installed package can be found
    with pytest.raises(EmbedderUnavailableError, match=r"maillage\[sentence-transformers\]"):
        async with open_embedder(settings):
            pytest.fail("opened without its package")
