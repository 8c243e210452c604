"""Belgian job titles in French, and the names of ESCO's occupations: MELO (Avature, 2024)."""

from pathlib import Path

from benchmarks.datasets.sources import tsv_of
from benchmarks.quality.beir import BeirSet, Judgments


def titles(data: Path, language: str) -> BeirSet:
    """328 titles seek the names of their occupation, in "fr" or "en"; names have no text."""
    prefix = data / "melo_bel_dev" / f"bel_q_fr_c_{language}"
    judgments: Judgments = {}
    for query, _, name, score in tsv_of(prefix.with_name(f"{prefix.name}.annotations.tsv.gz")):
        judgments.setdefault(query, {})[name] = int(score)
    return BeirSet(
        {
            key: ("", name)
            for key, name in tsv_of(prefix.with_name(f"{prefix.name}.corpus_elements.tsv.gz"))
        },
        dict(tsv_of(prefix.with_name(f"{prefix.name}.queries.tsv.gz"))),
        judgments,
    )
