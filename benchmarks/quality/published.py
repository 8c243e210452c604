"""Figures of others on the same data, to be read beside ours."""

MELO = "https://doi.org/10.5281/zenodo.13830967, results of the repository, MRR"
PUBLISHED: dict[str, tuple[tuple[str, float], ...]] = {
    "melo-bel-fr-fr": (
        ("bm25_lemmas", 0.4651),
        ("char_tf_idf", 0.4520),
        ("me5", 0.5407),
        ("bge_m3", 0.5225),
        ("e5", 0.5606),
        ("openai", 0.5775),
    ),
    "melo-bel-fr-en": (
        ("bm25_lemmas", 0.0723),
        ("char_tf_idf", 0.1827),
        ("me5", 0.4266),
        ("bge_m3", 0.4005),
        ("e5", 0.5380),
        ("openai", 0.5736),
    ),
}
"""By set: the mean reciprocal rank of other systems, named as in `MELO`."""
