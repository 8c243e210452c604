"""The occupations of ESCO 1.1.2: French names seek English descriptions."""

from pathlib import Path

from benchmarks.datasets.sources import csv_of
from benchmarks.quality.beir import BeirSet


def occupations(data: Path) -> BeirSet:
    """3,007 French names; an English document has the preferred name and the description."""
    english, french = (
        {
            row["ORIGINURI"]: row
            for row in csv_of(data / "esco_fr_en" / f"{language}.occupations.csv.gz")
        }
        for language in ("en", "fr")
    )
    return BeirSet(
        {key: (row["PREFERREDLABEL"], row["DESCRIPTION"]) for key, row in english.items()},
        {key: row["PREFERREDLABEL"] for key, row in french.items() if key in english},
        {key: {key: 1} for key in french if key in english},
    )
