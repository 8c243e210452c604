"""Skills, sectors and places: what parties, needs and offers are described with."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from graph.connection import Graph
from graph.models.entities import Place, Sector, Skill
from graph.text import fold


@cache
def reference_rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of one file of `graph/reference`, for example `skills`."""
    source = files("graph").joinpath("reference", f"{name}.json").read_text("utf-8")
    return tuple(json.loads(source))


def place_rows() -> list[dict[str, Any]]:
    """Regions, then départements inside them, with ids of their level."""
    regions = [
        row | {"id": f"region:{row['id']}", "parent": None} for row in reference_rows("regions")
    ]
    departements = [
        row
        | {
            "id": f"departement:{row['id']}",
            "fr": row["name"],
            "en": row["name"],
            "parent": f"region:{row['region']}",
        }
        for row in reference_rows("departements")
    ]
    return regions + departements


def region_of(departement: str) -> str | None:
    """The INSEE code of a département's region; None for an unknown code."""
    found = (row["region"] for row in reference_rows("departements") if row["id"] == departement)
    return next(found, None)


class Skills:
    """The shared taxonomy, and the tenant's own skills beside it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def all(self) -> list[Skill]:
        """Every skill that this tenant sees, by id."""
        rows = await self._graph.read("list_skills")
        return [Skill.model_validate(row["skill"]) for row in rows]

    async def ensure(self, labels: list[str]) -> dict[str, str]:
        """Ids for free labels: a taxonomy skill of that name, else one of the tenant's own."""
        known = {fold(label): s.id for s in await self.all() for label in (s.fr, s.en, s.id)}
        missing = {fold(label): label for label in labels if fold(label) not in known}
        rows = [
            {"id": f"{self._graph.tenant_id}:{key.replace(' ', '-')}", "fr": label, "en": label}
            for key, label in sorted(missing.items())
            if key
        ]
        if rows:
            await self._graph.write("upsert_tenant_skills", rows=rows)
        known |= {fold(row["fr"]): row["id"] for row in rows}
        return {label: known[fold(label)] for label in labels if fold(label) in known}


class Sectors:
    """NAF sections and divisions."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def all(self) -> list[Sector]:
        """Every sector, by code."""
        rows = await self._graph.read("list_sectors")
        return [Sector.model_validate(row["sector"]) for row in rows]


class Places:
    """Regions and départements."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def all(self) -> list[Place]:
        """Every place, by id."""
        return [Place.model_validate(row["place"]) for row in await self._graph.read("list_places")]


async def load_reference(graph: Graph) -> None:
    """Writes the shared reference data; loading it again changes nothing."""
    await graph.write("upsert_reference_skills", rows=list(reference_rows("skills")))
    await graph.write("upsert_sectors", rows=list(reference_rows("sectors")))
    await graph.write("upsert_places", rows=place_rows())
