"""Names in the schema follow rules: whoever knows one list, input or payload knows them all."""

import re
from collections.abc import Callable, Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLType,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

from api.schema import sdl

Rule = Callable[[GraphQLSchema], Iterator[str]]
Place = tuple[str, str, GraphQLType]

SCALARS = {"ID", "String", "Int", "Float", "Boolean", "Date", "DateTime", "JSON"}
TIME = re.compile(r"(At|Until|^until)$")
IDENTITY = re.compile(r"^(id|ids|.*Id|.*Ids)$")
PAGE = {"first", "last", "after", "before", "order"}
# Relay wants it so: an id that leads nowhere leaves a gap in its place.
GAPS = {"Query.nodes"}
# The audit trail keeps what the graph calls a thing, also of what is gone.
GRAPH_IDS = {"Event.subjectId"}
# A pause ends at a moment, an exclusion with a day.
DAYS = {"ExcludePartyInput.until"}
# An answer that tells of an input.
ABOUT_INPUTS = {"InvalidInput"}
# What these write is a relation between two parties, a saved search, and a part of an engagement.
SHARED = {
    ("recordFollowUp", "Engagement"),
    ("recordOutcome", "Engagement"),
    ("planEngagement", "Engagement"),
    ("saveSearch", "SavedSearch"),
    ("excludeParty", "Relation"),
    ("readmitParty", "Relation"),
    ("relateParties", "Relation"),
    ("unrelateParties", "Relation"),
}


def outputs(schema: GraphQLSchema) -> Iterator[GraphQLObjectType | GraphQLInterfaceType]:
    for name, found in schema.type_map.items():
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType) and name[:2] != "__":
            yield found


def places(schema: GraphQLSchema) -> Iterator[Place]:
    """Each field, argument and input field: where it stands, its name, its type."""
    for found in outputs(schema):
        for name, field in found.fields.items():
            yield f"{found.name}.{name}", name, field.type
            for argument, given in field.args.items():
                yield f"{found.name}.{name}({argument})", argument, given.type
    for given in schema.type_map.values():
        if isinstance(given, GraphQLInputObjectType):
            for name, part in given.fields.items():
                yield f"{given.name}.{name}", name, part.type


def letters(schema: GraphQLSchema) -> Iterator[str]:
    """`TypeNames`, `fieldNames`, `ENUM_VALUES`."""
    for name, found in schema.type_map.items():
        if name[:2] != "__" and not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            yield name
        if isinstance(found, GraphQLEnumType) and name[:2] != "__":
            bad = (each for each in found.values if not re.fullmatch(r"[A-Z][A-Z0-9_]*", each))
            yield from (f"{name}.{each}" for each in bad)
    yield from (
        where for where, name, _ in places(schema) if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name)
    )


def lists(schema: GraphQLSchema) -> Iterator[str]:
    """No list has gaps."""
    for where, _, found in places(schema):
        inner = found.of_type if is_non_null_type(found) else found
        if is_list_type(inner) and not is_non_null_type(inner.of_type) and where not in GAPS:
            yield where


def identities(schema: GraphQLSchema) -> Iterator[str]:
    """Ids, and nothing else, are of the type `ID`."""
    for where, name, found in places(schema):
        is_id = get_named_type(found).name == "ID"
        if is_id is not bool(IDENTITY.match(name)) and where not in GRAPH_IDS:
            yield where


def times(schema: GraphQLSchema) -> Iterator[str]:
    """Moments, and nothing else, are of the type `DateTime`, and named as moments."""
    for where, name, found in places(schema):
        is_moment = get_named_type(found).name == "DateTime"
        if is_moment is not bool(TIME.search(name)) and where not in DAYS:
            yield where


def scalars(schema: GraphQLSchema) -> Iterator[str]:
    """No second scalar for what has one already."""
    for where, _, found in places(schema):
        named = get_named_type(found)
        if type(named).__name__ == "GraphQLScalarType" and named.name not in SCALARS:
            yield where


def connections(schema: GraphQLSchema) -> Iterator[str]:
    """`XConnection` holds `XEdge`s of `X`; whoever returns one takes a page's arguments."""
    for found in outputs(schema):
        shape = {name: str(field.type) for name, field in found.fields.items()}
        item = found.name.removesuffix("Connection")
        wanted = {
            "edges": f"[{item}Edge!]!",
            "nodes": f"[{item}!]!",
            "pageInfo": "PageInfo!",
            "totalCount": "Int!",
        }
        if ("edges" in shape or item != found.name) and not shape.items() >= wanted.items():
            yield found.name
        edge = {"cursor": "String!", "node": f"{found.name.removesuffix('Edge')}!"}
        if found.name.endswith("Edge") and not shape.items() >= edge.items():
            yield found.name
        for name, field in found.fields.items():
            is_list = str(field.type).rstrip("!").endswith("Connection")
            if is_list and not set(field.args) >= PAGE:
                yield f"{found.name}.{name}"


