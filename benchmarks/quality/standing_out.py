"""How much of a set search takes for hits, and how many of the right answers are among them.

python -m benchmarks.quality.standing_out [--cache FILE] NAME …
"""

import argparse
import asyncio
from pathlib import Path

import numpy as np

from benchmarks.datasets import CONVERTERS
from benchmarks.datasets.sources import data_folder
from benchmarks.quality.beir import BeirSet
from benchmarks.quality.cache import CachedEmbedder
from benchmarks.quality.ranking import MODES, OFFERS, rows_of
from matching.embedding import EmbeddingSettings, open_embedder
from matching.embedding.port import Embedder
from matching.retrieval.asking import Asked
from matching.retrieval.encoding import document_vectors, query_vectors
from matching.retrieval.network import NetworkTexts

MOST_QUERIES = 300


def main() -> None:
    """Prints a row for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["cnil", "betagouv-mission", "gsoc-2024"])
    parser.add_argument("--cache", type=Path, help="a file that keeps vectors between runs")
    given = parser.parse_args()
    asyncio.run(_measured(given.names, given.cache))


async def _measured(names: list[str], cache: Path | None) -> None:
    print("| set | texts | mode | hits, median | hits, p90 | right answers among them |")
    print("|---|---|---|---|---|---|")
    async with open_embedder(EmbeddingSettings()) as embedder:
        used = CachedEmbedder(embedder, cache) if cache else embedder
        for name in names:
            for row in await _rows(CONVERTERS[name](data_folder()), used):
                print(f"| {name} | {row}", flush=True)


async def _rows(found: BeirSet, embedder: Embedder) -> list[str]:
    answered = [key for key in found.queries if found.judgments.get(key)]
    keys = answered[:: len(answered) // MOST_QUERIES + 1]
    vectors = await document_vectors(embedder, list(found.documents.values()))
    asked = await query_vectors(embedder, [found.queries[key] for key in keys])
    texts = NetworkTexts.of(rows_of("Offer", found.documents, vectors), embedder.model.dimensions)
    rows = []
    for name, mode in MODES.items():
        totals, kept = [], []
        for key, vector in zip(keys, asked, strict=True):
            wanted = Asked(labels=OFFERS.labels or frozenset(), mode=mode)
            hits = texts.hits(texts.query(found.queries[key], vector), wanted)
            ids = {hit.id for hit in hits.best(len(found.documents))}
            right = set(found.judgments[key]) & set(found.documents)
            totals.append(hits.total())
            kept += [len(right & ids) / len(right)] if right else []
        median, most = np.quantile(totals, (0.5, 0.9))
        rows.append(
            f"{len(found.documents):,} | {name} | {median:.0f} | {most:.0f} | {np.mean(kept):.3f} |"
        )
    return rows


if __name__ == "__main__":
    main()
