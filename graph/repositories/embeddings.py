"""Vectors beside their texts."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from graph.connection import Graph, Record, Transaction

Subject = Literal["PARTY", "NEED", "OFFER"]
PAGE = 1_000


class Embeddings:
    """The vectors of one tenant, and the texts that wait for one."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def pending(self, limit: int) -> list[Record]:
        """Texts that wait, longest first.

        Each record has `touched_at`, `subject_label`, `id`, `title`, `text`, `wish`, and
        `stored`: the `field` and `hash` of the vectors it has now.
        """
        return await self._graph.read("list_pending_embeddings", limit=limit)

    async def count_pending(self) -> int:
        """How many texts wait."""
        return int((await self._graph.read("count_pending_embeddings"))[0]["count"])

    async def store(
        self, vectors: Sequence[dict[str, Any]], stale_ids: Sequence[str], done: Sequence[Record]
    ) -> list[str]:
        """Writes vectors, removes those of emptied texts, and ends tasks, in one transaction.

        Returns the needs whose match is due now.
        """

        async def work(transaction: Transaction) -> list[str]:
            await transaction.run("store_embeddings", rows=list(vectors))
            await transaction.run("delete_stale_embeddings", ids=list(stale_ids))
            tasks = [{"subject_id": r["id"], "touched_at": r["touched_at"]} for r in done]
            rows = await transaction.run("finish_embed_tasks", rows=tasks)
            return [need_id for row in rows for need_id in row["needs_to_match"]]

        return await self._graph.transact(work)

    async def spaces(self) -> dict[str, str]:
        """The vector spaces in use, each with one of the models that made it."""
        rows = await self._graph.read("list_embedding_spaces")
        return {row["space"]: row["model"] for row in rows}

    async def all_vectors(self, subject: Subject) -> AsyncIterator[Record]:
        """Every vector of one kind of subject: `id` (`<subject>:<field>`), `field`, `vector`."""
        after = ""
        while True:
            rows = await self._graph.read(
                "list_vectors", subject_label=subject, after=after, limit=PAGE
            )
            for row in rows:
                yield row
            if len(rows) < PAGE:
                return
            after = rows[-1]["id"]

    async def get_many(self, ids: Sequence[str]) -> dict[str, list[float]]:
        """The vectors with these ids (`<subject>:<field>`)."""
        rows = await self._graph.read("get_vectors_by_ids", ids=list(ids))
        return {row["id"]: row["vector"] for row in rows}


async def tenants_with_tasks(graph: Graph, kind: str) -> list[str]:
    """The tenants that have work of a kind waiting (`EMBED`, `MATCH`)."""
    return [row["tenant_id"] for row in await graph.read("list_tenants_with_tasks", kind=kind)]