def inputs(schema: GraphQLSchema) -> Iterator[str]:
    """Inputs, and nothing else, are `…Input`; a mutation's own is its only `input`."""
    for name, found in schema.type_map.items():
        is_input = name.endswith("Input") and name not in ABOUT_INPUTS
        if isinstance(found, GraphQLInputObjectType) is not is_input:
            yield name
    for name, field in mutations(schema):
        given = field.get("input")
        if given is not None and str(given) != f"{name[0].upper()}{name[1:]}Input!":
            yield f"Mutation.{name}(input)"
        if given is not None and len(set(field) - {"idempotencyKey"}) > 1:
            yield f"Mutation.{name}"


def mutations(schema: GraphQLSchema) -> Iterator[tuple[str, dict[str, GraphQLType]]]:
    if schema.mutation_type:
        for name, field in schema.mutation_type.fields.items():
            yield name, {key: given.type for key, given in field.args.items()}


def payloads(schema: GraphQLSchema) -> Iterator[str]:
    """A mutation answers with its own payload, or that of what it is about: `NeedPayload!`."""
    root = schema.mutation_type
    for name, field in root.fields.items() if root else ():
        about = str(field.type).removesuffix("Payload!")
        is_own = f"{name[0].upper()}{name[1:]}".endswith(about) or (name, about) in SHARED
        if about == str(field.type) or not is_own:
            yield f"Mutation.{name}"
    for name, found in schema.type_map.items():
        if name.endswith("Payload") is not isinstance(found, GraphQLUnionType):
            yield name
        if isinstance(found, GraphQLUnionType) and not is_payload(found):
            yield f"{name} = …"


def is_payload(union: GraphQLUnionType) -> bool:
    """`XPayload` is an `XSuccess` first, else a `UserError`."""
    success, *others = union.types
    is_own = union.name.removesuffix("Payload") == success.name.removesuffix("Success")
    of_errors = ["UserError" in [each.name for each in found.interfaces] for found in others]
    return is_own and success.name.endswith("Success") and bool(of_errors) and all(of_errors)


BREACHES: dict[Rule, tuple[str, list[str]]] = {
    letters: ("type Query { Bad: e } enum e { x }", ["e", "e.x", "Query.Bad"]),
    lists: ("type Query { a(b: [Int]): [Int!]! }", ["Query.a(b)"]),
    identities: ("type Query { id: String a(b: ID): Int }", ["Query.id", "Query.a(b)"]),
    times: (
        "scalar DateTime type Query { madeAt: String day: DateTime }",
        ["Query.madeAt", "Query.day"],
    ),
    scalars: ("scalar Instant type Query { a: Instant }", ["Query.a"]),
    connections: (
        "type Query { a: XConnection } type XConnection { edges: [Int!]! } type XEdge { b: Int }",
        ["Query.a", "XConnection", "XEdge"],
    ),
    inputs: (
        (
            "type Query { a(b: Bad): Int } input Bad { c: Int } input PutInput { c: Int }"
            " type Mutation { put(input: PutInput, d: Int): Int }"
        ),
        ["Bad", "Mutation.put(input)", "Mutation.put"],
    ),
    payloads: (
        (
            "interface UserError { e: Int } type Gone implements UserError { e: Int }"
            " type Query { a: Int } type PutPayload { e: Int } type NeedSuccess { e: Int }"
            " type Mutation { put: PutPayload! putNeed: Int closeNeed: OfferPayload!"
            " addNeed: NeedPayload! } union NeedPayload = NeedSuccess | Gone"
            " type OfferSuccess { e: Int } union OfferPayload = OfferSuccess | NeedSuccess"
        ),
        ["Mutation.putNeed", "Mutation.closeNeed", "PutPayload", "OfferPayload = …"],
    ),
}


@pytest.mark.parametrize("rule", BREACHES, ids=lambda rule: rule.__name__)
def test_the_schema_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(build_schema(sdl()))) == []


@pytest.mark.parametrize("rule", BREACHES, ids=lambda rule: rule.__name__)
def test_a_breach_of_the_rule_is_named(rule: Rule) -> None:
    text, breaches = BREACHES[rule]
    assert list(rule(build_schema(text))) == breaches
