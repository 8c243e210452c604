"""The company registry: establishments by SIRET, the same for all tenants."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graph.connection import Graph
from graph.models.registry import Establishment

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """What was found; `is_imported` is False where no registry was imported yet."""

    establishment: Establishment | None
    is_imported: bool


class Registry:
    """Establishments that an operator imported."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def get(self, siret: str) -> RegistryEntry:
        """The establishment with this SIRET, if the registry has it."""
        (row,) = await self._graph.read("get_establishment_by_siret", siret=siret)
        found = row["establishment"]
        return RegistryEntry(
            Establishment.model_validate(found) if found else None, row["is_imported"]
        )

    async def save_all(
        self, establishments: Iterable[Establishment], progress: Callable[[int], Any]
    ) -> int:
        """Writes them in batches, as they are read; returns how many."""
        written = 0
        source = iter(establishments)
        while batch := list(islice(source, BATCH)):
            rows = [each.model_dump(mode="json") for each in batch]
            await self._graph.write("upsert_establishments", rows=rows)
            written += len(rows)
            progress(written)
        return written
