"""What is asked of a list: which page of it, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.cursors import ListCursors
from api.errors import BadInputError
from api.fields import resolved
from api.plans.levels import Batch
from graph.repositories.paging import MAX_PAGE, Bounds

DEFAULT_PAGE = 20
Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class ListOrder(StrEnum):
    """In which order a list is read."""

    NEWEST_FIRST = "NEWEST_FIRST"
    OLDEST_FIRST = "OLDEST_FIRST"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The arguments of a connection, as they were sent."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None
    order: ListOrder = ListOrder.NEWEST_FIRST

    @property
    def is_backward(self) -> bool:
        """Whether the end of the list is asked for, so that it is read from there."""
        return self.last is not None

    @property
    def size(self) -> int:
        """How many items at most. Raises BadInputError for sizes that are not 1 to 100."""
        if self.first is not None and self.last is not None:
            raise BadInputError("Send either `first` or `last`, not both.")
        name, size = ("first", self.first) if self.last is None else ("last", self.last)
        return checked_size(DEFAULT_PAGE if size is None else size, name)

    def bounds(self, cursors: ListCursors) -> Bounds:
        """What to read from the graph.

        Raises:
            BadInputError: a size that is not 1 to 100, or a cursor of another list.
        """
        after, before = cursors.read(self.after, "after"), cursors.read(self.before, "before")
        if self.is_backward:
            after, before = before, after
        return Bounds(
            first=self.size,
            after=after,
            before=before,
            is_ascending=self.is_backward is (self.order is ListOrder.NEWEST_FIRST),
        )


def checked_size(size: int, name: str = "first") -> int:
    """A page's size. Raises BadInputError for one that is not 1 to 100."""
    if not 1 <= size <= MAX_PAGE:
        raise BadInputError(f"`{name}` must be between 1 and {MAX_PAGE}, not {size}.")
    return size


class Paged(FieldExtension):
    """Gives a field the arguments of a connection; its resolver gets them as `asked`."""

    def __init__(
        self, *, is_nested: bool = False, order: ListOrder = ListOrder.NEWEST_FIRST
    ) -> None:
        self._is_nested = is_nested
        self._order = order

    def apply(self, field: StrawberryField) -> None:
        """Adds the arguments."""
        own = [each for each in field.arguments if each.python_name != "asked"]
        field.arguments = [*own, *page_arguments(self._order, is_nested=self._is_nested)]

    async def resolve_async(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        """Joins the arguments. Raises BadInputError for a nested list without a size."""
        given = {name: kwargs.pop(name) for name in PageRequest.__slots__ if name in kwargs}
        asked = PageRequest(**given)
        if self._is_nested and asked.first is None and asked.last is None:
            raise BadInputError("Send `first` or `last`: a list inside another one needs a size.")
        return await next_(source, info, asked=asked, **kwargs)


def page_arguments(order: ListOrder, *, is_nested: bool) -> list[StrawberryArgument]:
    """`first`, `last`, `after`, `before` and `order`."""
    size = "this or `last` is needed" if is_nested else f"{DEFAULT_PAGE} where nothing is sent"
    return [
        _argument("first", int | None, f"How many from the beginning, 1 to 100; {size}."),
        _argument("last", int | None, "How many from the end, 1 to 100."),
        _argument("after", str | None, "Only what follows this cursor, such as an `endCursor`."),
        _argument(
            "before", str | None, "Only what comes before this cursor, such as a `startCursor`."
        ),
        _argument("order", ListOrder, "In which order to read.", order),
    ]


def _argument(name: str, type_: Any, description: str, default: Any = None) -> StrawberryArgument:
    return StrawberryArgument(
        python_name=name,
        graphql_name=None,
        type_annotation=StrawberryAnnotation(type_),
        description=description,
        default=default if default is not None else strawberry.UNSET,
    )


def connection(
    description: str, *, order: ListOrder = ListOrder.NEWEST_FIRST
) -> Callable[[Resolver], Resolver]:
    """A list at the root, read in pages, in this order unless asked otherwise.

    Its resolver takes `asked`.
    """
    return resolved(description, extensions=[Paged(order=order)])


def nested_connection(
    description: str, *, batch: Batch | None = None
) -> Callable[[Resolver], Resolver]:
    """A list inside another one: it needs a size."""
    return resolved(description, extensions=[Paged(is_nested=True)], batch=batch)
