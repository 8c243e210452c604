"""The shortest document for each operation of the schema, with values that lead nowhere."""

from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)
from graphql.pyutils import Undefined

from api.schema import schema

NOBODY = "T3JnYW5pemF0aW9uOm5vYm9keQ=="
PLAIN = {
    "ID": f'"{NOBODY}"',
    "String": '"x"',
    "Int": "1",
    "Float": "1.0",
    "Boolean": "true",
    "Date": '"2030-01-01"',
    "DateTime": '"2030-01-01T00:00:00Z"',
    "JSON": "{}",
}


def operations() -> dict[str, GraphQLField]:
    """Every root field, under the name of its operation's type and its own."""
    core = schema._schema
    return {
        f"{kind} {name}": field
        for kind, type_ in (("query", core.query_type), ("mutation", core.mutation_type))
        if type_ is not None
        for name, field in type_.fields.items()
    }


def document_of(operation: str, *, has_ids: bool = False) -> str:
    """An operation with what must be given, and every id that may be; refusals are told."""
    kind, _, name = operation.partition(" ")
    field = operations()[operation]
    given = [
        f"{key}: {_value(arg.type, has_ids)}"
        for key, arg in field.args.items()
        if _is_given(arg, has_ids)
    ]
    arguments = f"({', '.join(given)})" if given else ""
    return f"{kind} {{ {name}{arguments}{_selection(get_named_type(field.type))} }}"


def _selection(named: GraphQLNamedType) -> str:
    """The name of the type, and of refusals all that is told."""
    if is_leaf_type(named):
        return ""
    is_payload = isinstance(named, GraphQLUnionType) and named.name.endswith("Payload")
    told = " ... on UserError { errors { code message path } }" if is_payload else ""
    return f" {{ __typename{told} }}"


def _is_given(given: GraphQLArgument | GraphQLInputField, has_ids: bool) -> bool:  # noqa: FBT001  # passed on
    is_required = isinstance(given.type, GraphQLNonNull) and given.default_value is Undefined
    return is_required or (has_ids and get_named_type(given.type).name == "ID")


def _value(type_: GraphQLInputType, has_ids: bool) -> str:  # noqa: FBT001  # passed on
    match type_:
        case GraphQLNonNull():
            return _value(type_.of_type, has_ids)
        case GraphQLList():
            return f"[{_value(type_.of_type, has_ids)}]"
        case GraphQLEnumType():
            return str(next(iter(type_.values)))
        case GraphQLInputObjectType():
            fields: dict[str, Any] = type_.fields
            given = [(key, each) for key, each in fields.items() if _is_given(each, has_ids)]
            values = (f"{key}: {_value(each.type, has_ids)}" for key, each in given)
            return f"{{{', '.join(values)}}}"
    return PLAIN[type_.name]


def mutation(name: str, asked: str = "", *, errors: str = "code path") -> str:
    """A mutation with its arguments as variables: what is asked of a success and of errors."""
    field = operations()[f"mutation {name}"]
    given = ", ".join(f"${key}: {variable_type(each)}" for key, each in field.args.items())
    passed = ", ".join(f"{key}: ${key}" for key in field.args)
    of_success = f"... on {success_of(name)} {{ {asked} }}" if asked else ""
    of_error = f"... on UserError {{ errors {{ {errors} }} }}"
    return f"mutation ({given}) {{ {name}({passed}) {{ {of_success} {of_error} }} }}"


def variable_type(given: GraphQLArgument) -> str:
    """What has a default may be left out."""
    has_default = given.default_value is not Undefined
    return str(given.type).rstrip("!") if has_default else str(given.type)


def success_of(name: str) -> str:
    """The first type of a mutation's payload."""
    payload = get_named_type(operations()[f"mutation {name}"].type)
    assert isinstance(payload, GraphQLUnionType)
    return str(payload.types[0].name)
