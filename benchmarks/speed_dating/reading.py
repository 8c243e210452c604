"""The file of Columbia's speed dating as arrays."""

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.datasets.sources import MissingDataError, expected_folder
from matching.engine.types import BoolArray, FloatArray, IntArray

FILE = Path("speed_dating_columbia", "speed_dating.csv.gz")
RATINGS = ("attr", "sinc", "intel", "fun", "amb", "shar")
"""Attractive, sincere, intelligent, fun, ambitious, of shared interests: from 0 to 10."""


@dataclass(frozen=True, slots=True)
class Dates:
    """One row per date and side, shape (rows,); `back` is the row of the same date's other side.

    `order` counts the dates of `who` in their evening from 1. `ratings`, shape (rows, 6), are
    those that `who` gave to `whom`; NaN where they gave none.
    """

    who: IntArray
    whom: IntArray
    wave: IntArray
    order: IntArray
    is_woman: BoolArray
    said_yes: FloatArray
    ratings: FloatArray
    back: IntArray

    @property
    def is_mutual(self) -> FloatArray:
        """Whether both said yes."""
        return self.said_yes * self.said_yes[self.back]


def speed_dating_file() -> Path:
    """Where the data are.

    Raises:
        MissingDataError: there is no such file.
    """
    file = expected_folder() / FILE
    if not file.is_file():
        raise MissingDataError(
            f"the speed-dating data are missing: put {FILE} into ../shared/data beside the "
            "repository, or set MAILLAGE_EVAL_DATA to the folder that holds it"
        )
    return file


def read_dates(file: Path) -> Dates:
    """The dates whose both sides are recorded; the file is CSV in Latin-1, compressed."""
    with gzip.open(file, "rt", encoding="latin-1", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["pid"]]
    numbers = {_key(row): number for number, row in enumerate(rows)}
    rows = [row for row in rows if _key(row)[::-1] in numbers]
    numbers = {_key(row): number for number, row in enumerate(rows)}
    return Dates(
        who=np.array([_key(row)[0] for row in rows], dtype=np.intp),
        whom=np.array([_key(row)[1] for row in rows], dtype=np.intp),
        wave=np.array([int(row["wave"]) for row in rows], dtype=np.intp),
        order=np.array([int(row["order"]) for row in rows], dtype=np.intp),
        is_woman=np.array([row["gender"] == "0" for row in rows], dtype=np.bool_),
        said_yes=np.array([float(row["dec"]) for row in rows]),
        ratings=np.array([[float(row[name] or "nan") for name in RATINGS] for row in rows]),
        back=np.array([numbers[_key(row)[::-1]] for row in rows], dtype=np.intp),
    )


def _key(row: Mapping[str, str]) -> tuple[int, int]:
    return int(row["iid"]), int(float(row["pid"]))
