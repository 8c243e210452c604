"""Programs: cohorts of an incubator, each matched within its dates."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.entities import Program
from graph.repositories.paging import Bounds, Page, read_count, read_page


class Programs:
    """The programs of one tenant. Needs and offers name theirs in `program_ids`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def save(
        self,
        name: str,
        *,
        starts_on: date | None = None,
        ends_on: date | None = None,
        program_id: str | None = None,
    ) -> Program:
        """Writes a program, a new one where no id is given; a date that is None is open.

        Raises:
            NotFoundError: another tenant has a program of this id.
            ValueError: it ends before it starts.
        """
        if starts_on and ends_on and ends_on < starts_on:
            raise ValueError(f"the program ends on {ends_on}, before it starts: exchange the dates")
        key = program_id or new_id()
        rows = await self._graph.write(
            "upsert_program", id=key, name=name, starts_on=starts_on, ends_on=ends_on
        )
        if not rows:
            raise NotFoundError(f"no program has the id {key}: check the id")
        return Program.model_validate(rows[0]["program"])

    async def all(self) -> list[Program]:
        """Every program, by id."""
        rows = await self._graph.read("list_all_programs")
        return [Program.model_validate(row["program"]) for row in rows]

    async def get_many(self, ids: Sequence[str]) -> dict[str, Program]:
        """The programs that exist, by id."""
        rows = await self._graph.read("get_programs_by_ids", ids=list(ids))
        return {row["program"]["id"]: Program.model_validate(row["program"]) for row in rows}

    async def get(self, program_id: str) -> Program:
        """Raises NotFoundError."""
        found = await self.get_many([program_id])
        if program_id not in found:
            raise NotFoundError(f"no program has the id {program_id}: check the id")
        return found[program_id]

    async def page(self, **bounds: Unpack[Bounds]) -> Page[Program]:
        """One page, newest first unless asked otherwise."""
        return await read_page(
            self._graph, "list_programs", "program", Program.model_validate, **bounds
        )

    async def count(self) -> int:
        """How many there are."""
        return await read_count(self._graph, "count_programs")
