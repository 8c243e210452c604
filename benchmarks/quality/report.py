"""One set measured: the JSON values that `maillage bench quality` prints."""

import time
from pathlib import Path
from typing import Any

from benchmarks.quality.beir import read_beir
from benchmarks.quality.measures import difference, summary, values_of
from benchmarks.quality.ranking import Advance, rank
from matching.embedding.port import Embedder


async def measure(
    folder: Path, embedder: Embedder, *, are_needs: bool = True, advance: Advance | None = None
) -> dict[str, Any]:
    """Rank a BEIR folder by words, by vectors and by both, and judge the three.

    Raises:
        BeirError: the folder cannot be read.
        EmbedderUnavailableError: the engine does not answer.
    """
    started = time.perf_counter()
    found = read_beir(folder)
    runs = await rank(found, embedder, are_needs=are_needs, advance=advance)
    values = {name: values_of(run, found.judgments) for name, run in runs.items()}
    return {
        "set": folder.name,
        **{name: summary(each) for name, each in values.items()},
        "difference": difference(
            values["hybrid"], {name: values[name] for name in ("words", "vectors")}
        ),
        "queries": len(found.queries),
        "documents": len(found.documents),
        "encoder": embedder.model.key,
        "seconds": round(time.perf_counter() - started, 1),
    }
