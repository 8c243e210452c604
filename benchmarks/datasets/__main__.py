"""Writes the development sets: `python -m benchmarks.datasets OUT [NAME …]`."""

import argparse
import sys
from pathlib import Path

from benchmarks.datasets import CONVERTERS
from benchmarks.datasets.sources import MissingDataError, data_folder
from benchmarks.quality.beir import write_beir


def main() -> int:
    """Converts what is asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", choices=[*CONVERTERS, []], default=[])
    given = parser.parse_args()
    try:
        data = data_folder()
    except MissingDataError as error:
        print(f"maillage: {error}", file=sys.stderr)
        return 1
    for name in given.names or CONVERTERS:
        found = CONVERTERS[name](data)
        write_beir(given.out / name, found)
        print(f"{name}: {len(found.queries)} queries, {len(found.documents)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
