"""Leaves: what is checked inline, and what the type's own coercion decides."""

from collections.abc import Callable, Iterable
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLScalarType,
    GraphQLString,
    Undefined,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema_converter import CustomGraphQLEnumType
from strawberry.schema.types.base_scalars import isoformat

from api.plans.errors import OddValueError

# `{v}` is the value's name, `{leaf}` the name of `leaf_of(type)`. What a check lets pass is what
# graphql-core's coercion would return unchanged.
INLINE = {
    GraphQLString: "{v} if type({v}) is str else {leaf}({v})",
    GraphQLID: "{v} if type({v}) is str else {leaf}({v})",
    GraphQLBoolean: "{v} if type({v}) is bool else {leaf}({v})",
    GraphQLInt: ("{v} if type({v}) is int and -2147483648 <= {v} <= 2147483647 else {leaf}({v})"),
    GraphQLFloat: "{v} if type({v}) is float and {v} - {v} == 0.0 else {leaf}({v})",
}


def leaf_of(leaf_type: GraphQLLeafType) -> Callable[[Any], Any]:
    """Completes a leaf that is not null. Raises OddValueError, or what the coercion raises."""
    coerce = leaf_type.coerce_output_value

    def complete(value: Any) -> Any:
        if value is None or value is Undefined or isinstance(value, Exception):
            raise OddValueError
        if optimized_is_awaitable(value):
            raise OddValueError
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise OddValueError
        return coerced

    return complete


def names_of(enum: GraphQLLeafType) -> dict[int, str]:
    """Names by the identity of members. Members live as long as their class: no id is reused."""
    if not isinstance(enum, CustomGraphQLEnumType):
        return {}
    members: Iterable[Any] = enum.wrapped_cls
    return {id(member): enum.coerce_output_value(member) for member in members}


def leaf_expression(leaf_type: GraphQLLeafType, value: str, leaf: str, names: str) -> str:
    """The expression that completes the value named `value`, which is not null.

    Args:
        leaf_type: a scalar or an enum.
        value: the name of the value.
        leaf: the name under which the generated code finds `leaf_of(leaf_type)`.
        names: the name under which it finds `names_of(leaf_type)`.
    """
    if isinstance(leaf_type, GraphQLScalarType) and leaf_type in INLINE:
        return INLINE[leaf_type].format(v=value, leaf=leaf)
    if isinstance(leaf_type, CustomGraphQLEnumType):
        return f"{names}.get(id({value})) or {leaf}({value})"
    if leaf_type.coerce_output_value is isoformat:
        return (
            f"{value}.isoformat() if type({value}) is datetime or type({value}) is date "
            f"else {leaf}({value})"
        )
    return f"{leaf}({value})"
