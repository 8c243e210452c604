"""Figures of others on the same data, to be read beside ours."""

MELO = "https://doi.org/10.5281/zenodo.13830967, results of the repository, MRR"
PUBLISHED: dict[str, tuple[tuple[str, float], ...]] = {
    "melo-bel-fr-fr": (
        ("BM25 on lemmas", 0.4651),
        ("TF-IDF of characters", 0.4520),
        ("multilingual-e5-large", 0.5407),
        ("BGE-M3", 0.5225),
        ("e5-mistral-7b", 0.5606),
        ("OpenAI text-embedding-3-large", 0.5775),
    ),
    "melo-bel-fr-en": (
        ("BM25 on lemmas", 0.0723),
        ("TF-IDF of characters", 0.1827),
        ("multilingual-e5-large", 0.4266),
        ("BGE-M3", 0.4005),
        ("e5-mistral-7b", 0.5380),
        ("OpenAI text-embedding-3-large", 0.5736),
    ),
}
"""By set: the mean reciprocal rank of other systems, from `MELO`."""
