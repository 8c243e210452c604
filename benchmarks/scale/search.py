"""Top 20 among 100,000 offers through the retrieval component, beside the raw product."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from benchmarks.scale.vectors import clustered_vectors
from graph.repositories.texts import TextRow
from matching.engine.types import Float32Array
from matching.retrieval.hits import Hit
from matching.retrieval.network import NetworkTexts
from matching.retrieval.segment import Filter

N_OFFERS, N_QUERIES, TOP = 100_000, 200, 20
MOST_P95_MS = 40.0
WORDS_OF_A_TEXT, WORDS_OF_A_QUERY = 30, 6
_VOCABULARY = 20_000
_SYLLABLES = ("ba", "cre", "di", "fo", "lu", "mi", "no", "pra", "ser", "ton", "vi", "zel")


def measure_search(
    *, n_offers: int = N_OFFERS, n_queries: int = N_QUERIES, dimensions: int = 384
) -> dict[str, Any]:
    """p50 and p95 in milliseconds of `NetworkTexts.find`, words and vectors together.

    The call that `search` makes, filter and all, with the query's vector at hand: embedding a
    phrase is not in it. Texts are of made-up words, the k-th used as often as 1 / (k + 10).
    """
    random = np.random.default_rng(0)
    vectors = clustered_vectors(n_queries, n_offers, dimensions, random)
    words = _words(random)
    texts = _texts(words, n_offers, WORDS_OF_A_TEXT, random)
    phrases = _texts(words, n_queries, WORDS_OF_A_QUERY, random)
    started = time.perf_counter()
    network = NetworkTexts.of(
        [_row(number, text, vectors.offers[number]) for number, text in enumerate(texts)],
        dimensions,
    )
    index_s = time.perf_counter() - started
    wanted = Filter(labels=frozenset({"Offer"}))
    taken, raw = [], []
    for phrase, vector in zip(phrases, vectors.needs, strict=True):
        taken.append(_ms(partial(_find, network, phrase, vector, wanted)))
        raw.append(_ms(partial(np.matmul, network.main.index.vectors, vector)))
    return {
        "offers": n_offers,
        "queries": n_queries,
        "index_s": round(index_s, 2),
        **_quantiles("", taken),
        **_quantiles("product_", raw),
    }


def _find(network: NetworkTexts, phrase: str, vector: Float32Array, wanted: Filter) -> list[Hit]:
    return network.find(network.query(phrase, vector), TOP, wanted=wanted)


def _words(random: np.random.Generator) -> list[str]:
    parts = random.integers(0, len(_SYLLABLES), (_VOCABULARY, 4))
    return ["".join(_SYLLABLES[part] for part in row) for row in parts]


def _texts(words: list[str], n: int, length: int, random: np.random.Generator) -> list[str]:
    shares = 1.0 / (np.arange(len(words)) + 10.0)
    drawn = random.choice(len(words), (n, length), p=shares / shares.sum())
    return [" ".join(words[word] for word in row) for row in drawn]


def _row(number: int, text: str, vector: Float32Array) -> TextRow:
    return TextRow(
        id=f"o{number:07}",
        label="Offer",
        kind="MENTORING",
        status="OPEN",
        party_id=f"g{number:07}",
        title=text[:40],
        text=text,
        siret=None,
        stamp=("", None, None),
        vector=vector,
    )


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e3


def _quantiles(prefix: str, taken: list[float]) -> dict[str, float]:
    p50, p95 = (round(float(value), 2) for value in np.quantile(taken, (0.5, 0.95)))
    return {f"{prefix}p50_ms": p50, f"{prefix}p95_ms": p95}
