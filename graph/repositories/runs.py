"""Runs of the matcher."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Unpack

from graph.connection import Graph, Record
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.entities import Run
from graph.records import run_from
from graph.repositories.paging import Bounds, Page, read_count, read_page


class Runs:
    """The runs of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def create(self, *, seed: int, parameters: dict[str, Any] | None = None) -> Run:
        """Writes a run that is asked for."""
        rows = await self._graph.write(
            "create_run",
            id=new_id(),
            seed=seed,
            parameters=json.dumps(parameters or {}, sort_keys=True),
            model="",
        )
        return run_from(rows[0]["run"])

    async def create_nightly(self, seed: int) -> Run | None:
        """The night's run; None where two schedulers meet and the other has asked for it."""
        since = self._graph.clock() - timedelta(hours=12)
        found = await self._graph.read("count_runs_since", seed=seed, since=since)
        return None if found[0]["count"] else await self.create(seed=seed)

    async def start(self, run_id: str) -> Run | None:
        """Takes a run that is asked for; None where it runs or is over."""
        rows = await self._graph.write("start_run", id=run_id)
        return run_from(rows[0]["run"]) if rows else None

    async def finish(  # a run's report, each part by name
        self,
        run_id: str,
        *,
        parameters: dict[str, Any],
        model: str,
        counts: dict[str, Any],
        value: float,
        dual_bound: float,
        gap: float,
    ) -> Run:
        """Writes what the run found, with its certificate."""
        rows = await self._graph.write(
            "finish_run",
            id=run_id,
            parameters=json.dumps(parameters, sort_keys=True),
            model=model,
            counts=json.dumps(counts, sort_keys=True),
            value=value,
            dual_bound=dual_bound,
            gap=gap,
        )
        return run_from(rows[0]["run"])

    async def fail(self, run_id: str, error: str) -> None:
        """Writes why the run could not be finished."""
        await self._graph.write("fail_run", id=run_id, error=error)

    async def get(self, run_id: str) -> Run:
        """Raises NotFoundError."""
        rows = await self._graph.read("get_run", id=run_id)
        if not rows:
            raise NotFoundError(f"no run has the id {run_id}: check the id")
        return run_from(rows[0]["run"])

    async def last_finished(self) -> Run | None:
        """The newest run that came to its end."""
        rows = await self._graph.read("get_last_finished_run")
        return run_from(rows[0]["run"]) if rows else None

    async def get_many(self, ids: Sequence[str]) -> dict[str, Run]:
        """The runs that exist, by id."""
        rows = await self._graph.read("get_runs_by_ids", ids=list(ids))
        return {row["run"]["id"]: run_from(row["run"]) for row in rows}

    async def page(self, **bounds: Unpack[Bounds]) -> Page[Run]:
        """One page, newest first unless asked otherwise."""
        return await read_page(self._graph, "list_runs", "run", run_from, **bounds)

    async def count(self) -> int:
        """How many there are."""
        return await read_count(self._graph, "count_runs")

    async def reopen(self, run_id: str, started_before: datetime) -> bool:
        """Gives a run whose worker was lost back; False where it is not lost."""
        rows = await self._graph.write("reopen_run", id=run_id, started_before=started_before)
        return bool(rows)


async def abandoned_runs(
    graph: Graph, *, before: datetime, started_before: datetime
) -> list[Record]:
    """Runs of all tenants that wait, or whose worker was lost: `id`, `tenant_id`."""
    return await graph.read("list_abandoned_runs", before=before, started_before=started_before)
