"""The startups of the French State: their mission, their story, and the incubator they are of."""

from pathlib import Path
from typing import Any

from benchmarks.datasets.sources import json_of, masked
from benchmarks.quality.beir import BeirSet


def missions(data: Path) -> BeirSet:
    """A startup's mission seeks its story, in which its name is masked."""
    rows = [row for row in _startups(data) if row["body"] and row["mission"]]
    return BeirSet(
        {row["id"]: ("", masked(row["body"], row["title"])) for row in rows},
        {row["id"]: row["mission"] for row in rows},
        {row["id"]: {row["id"]: 1} for row in rows},
    )


def incubators(data: Path) -> BeirSet:
    """A startup with all its texts seeks its incubator among 23."""
    homes = json_of(data / "betagouv_startups_fr" / "incubators.json")
    documents = {
        home["id"]: (home["title"], f"{home['short'] or ''}\n{home['body'] or ''}")
        for home in homes
    }
    rows = [row for row in _startups(data) if row["incubator"] in documents]
    return BeirSet(
        documents,
        {row["id"]: f"{row['title']}. {row['mission'] or ''} {row['body'] or ''}" for row in rows},
        {row["id"]: {row["incubator"]: 1} for row in rows},
    )


def _startups(data: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json_of(data / "betagouv_startups_fr" / "startups_dev.json.gz")
    return found
