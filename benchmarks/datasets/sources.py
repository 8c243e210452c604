"""Where the development data are, and how they are packed."""

import csv
import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

BESIDE = Path(__file__).parents[3] / "shared" / "data"


class MissingDataError(FileNotFoundError):
    """The data are not here; the message says where they are looked for."""


def expected_folder() -> Path:
    """Where the development data are looked for."""
    return Path(os.environ.get("MAILLAGE_EVAL_DATA") or BESIDE)


def data_folder() -> Path:
    """The folder of the development data.

    Raises:
        MissingDataError: there is none.
    """
    folder = expected_folder()
    if not folder.is_dir():
        raise MissingDataError(
            f"there are no development data at {folder}: set MAILLAGE_EVAL_DATA to their folder"
        )
    return folder


def text_of(path: Path) -> str:
    """A file's text, unpacked if need be."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as packed:
            return packed.read()
    return path.read_text("utf-8")


def json_of(path: Path) -> Any:
    """A file's JSON value."""
    return json.loads(text_of(path))


def csv_of(path: Path) -> list[dict[str, str]]:
    """A file's rows by the names in its first line."""
    return list(csv.DictReader(text_of(path).splitlines(keepends=True)))


def tsv_of(path: Path) -> list[list[str]]:
    """A file's rows of cells; it has no heading."""
    return [line.split("\t") for line in text_of(path).split("\n") if line]


def masked(text: str, name: str) -> str:
    """A text without a name, in whatever case it stands."""
    return re.sub(re.escape(name), " ", text, flags=re.IGNORECASE)
