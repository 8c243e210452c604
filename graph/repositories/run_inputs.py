"""What each run read and decided, in short: what a replay compares with."""

from graph.connection import Graph, Transaction
from graph.models.entities import RunInputs

KEPT = 30
"""How many of the newest runs keep their record: a month of nights."""


class RunRecords:
    """The records of one tenant's runs. Their content is opaque here; see `matching.replay`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def store(self, run_id: str, content: bytes) -> None:
        """Keeps the record of a run, and lets the oldest go."""

        async def work(transaction: Transaction) -> None:
            await transaction.run("store_run_inputs", id=run_id, content=content)
            await transaction.run("delete_old_run_inputs", kept=KEPT)

        await self._graph.transact(work)

    async def get(self, run_id: str) -> RunInputs | None:
        """The record of a run; None where it has none, or let it go."""
        rows = await self._graph.read("get_run_inputs", id=run_id)
        return RunInputs.model_validate(rows[0]["inputs"]) if rows else None
