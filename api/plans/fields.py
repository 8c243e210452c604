"""Which fields are plain: read from an attribute of their source, without a resolver."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import GraphQLField
from strawberry.types.field import StrawberryField

BACKREF = "strawberry-definition"
PREFETCHED: Final = "prefetched"
"""Metadata of a field, and attribute of its source.

A source may hold, under the response names of fields marked with it, what their resolvers would
give: `source.prefetched["owner"]`. The resolver is then not called.
"""


def definition_of(field: GraphQLField) -> StrawberryField | None:
    """Strawberry's definition of a field, if it has one."""
    found = (field.extensions or {}).get(BACKREF)
    return found if isinstance(found, StrawberryField) else None


def plain_attribute(field: GraphQLField) -> str | None:
    """The attribute that a field reads; None for a field with a resolver."""
    definition = definition_of(field)
    if definition is None or not definition.is_basic_field or field.args:
        return None
    # A basic field has another resolver where exceptions are turned into results.
    is_basic = "_get_basic_result" in getattr(field.resolve, "__qualname__", "")
    return definition.python_name if is_basic and definition.default_resolver is getattr else None


def mark_of(field: GraphQLField) -> Any:
    """What a field is marked with; None for most."""
    definition = definition_of(field)
    metadata: Mapping[Any, Any] = (definition.metadata or {}) if definition else {}
    return metadata.get(PREFETCHED)


def is_prefetchable(field: GraphQLField) -> bool:
    """Whether a source may hold what the field's resolver would give."""
    return bool(mark_of(field))
