"""What is whose inside a network."""

from collections.abc import Sequence

from graph.connection import Graph


class Ownership:
    """What the parties of one tenant own, see, and whom they have met."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def owned(self, ids: Sequence[str], party_id: str) -> frozenset[str]:
        """Those of these ids that are a party's own: itself, its needs, offers and searches."""
        rows = await self._graph.read("list_owned_ids", ids=list(ids), party_id=party_id)
        return frozenset(row["id"] for row in rows)

    async def visible(self, ids: Sequence[str], party_id: str) -> frozenset[str]:
        """Those of these ids that a party may see: its own, and the other sides of its matches."""
        rows = await self._graph.read("list_visible_ids", ids=list(ids), party_id=party_id)
        return frozenset(row["id"] for row in rows)

    async def met(self, ids: Sequence[str], party_id: str) -> frozenset[str]:
        """Those of these parties whose contacts a party may know: itself, and whom it works with."""
        rows = await self._graph.read("list_met_ids", ids=list(ids), party_id=party_id)
        return frozenset(row["id"] for row in rows)
