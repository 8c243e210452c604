"""Pages of lists: Relay's connections over keysets."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import strawberry

from api.cursors import ListCursors
from api.errors import BadInputError
from api.types.node import Node
from graph.repositories.paging import MAX_PAGE, Page

T = TypeVar("T", bound=Node)
DEFAULT_PAGE = 20


@strawberry.type(description="How to go on from a page.")
class PageInfo:
    """Relay's page info; lists are only read forward."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    end_cursor: str | None = strawberry.field(
        description="What to send as `after` for the next page; null where the page is empty."
    )
    has_previous_page: bool = strawberry.field(description="Whether this page began after another.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first item.")


@strawberry.type(description="One item of a page.")
class Edge(Generic[T]):
    """An item with its cursor."""

    cursor: str = strawberry.field(description="Where this item stands in its list; opaque.")
    node: T = strawberry.field(description="The item.")


@strawberry.type(description="One page of a list, newest first.")
class Connection(Generic[T]):
    """A page."""

    edges: list[Edge[T]] = strawberry.field(description="The items with their cursors.")
    nodes: list[T] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="How to go on.")


def checked_first(first: int) -> int:
    """A page's size. Raises BadInputError for one that is not 1 to 100."""
    if not 1 <= first <= MAX_PAGE:
        raise BadInputError(f"`first` must be between 1 and {MAX_PAGE}, not {first}.")
    return first


def connect(
    page: Page[Any], make: Callable[[Any], T], cursors: ListCursors, *, after: str | None
) -> Connection[T]:
    """A page of the graph as a page of the API."""
    nodes = [make(item) for item in page.items]
    edges = [Edge(cursor=cursors.sign(node.raw_id), node=node) for node in nodes]
    info = PageInfo(
        has_next_page=page.has_next,
        end_cursor=edges[-1].cursor if edges else None,
        has_previous_page=after is not None,
        start_cursor=edges[0].cursor if edges else None,
    )
    return Connection(edges=edges, nodes=nodes, page_info=info)
