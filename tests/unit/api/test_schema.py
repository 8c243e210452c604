from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    specified_scalar_types,
)

import api
from api.schema import sdl

COMMITTED = Path(api.__file__).parent / "schema.graphql"


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text("utf-8") == sdl(), "run `maillage schema`"


def undescribed(text: str) -> list[str]:
    missing = []
    for name, found in build_schema(text).type_map.items():
        if name.startswith("__"):
            continue
        if not found.description and name not in specified_scalar_types:
            missing.append(name)
        if isinstance(found, GraphQLEnumType):
            missing += [f"{name}.{key}" for key, v in found.values.items() if not v.description]
        if isinstance(found, GraphQLInputObjectType):
            missing += [f"{name}.{key}" for key, f in found.fields.items() if not f.description]
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            for key, member in found.fields.items():
                missing += [] if member.description else [f"{name}.{key}"]
                missing += [
                    f"{name}.{key}({argument})"
                    for argument, value in member.args.items()
                    if not value.description
                ]
    return missing


def test_every_part_of_the_schema_is_described() -> None:
    assert undescribed(sdl()) == []


def test_a_part_without_description_would_be_named() -> None:
    bare = """
    "Q" type Query { "a" a(b: Int): E c: I }
    "E" enum E { X }
    "I" interface I { d: Int }
    "J" input J { e: Int }
    """
    assert undescribed(bare) == ["Query.a(b)", "Query.c", "E.X", "I.d", "J.e"]
