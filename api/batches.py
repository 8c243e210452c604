"""What fields give for many sources at once, where plans read ahead: the same loaders, asked once."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.paging import PageRequest, checked_size
from api.plans.levels import Batch

if TYPE_CHECKING:
    from api.context import RequestContext


def neighbors(loader: str, attribute: str) -> Batch:
    """One node for each source: found by an attribute, through a loader."""

    def batch(
        context: "RequestContext", sources: Sequence[Any], _arguments: Mapping[str, Any]
    ) -> Awaitable[list[Any]]:
        found = getattr(context.loaders, loader)
        ids = [getattr(source, attribute) for source in sources]
        return _optional(found, ids)

    return batch


async def _optional(loader: Any, ids: list[str | None]) -> list[Any]:
    distinct = list(dict.fromkeys(each for each in ids if each is not None))
    found = dict(zip(distinct, await loader.load_many(distinct), strict=True))
    return [None if each is None else found.get(each) for each in ids]


def terms(loader: str, attribute: str) -> Batch:
    """A list of terms for each source, or one: as many as the attribute has ids."""

    def batch(
        context: "RequestContext", sources: Sequence[Any], _arguments: Mapping[str, Any]
    ) -> Awaitable[list[Any]] | list[Any]:
        found = getattr(context.loaders, loader)
        wanted = [getattr(source, attribute) for source in sources]
        ids = list({each for one in wanted for each in ids_of(one)})
        known = found.at_hand(ids)
        if known is not None:
            return _sorted_out(wanted, dict(zip(ids, known, strict=True)))
        return _read_terms(found, wanted, ids)

    return batch


def ids_of(wanted: Any) -> Sequence[str]:
    """The ids in an attribute: many, one, or none."""
    if wanted is None:
        return ()
    return (wanted,) if isinstance(wanted, str) else wanted


async def _read_terms(found: Any, wanted: list[Any], ids: list[str]) -> list[Any]:
    return _sorted_out(wanted, dict(zip(ids, await found.load_many(ids), strict=True)))


def _sorted_out(wanted: list[Any], by_id: Mapping[str, Any]) -> list[Any]:
    return [_terms_of(one, by_id) for one in wanted]


def _terms_of(wanted: Any, by_id: Mapping[str, Any]) -> Any:
    if wanted is None or isinstance(wanted, str):
        return by_id.get(wanted or "")
    return [found for each in wanted if (found := by_id.get(each)) is not None]


def short_lists(loader: str) -> Batch:
    """The first items of a list for each source."""

    def batch(
        context: "RequestContext", sources: Sequence[Any], arguments: Mapping[str, Any]
    ) -> Awaitable[list[Any]]:
        length = checked_size(arguments["first"])
        keys = [(source.raw_id, length) for source in sources]
        found: Awaitable[list[Any]] = getattr(context.loaders, loader).load_many(keys)
        return found

    return batch


def pages(loader: str) -> Batch:
    """The same page of a list for each source."""

    async def batch(
        context: "RequestContext", sources: Sequence[Any], arguments: Mapping[str, Any]
    ) -> list[Any]:
        asked = PageRequest(**arguments)
        if asked.first is None and asked.last is None:
            raise ValueError("a nested list needs a size: its resolver tells so")
        listing = getattr(context.loaders, loader)
        return await asyncio.gather(*(listing.page(each.raw_id, asked) for each in sources))

    return batch
