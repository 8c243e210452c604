"""Projects of the Google Summer of Code, and the organizations that mentored them: who fits whom."""

from pathlib import Path

from benchmarks.datasets.sources import json_of, masked
from benchmarks.quality.beir import BeirSet


def projects(data: Path, years: tuple[int, ...]) -> BeirSet:
    """Each project seeks its organization; the organization's name is masked in the project.

    Organizations are headed by their name; one of several years appears once, as first described.
    """
    found = json_of(data / "gsoc_2022_2024" / "gsoc.json.gz")
    documents: dict[str, tuple[str, str]] = {}
    for year in years:
        for row in found["orgs"][str(year)]:
            documents.setdefault(row["name"], (row["name"], _description(row)))
    rows = {
        f"p{number}": row
        for number, row in enumerate(found["projects"])
        if row["year"] in years and row["org"] in documents
    }
    return BeirSet(
        documents,
        {
            key: masked(f"{row['title']}. {row['abstract']}", row["org"])
            for key, row in rows.items()
        },
        {key: {row["org"]: 1} for key, row in rows.items()},
    )


def _description(row: dict[str, object]) -> str:
    topics, technologies = (
        ", ".join(map(str, _listed(row[key]))) for key in ("topics", "technologies")
    )
    return f"{row['description']}. {row['category']}. {topics}. {technologies}."


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
