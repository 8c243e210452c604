"""What staff do for many matches at once: tried first, then done, and told one by one."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

import strawberry

from api.context import RequestContext
from api.global_ids import GlobalIdError, global_id, split_global_id
from api.refusals import refused
from api.types.user_error import UserErrorCode
from graph.connection import Graph
from graph.errors import NotFoundError

MOST_AT_ONCE = 50
T = TypeVar("T")


class AboutMatch(Protocol):
    """An input about one match."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    match_id: strawberry.ID


A = TypeVar("A", bound=AboutMatch)


def check_count(given: Sequence[AboutMatch], name: str) -> None:
    """Raises RefusedError for none, and for too many."""
    if not 1 <= len(given) <= MOST_AT_ONCE:
        message = f"Send 1 to {MOST_AT_ONCE} {name} at once, not {len(given)}."
        raise refused(UserErrorCode.INVALID, message, "input", name)


def of_match(given: A) -> A:
    """The same; the id of something else becomes one that no match has."""
    with suppress(GlobalIdError):
        type_name, raw_id = split_global_id(given.match_id)
        if type_name != "Match":
            return replace(given, match_id=global_id("Match", raw_id))
    return given


async def tried_or_done(
    context: RequestContext, work: Callable[[Graph], Awaitable[T]], *, is_dry_run: bool
) -> T:
    """Where it is done, each by itself; tried, nothing stays of it."""
    if not is_dry_run:
        return await work(context.graph)
    # One transaction without a commit: what comes first counts for what follows.
    return await context.app_graph.until(context.deadline).attempt(work)


async def if_known(doing: Awaitable[T]) -> T | None:
    """None where there is no such match."""
    try:
        return await doing
    except NotFoundError:
        return None
