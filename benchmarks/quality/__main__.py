"""Measures every development set and writes the tables of `docs/quality.md`.

python -m benchmarks.quality [--cache FILE] [NAME …]
"""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.datasets import CONVERTERS
from benchmarks.datasets.sources import MissingDataError, data_folder
from benchmarks.quality.beir import write_beir
from benchmarks.quality.cache import CachedEmbedder
from benchmarks.quality.markdown import tables
from benchmarks.quality.report import measure
from matching.embedding import EmbeddingSettings, open_embedder

DOCUMENT = Path(__file__).parents[2] / "docs" / "quality.md"
MARK = "<!-- what follows is written by python -m benchmarks.quality -->\n"


def main() -> int:
    """Converts, measures, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--cache", type=Path, help="a file that keeps vectors between runs")
    given = parser.parse_args()
    try:
        data = data_folder()
    except MissingDataError as error:
        print(f"maillage: {error}", file=sys.stderr)
        return 1
    found = asyncio.run(_measured(data, given.names or list(CONVERTERS), given.cache))
    if not given.names:
        head = DOCUMENT.read_text("utf-8").partition(MARK)[0]
        DOCUMENT.write_text(f"{head}{MARK}\n{tables(found)}", "utf-8")
    return 0


async def _measured(data: Path, names: list[str], cache: Path | None) -> list[dict[str, Any]]:
    found = []
    with tempfile.TemporaryDirectory(prefix="maillage-beir-") as folder:
        async with open_embedder(EmbeddingSettings()) as embedder:
            used = CachedEmbedder(embedder, cache) if cache else embedder
            for name in names:
                write_beir(Path(folder) / name, CONVERTERS[name](data))
                found.append(await measure(Path(folder) / name, used))
                print(json.dumps(found[-1]), flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
