"""What a run found, kept beside it until all is there: a run that is killed leaves no half.

First everything is staged, batch by batch; the report comes last and makes the run complete. Then
the batches come into force one by one, each with all cards of its needs in one transaction. A
worker that is lost before the report leaves the former suggestions in force; one that is lost
after it leaves batches from which the next worker goes on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.connection import Graph, Record, Transaction
from graph.ids import new_id
from graph.repositories.matches import Suggestion, replace_suggestions


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """All cards of some needs; `n_left` counts this batch and those after it."""

    number: int
    need_ids: Sequence[str]
    rows: Sequence[Record]
    abstentions: Mapping[str, str]
    n_left: int


class Staging:
    """The staged cards of one run."""

    def __init__(self, graph: Graph, run_id: str) -> None:
        self._graph = graph
        self._run_id = run_id

    async def put(
        self,
        number: int,
        need_ids: Sequence[str],
        suggestions: Sequence[Suggestion],
        abstentions: Mapping[str, dict[str, Any]],
    ) -> None:
        """Keep batch `number`, from 1; the same number replaces what it held.

        `abstentions` say, by need, why nothing was found.
        """
        content = {
            "rows": [one.row(self._run_id) for one in suggestions],
            "abstentions": {need_id: json.dumps(why) for need_id, why in abstentions.items()},
        }
        await self._stage(number, need_ids, content)

    async def seal(self, report: dict[str, Any]) -> None:
        """Make the run complete, with its report as JSON values."""
        await self._stage(0, [], report)

    async def report(self) -> dict[str, Any] | None:
        """The report of a complete run; None where staging was not finished."""
        rows = await self._graph.read("get_staged_report", run_id=self._run_id)
        return json.loads(rows[0]["report"]) if rows else None

    async def next_batch(self) -> StagedBatch | None:
        """The first batch that is not in force; None where all are."""
        rows = await self._graph.read("get_next_staged_cards", run_id=self._run_id)
        if not rows:
            return None
        row = rows[0]
        content = json.loads(row["rows"])
        return StagedBatch(
            row["number"], row["need_ids"], content["rows"], content["abstentions"], row["n_left"]
        )

    async def apply(self, batch: StagedBatch, started_at: datetime) -> None:
        """Replace the suggestions of the batch's needs and let go of the batch, at once."""

        async def work(transaction: Transaction) -> None:
            await replace_suggestions(
                transaction,
                batch.need_ids,
                batch.rows,
                started_at,
                abstentions=batch.abstentions,
            )
            await transaction.run("delete_staged_cards", run_id=self._run_id, number=batch.number)

        await self._graph.transact(work)

    async def clear(self) -> None:
        """Remove all that is staged."""
        await self._graph.write("delete_staged_cards", run_id=self._run_id, number=None)

    async def _stage(self, number: int, need_ids: Sequence[str], content: Any) -> None:
        await self._graph.write(
            "stage_cards",
            id=new_id(),
            run_id=self._run_id,
            number=number,
            need_ids=list(need_ids),
            rows=json.dumps(content, ensure_ascii=False),
        )
