"""Pages of lists: Relay's connections over keysets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, cast

import strawberry

from api.context import Info, RequestContext
from api.cursors import ListCursors
from api.fields import resolved
from api.paging import PageRequest
from graph.repositories.paging import Bounds, Page


class Placed(Protocol):
    """What has a place in a list: that of the graph's node with this id."""

    raw_id: strawberry.Private[str]


T = TypeVar("T", bound=Placed)
Count = Callable[[], Awaitable[int]]
TreePage = Callable[[dict[str, Any], Bounds], Awaitable[Page[Any]]]
ReadTree = Callable[[RequestContext], TreePage | None]


def as_it_is(item: T) -> T:
    """An object of the API that needs no making."""
    return item


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


@strawberry.type(description="One page of a list, in the order asked for.")
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

    `read` and `count` take `filters`; cursors are bound to `name` and `filters`. `read_tree` reads
    a page with what is asked below it, as objects of the API; None where it does not serve.
    """

    name: str
    read: Callable[..., Awaitable[Page[Any]]]
    count: Callable[..., Awaitable[int]]
    make: Callable[[Any], T]
    filters: dict[str, Any] = field(default_factory=dict)
    read_tree: ReadTree | None = None

    async def page(self, info: Info, asked: PageRequest) -> Connection[T]:
        """The page that is asked for, in one query.

        Raises:
            BadInputError: a size that is not 1 to 100, or a cursor of another list.
        """
        cursors = info.context.cursors.of_list(self.name, self.filters | {"order": asked.order})
        bounds = asked.bounds(cursors)
        tree = None if bounds["is_ascending"] else self.read_tree and self.read_tree(info.context)
        if tree:
            page = await tree(self.filters, bounds)
            return connect(page, as_it_is, cursors, asked=asked, count=self._count)
        page = await self.read(**self.filters, **bounds)
        return connect(page, self.make, cursors, asked=asked, count=self._count)

    async def _count(self) -> int:
        return await self.count(**self.filters)


class PageSource(Generic[T]):
    """The source of a connection: what nobody asks for, such as cursors, is not made."""

    def __init__(
        self,
        nodes: list[T],
        cursors: ListCursors,
        asked: PageRequest,
        count: Count,
        *,
        has_more: bool,
    ) -> None:
        self.nodes = nodes
        self.count = count
        self._cursors = cursors
        self._asked = asked
        self._has_more = has_more

    @cached_property
    def edges(self) -> list[Edge[T]]:
        """Each node with its cursor."""
        return [Edge(cursor=self._cursors.sign(node.raw_id), node=node) for node in self.nodes]

    @cached_property
    def page_info(self) -> PageInfo:
        """How to go on."""
        asked, nodes, sign = self._asked, self.nodes, self._cursors.sign
        return PageInfo(
            has_next_page=asked.before is not None if asked.is_backward else self._has_more,
            end_cursor=sign(nodes[-1].raw_id) if nodes else None,
            has_previous_page=self._has_more if asked.is_backward else asked.after is not None,
            start_cursor=sign(nodes[0].raw_id) if nodes else None,
        )


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
    source = PageSource(nodes, cursors, asked, count, has_more=page.has_next)
    return cast("Connection[T]", source)
