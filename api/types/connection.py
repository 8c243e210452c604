"""Pages of lists: Relay's connections over keysets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import strawberry

from api.context import Info
from api.cursors import ListCursors
from api.fields import resolved
from api.paging import PageRequest
from api.types.node import Node
from graph.repositories.paging import Page

T = TypeVar("T", bound=Node)
Count = Callable[[], Awaitable[int]]


@strawberry.type(description="How to go on from a page.")
class PageInfo:
    """Relay's page info."""

    has_next_page: bool = strawberry.field(
        description="Whether more follow; for a page that ends before a cursor, always."
    )
    end_cursor: str | None = strawberry.field(
        description="What to send as `after` for the next page; null where the page is empty."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether more come before; for a page that begins after a cursor, always."
    )
    start_cursor: str | None = strawberry.field(
        description="What to send as `before` for the page before; null where the page is empty."
    )


@strawberry.type(description="One item of a page.")
class Edge(Generic[T]):
    """An item with its cursor."""

    cursor: str = strawberry.field(description="Where this item stands in its list; opaque.")
    node: T = strawberry.field(description="The item.")


@strawberry.type(description="One page of a list, newest first unless asked otherwise.")
class Connection(Generic[T]):
    """A page."""

    edges: list[Edge[T]] = strawberry.field(description="The items with their cursors.")
    nodes: list[T] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="How to go on.")
    count: strawberry.Private[Count]

    @resolved("How many items the whole list has. Counted only where it is asked for.")
    async def total_count(self) -> int:
        """One query."""
        return await self.count()


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list of the graph: how a page is read, how all are counted, and what each becomes.

    `read` and `count` take `filters`; cursors are bound to `name` and `filters`.
    """

    name: str
    read: Callable[..., Awaitable[Page[Any]]]
    count: Callable[..., Awaitable[int]]
    make: Callable[[Any], T]
    filters: dict[str, Any] = field(default_factory=dict)

    async def page(self, info: Info, asked: PageRequest) -> Connection[T]:
        """The page that is asked for, in one query.

        Raises:
            BadInputError: a size that is not 1 to 100, or a cursor of another list.
        """
        cursors = info.context.cursors.of_list(self.name, self.filters | {"order": asked.order})
        page = await self.read(**self.filters, **asked.bounds(cursors))
        return connect(page, self.make, cursors, asked=asked, count=self._count)

    async def _count(self) -> int:
        return await self.count(**self.filters)


def connect(
    page: Page[Any],
    make: Callable[[Any], T],
    cursors: ListCursors,
    *,
    asked: PageRequest,
    count: Count,
) -> Connection[T]:
    """A page of the graph, read as `asked.bounds` says, as a page of the API."""
    nodes = [make(item) for item in page.items]
    if asked.is_backward:
        nodes.reverse()
    edges = [Edge(cursor=cursors.sign(node.raw_id), node=node) for node in nodes]
    more_before = page.has_next if asked.is_backward else asked.after is not None
    more_after = asked.before is not None if asked.is_backward else page.has_next
    info = PageInfo(
        has_next_page=more_after,
        end_cursor=edges[-1].cursor if edges else None,
        has_previous_page=more_before,
        start_cursor=edges[0].cursor if edges else None,
    )
    return Connection(edges=edges, nodes=nodes, page_info=info, count=count)
