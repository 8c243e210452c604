"""Reading ahead: what the marked fields of a whole list would give, at once for each level.

A field marked with a function, `metadata={PREFETCHED: batch}`, is read for all its sources before
they are completed: `batch(context, sources, arguments)` gives one value for each source, or an
awaitable of them, or None where it does not serve these arguments. The sources hold the values
then, and plans complete them without a resolver.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

from graphql.execution import Executor

from api.plans.fields import PREFETCHED
from api.plans.levels import Levels, Load


async def read_ahead(executor: Executor[Any], levels: Levels, value: Any) -> None:
    """Reads what the levels name for all objects of a value: those of one level together."""
    waiting: list[Awaitable[None]] = []
    for level, sources in levels.of(_objects(value)):
        for load in level.loads:
            waiting += _load(executor, load, sources)
        waiting += [
            read_ahead(executor, below, [getattr(source, attribute) for source in sources])
            for attribute, below in level.objects
            if below.has_loads
        ]
    if len(waiting) == 1:
        await waiting[0]
    elif waiting:
        await asyncio.gather(*waiting)


def _load(executor: Executor[Any], load: Load, sources: list[Any]) -> list[Awaitable[None]]:
    if all(load.name in source.prefetched for source in sources):
        # What gave the sources had read it with them.
        held = [source.prefetched[load.name] for source in sources]
        return [read_ahead(executor, load.below, held)] if load.below.has_loads else []
    arguments = load.arguments(executor.variable_values)
    found = load.batch(executor.context_value, sources, arguments)
    if found is None:
        return []
    if isinstance(found, Sequence):
        _hold(load.name, sources, found)
        return [read_ahead(executor, load.below, found)] if load.below.has_loads else []
    return [_load_later(executor, load, sources, found)]


async def _load_later(
    executor: Executor[Any], load: Load, sources: list[Any], found: Awaitable[Sequence[Any]]
) -> None:
    values = await found
    _hold(load.name, sources, values)
    if load.below.has_loads:
        await read_ahead(executor, load.below, values)


def _hold(name: str, sources: list[Any], values: Sequence[Any]) -> None:
    for source, value in zip(sources, values, strict=True):
        held = source.__dict__.get(PREFETCHED)
        if held is None:
            setattr(source, PREFETCHED, {name: value})
        else:
            held[name] = value


def _objects(value: Any) -> list[Any]:
    """The objects in a value, at any depth of lists."""
    if not isinstance(value, list | tuple):
        return [] if value is None else [value]
    found = [item for item in value if item is not None]
    if any(isinstance(item, list | tuple) for item in found):
        return [each for item in found for each in _objects(item)]
    return found
