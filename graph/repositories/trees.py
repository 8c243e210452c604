"""Trees: needs or parties with what is asked of them and below them, in one query."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from graph.connection import Graph
from graph.repositories.paging import Bounds, Page, parameters_of

Row = Sequence[Any]


class Trees:
    """Reads rows as the texts of `tree.cypher` return them, in the order of their parameters.

    `asked` holds the parameters that name properties and sizes.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def needs(
        self, filters: Mapping[str, Any], bounds: Bounds, asked: Mapping[str, Any]
    ) -> Page[Row]:
        """One page of needs, newest first."""
        return await self._page("list_need_trees", filters, bounds, asked)

    async def parties(
        self, filters: Mapping[str, Any], bounds: Bounds, asked: Mapping[str, Any]
    ) -> Page[Row]:
        """One page of parties, newest first."""
        every = {"kinds": None, "region": None, "sector": None}
        return await self._page("list_party_trees", every | dict(filters), bounds, asked)

    async def need(self, need_id: str, asked: Mapping[str, Any]) -> Row | None:
        """One need; None where the tenant has none by this id."""
        rows = await self._rows("get_need_trees", ids=[need_id], **asked)
        return next(iter(rows), None)

    async def _page(
        self, name: str, filters: Mapping[str, Any], bounds: Bounds, asked: Mapping[str, Any]
    ) -> Page[Row]:
        rows = await self._rows(name, **parameters_of(bounds), **filters, **asked)
        return Page(tuple(rows[: bounds["first"]]), len(rows) > bounds["first"])

    async def _rows(self, name: str, **parameters: Any) -> list[Row]:
        # These texts give lists of values, not records by name.
        return cast("list[Row]", await self._graph.read(name, **parameters))
