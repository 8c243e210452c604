"""What a selection reads, level by level: known from the document, the same for each request."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.values import VariableValues, get_argument_values

from api.plans.fields import definition_of, mark_of, plain_attribute

Batch = Callable[
    [Any, Sequence[Any], Mapping[str, Any]], Awaitable[Sequence[Any]] | Sequence[Any] | None
]
Collect = Callable[[GraphQLObjectType, FieldDetailsList], GroupedFieldSet]


@dataclass(frozen=True, slots=True)
class Load:
    """A marked field of a selection: `name` in the answer, `python_name` of the field."""

    name: str
    python_name: str
    details: FieldDetailsList
    field: GraphQLField
    batch: Batch
    below: "Levels"

    def arguments(self, variables: VariableValues) -> dict[str, Any]:
        """Its arguments, by their Python names."""
        return get_argument_values(self.field, self.details[0].node, variables)


@dataclass(frozen=True, slots=True)
class Level:
    """What is read of the objects of one type.

    `attributes` are read as they are, those in `objects` lead to other objects, `loads` are of
    marked fields. `resolvers` names fields that read whatever they like. `has_loads` tells whether
    there are any, here or below.
    """

    attributes: frozenset[str]
    objects: "tuple[tuple[str, Levels], ...]"
    loads: tuple[Load, ...]
    resolvers: frozenset[str]
    has_loads: bool

    def load(self, python_name: str) -> Load | None:
        """The marked field of this name, where it is asked for first."""
        return next((load for load in self.loads if load.python_name == python_name), None)


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels by the names of object types; `is_abstract` where a value's class decides."""

    by_type: dict[str, Level]
    is_abstract: bool
    has_loads: bool

    def of(self, values: Sequence[Any]) -> Iterator[tuple[Level, list[Any]]]:
        """Each level that has loads, with its sources."""
        for name, level in self.by_type.items():
            if not level.has_loads:
                continue
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
    """What is read below a field, by the object types that it may give; none for a leaf."""
    named = get_named_type(output_type)
    types: Sequence[GraphQLObjectType] = ()
    if is_object_type(named):
        types = (named,)
    elif is_abstract_type(named):
        types = tuple(schema.get_possible_types(named))
    by_type = {each.name: _level(schema, collect, each, details) for each in types}
    has_loads = any(level.has_loads for level in by_type.values())
    return Levels(by_type, is_abstract_type(named), has_loads)


def _level(
    schema: GraphQLSchema,
    collect: Collect,
    object_type: GraphQLObjectType,
    details: FieldDetailsList,
) -> Level:
    attributes, resolvers = set[str](), set[str]()
    objects: list[tuple[str, Levels]] = []
    loads: list[Load] = []
    for name, nested in collect(object_type, details).items():
        found = schema.get_field(object_type, nested[0].node.name.value)
        if found is None or nested[0].node.name.value == "__typename":
            continue
        batch, attribute = batch_of(found), plain_attribute(found)
        if batch is None and attribute is None:
            resolvers.add(name)
            continue
        below = levels_of(schema, collect, found.type, nested)
        if batch is not None:
            python_name = getattr(definition_of(found), "python_name", name)
            loads.append(Load(name, python_name, nested, found, batch, below))
        elif attribute is not None:
            attributes.add(attribute)
            if below.by_type:
                objects.append((attribute, below))
    has_loads = bool(loads) or any(below.has_loads for _, below in objects)
    return Level(
        frozenset(attributes), tuple(objects), tuple(loads), frozenset(resolvers), has_loads
    )


def _type_name(value: Any) -> str | None:
    definition = getattr(type(value), "__strawberry_definition__", None)
    return definition.name if definition else None
