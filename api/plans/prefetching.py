"""Reading ahead: what the marked fields of a whole list would give, at once for each level.

A field marked with a function, `metadata={PREFETCHED: batch}`, is read for all its sources before
they are completed: `batch(context, sources, arguments)` gives one value for each source, or an
awaitable of them, or None where it does not serve these arguments. The sources hold the values
then, and plans complete them without a resolver.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_object_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.values import get_argument_values

from api.plans.fields import PREFETCHED, mark_of, plain_attribute

Batch = Callable[
    [Any, Sequence[Any], Mapping[str, Any]], Awaitable[Sequence[Any]] | Sequence[Any] | None
]
Collect = Callable[[GraphQLObjectType, FieldDetailsList], GroupedFieldSet]


@dataclass(frozen=True, slots=True)
class Load:
    """A marked field of a selection."""

    name: str
    details: FieldDetailsList
    field: GraphQLField
    batch: Batch
    below: "Levels"


@dataclass(frozen=True, slots=True)
class Level:
    """What is read for the objects of one type, and the plain fields that lead further."""

    loads: list[Load] = field(default_factory=list)
    moves: "list[tuple[str, Levels]]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels by the names of object types; `is_abstract` where a value's class decides."""

    by_type: dict[str, Level]
    is_abstract: bool = False

    def of(self, values: Sequence[Any]) -> Iterator[tuple[Level, list[Any]]]:
        """Each level with its sources."""
        for name, level in self.by_type.items():
            found = [v for v in values if not self.is_abstract or _type_name(v) == name]
            if found:
                yield level, found


def batch_of(graphql_field: GraphQLField) -> Batch | None:
    """The function that a field is marked with."""
    found: Batch | None = mark_of(graphql_field)
    return found if callable(found) else None


def levels_of(
    schema: GraphQLSchema,
    collect: Collect,
    output_type: GraphQLOutputType,
    details: FieldDetailsList,
) -> Levels:
    """What is to be read ahead below a field; empty where it has no marked fields."""
    named = get_named_type(output_type)
    types: Sequence[GraphQLObjectType] = ()
    if is_object_type(named):
        types = (named,)
    elif is_abstract_type(named):
        types = tuple(schema.get_possible_types(named))
    by_type: dict[str, Level] = {}
    for object_type in types:
        level = Level()
        for name, nested in collect(object_type, details).items():
            found = schema.get_field(object_type, nested[0].node.name.value)
            if found is None or not (is_object_or_abstract(found) or batch_of(found)):
                continue
            below = levels_of(schema, collect, found.type, nested)
            if batch := batch_of(found):
                level.loads.append(Load(name, nested, found, batch, below))
            elif below.by_type and (attribute := plain_attribute(found)):
                level.moves.append((attribute, below))
        if level.loads or level.moves:
            by_type[object_type.name] = level
    return Levels(by_type, is_abstract=is_abstract_type(named))


def is_object_or_abstract(graphql_field: GraphQLField) -> bool:
    """Whether a field has a selection."""
    named = get_named_type(graphql_field.type)
    return is_object_type(named) or is_abstract_type(named)


async def read_ahead(executor: Executor[Any], levels: Levels, value: Any) -> None:
    """Reads what the levels name for all objects of a value: those of one level together."""
    waiting: list[Awaitable[None]] = []
    for level, sources in levels.of(_objects(value)):
        for load in level.loads:
            waiting += _load(executor, load, sources)
        for attribute, below in level.moves:
            waiting.append(read_ahead(executor, below, [getattr(s, attribute) for s in sources]))
    if len(waiting) == 1:
        await waiting[0]
    elif waiting:
        await asyncio.gather(*waiting)


def _load(executor: Executor[Any], load: Load, sources: list[Any]) -> list[Awaitable[None]]:
    if all(load.name in source.prefetched for source in sources):
        # What gave the sources had read it with them.
        held = [source.prefetched[load.name] for source in sources]
        return [read_ahead(executor, load.below, held)] if load.below.by_type else []
    node = load.details[0].node
    arguments = get_argument_values(load.field, node, executor.variable_values)
    found = load.batch(executor.context_value, sources, arguments)
    if found is None:
        return []
    if isinstance(found, Sequence):
        _hold(load.name, sources, found)
        return [read_ahead(executor, load.below, found)] if load.below.by_type else []
    return [_load_later(executor, load, sources, found)]


async def _load_later(
    executor: Executor[Any], load: Load, sources: list[Any], found: Awaitable[Sequence[Any]]
) -> None:
    values = await found
    _hold(load.name, sources, values)
    if load.below.by_type:
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


def _type_name(value: Any) -> str | None:
    definition = getattr(type(value), "__strawberry_definition__", None)
    return definition.name if definition else None
