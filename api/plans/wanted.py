"""What a selection reads of the objects below a field at the root, told to that field's resolver.

A resolver that knows it may read less, and what marked fields (`api.plans.prefetching`) would read
after it at the same time as its own: its sources then hold it.
"""

from collections.abc import Mapping
from contextvars import ContextVar
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
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.values import VariableValues, get_argument_values

from api.plans.fields import definition_of, plain_attribute
from api.plans.prefetching import Collect, batch_of


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked field of a selection: its name in the answer, and what is read below it."""

    name: str
    details: FieldDetailsList
    field: GraphQLField
    below: "Mapping[str, Wanted]"

    def arguments(self, variables: VariableValues) -> dict[str, Any]:
        """Its arguments, by their Python names."""
        return get_argument_values(self.field, self.details[0].node, variables)


@dataclass(slots=True)
class Wanted:
    """What is read of the objects of one type.

    `attributes` are read as they are, those in `objects` lead to other objects, `marked` are by
    the Python names of the fields. `resolvers` names fields that read whatever they like.
    """

    attributes: set[str] = field(default_factory=set)
    objects: "dict[str, Mapping[str, Wanted]]" = field(default_factory=dict)
    marked: dict[str, list[Marked]] = field(default_factory=dict)
    resolvers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Selected:
    """What the running request wants of a field at the root: by the names of object types."""

    by_type: Mapping[str, Wanted]
    variables: VariableValues


selected: ContextVar[Selected | None] = ContextVar("selected", default=None)


def wanted_below(
    schema: GraphQLSchema,
    collect: Collect,
    output_type: GraphQLOutputType,
    details: FieldDetailsList,
) -> dict[str, Wanted]:
    """What is read below a field, by the names of the object types it may give."""
    return {
        object_type.name: _wanted(schema, collect, object_type, details)
        for object_type in _object_types(schema, output_type)
    }


def _object_types(
    schema: GraphQLSchema, output_type: GraphQLOutputType
) -> tuple[GraphQLObjectType, ...]:
    named = get_named_type(output_type)
    if is_object_type(named):
        return (named,)
    return tuple(schema.get_possible_types(named)) if is_abstract_type(named) else ()


def _wanted(
    schema: GraphQLSchema,
    collect: Collect,
    object_type: GraphQLObjectType,
    details: FieldDetailsList,
) -> Wanted:
    wanted = Wanted()
    for name, nested in collect(object_type, details).items():
        found = schema.get_field(object_type, nested[0].node.name.value)
        if found is None or nested[0].node.name.value == "__typename":
            continue
        below = wanted_below(schema, collect, found.type, nested)
        if (attribute := plain_attribute(found)) is not None:
            wanted.attributes.add(attribute)
            if below:
                wanted.objects[attribute] = below
        elif batch_of(found):
            python_name = getattr(definition_of(found), "python_name", name)
            marked = Marked(name, nested, found, below)
            wanted.marked.setdefault(python_name, []).append(marked)
        else:
            wanted.resolvers.add(name)
    return wanted
