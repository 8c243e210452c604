"""Phrases to search for: whatever they look like, they are only words."""

import pytest

from tests.integration.api.network import Network

PHRASES = ["*", "AND", "OR NOT", '"', "\\", "a~0.5", "+", "[a TO b]", "\x00", "\u202e", "x" * 1_000]


@pytest.mark.parametrize("phrase", PHRASES)
async def test_a_phrase_is_only_words(network: Network, phrase: str) -> None:
    await network.register_sme("Forge")
    query = "query ($p: String!) { search(phrase: $p, mode: WORDS) { hits { score } } }"
    assert "hits" in (await network.ask(query, p=phrase))["search"]
