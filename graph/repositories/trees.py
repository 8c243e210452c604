"""Trees: needs or parties with what is asked of them and below them, in one query."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from graph.connection import Graph, Record
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
        parameters = {**parameters_of(bounds), **filters, **asked}
        return _page(await self._graph.read("list_need_trees", **parameters), bounds)

    async def parties(
        self, filters: Mapping[str, Any], bounds: Bounds, asked: Mapping[str, Any]
    ) -> Page[Row]:
        """One page of parties, newest first."""
        every = {"kinds": None, "region": None, "sector": None}
        parameters = {**parameters_of(bounds), **every, **filters, **asked}
        return _page(await self._graph.read("list_party_trees", **parameters), bounds)

    async def need(self, need_id: str, asked: Mapping[str, Any]) -> Row | None:
        """One need; None where the tenant has none by this id."""
        rows = await self._graph.read("get_need_trees", ids=[need_id], **asked)
        return next(iter(_rows(rows)), None)


def _page(records: list[Record], bounds: Bounds) -> Page[Row]:
    rows = _rows(records)
    return Page(tuple(rows[: bounds["first"]]), len(rows) > bounds["first"])


def _rows(records: list[Record]) -> list[Row]:
    """These texts give lists of values, not maps by name."""
    return cast("list[Row]", records)
