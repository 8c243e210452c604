"""What the class of a value tells: whether it may be completed by a plan, and as which type."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLAbstractType, GraphQLObjectType, GraphQLSchema, is_object_type
from graphql.pyutils.undefined import UndefinedType
from strawberry.execution import optimized_is_awaitable
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from api.plans.errors import OddValueError, UnplannableError

DEFAULT_IS_TYPE_OF = "_get_is_type_of.<locals>.is_type_of"
DEFAULT_RESOLVE_TYPE = ("_get_resolve_type.<locals>.resolve_type", "_resolve_union_type")


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """The part of a resolver's info that type resolvers read."""

    schema: GraphQLSchema
    field_name: str
    is_awaitable: Callable[[Any], bool] = optimized_is_awaitable


def refuse_strange(value: object) -> None:
    """Raises OddValueError for a class whose objects graphql-core may treat one by one."""
    cls = type(value)
    if value is None or issubclass(cls, BaseException | UndefinedType):
        raise OddValueError
    if optimized_is_awaitable(value):
        raise OddValueError
    if getattr(value, TYPE_CAST_ATTRIBUTE, None) is not None:
        raise OddValueError
    makes_up = any("__getattr__" in base.__dict__ for base in cls.__mro__)
    if makes_up or cls.__getattribute__ is not object.__getattribute__:
        raise OddValueError


def admission(object_type: GraphQLObjectType, admitted: set[type]) -> Callable[[Any], None]:
    """Admits classes whose objects may stand for a type; it is asked once for each class.

    Raises:
        UnplannableError: the type has a check of its own, which may look at more than the class.
    """
    is_type_of: Callable[[Any, Any], Any] | None = object_type.is_type_of
    if is_type_of is not None and DEFAULT_IS_TYPE_OF not in is_type_of.__qualname__:
        raise UnplannableError

    def admit(value: Any) -> None:
        refuse_strange(value)
        if is_type_of is not None and not is_type_of(value, None):
            raise OddValueError
        admitted.add(type(value))

    return admit


def runtime_type(
    value: Any, abstract_type: GraphQLAbstractType, info: TypeInfo
) -> GraphQLObjectType:
    """The object type of a value, where its class alone decides. Raises OddValueError elsewhere."""
    refuse_strange(value)
    definition = getattr(type(value), "__strawberry_definition__", None)
    if definition is None or definition.is_graphql_generic or definition.concrete_of:
        raise OddValueError
    if definition.origin is not type(value) or not has_default_resolution(abstract_type):
        raise OddValueError
    resolve: Any = abstract_type.resolve_type
    found = info.schema.get_type(resolve(value, info, abstract_type))
    if not is_object_type(found) or not info.schema.is_sub_type(abstract_type, found):
        raise OddValueError
    return found


def has_default_resolution(abstract_type: GraphQLAbstractType) -> bool:
    """Whether Strawberry finds the type of a value, and not the schema's author."""
    name = getattr(abstract_type.resolve_type, "__qualname__", "")
    return any(default in name for default in DEFAULT_RESOLVE_TYPE)
