"""The schema as a page to read: `docs/api/reference.md`."""

from collections.abc import Iterator, Mapping

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLType,
    GraphQLUnionType,
    NullValueNode,
    build_schema,
    get_named_type,
    print_ast,
    specified_scalar_types,
)

HEAD = """# Reference

Written by `maillage schema` from the schema itself; a test compares it. [The guide](guide.md) shows
how to use it, [permissions](permissions.md) say who may call what, [the changelog](changelog.md)
tells what changed.

`!` marks what is never null. Lists are connections: one of `Need` is a `NeedConnection` with
`edges { cursor node }`, `nodes`, `pageInfo` and `totalCount`, and takes `first`, `last`, `after`,
`before` and `order`; these are left out below.
"""
PAGE = frozenset({"first", "last", "after", "before", "order"})
KINDS: Mapping[str, tuple[type[GraphQLNamedType], ...]] = {
    "Objects": (GraphQLObjectType,),
    "Interfaces and unions": (GraphQLInterfaceType, GraphQLUnionType),
    "Inputs": (GraphQLInputObjectType,),
    "Enums": (GraphQLEnumType,),
    "Scalars": (GraphQLScalarType,),
}


def page(text: str) -> str:
    """The page in Markdown for a schema in its definition language."""
    schema = build_schema(text)
    roots = {"Queries": schema.query_type, "Mutations": schema.mutation_type}
    lines = [HEAD]
    for title, root in roots.items():
        if root:
            lines += [f"## {title}", ""]
            lines += [line for name in sorted(root.fields) for line in _root(name, root)]
    shown = [found for found in schema.type_map.values() if _is_shown(found, roots.values())]
    for title, classes in KINDS.items():
        lines += [f"## {title}", ""]
        of_kind = sorted((t for t in shown if isinstance(t, classes)), key=lambda t: t.name)
        lines += [line for found in of_kind for line in _type(found)]
    return "\n".join(lines)


def _is_shown(found: GraphQLNamedType, roots: object) -> bool:
    is_ours = not found.name.startswith("__") and found.name not in specified_scalar_types
    is_root = found in roots  # type: ignore[operator]  # a view of the roots
    return is_ours and not is_root and not found.name.endswith(("Connection", "Edge"))


def _root(name: str, root: GraphQLObjectType) -> Iterator[str]:
    field = root.fields[name]
    yield from [f"### {name}", "", _words(field.description), ""]
    arguments = _arguments(field)
    if arguments:
        yield from ["| argument | type | |", "|---|---|---|"]
        for key, given in arguments.items():
            yield f"| `{key}` | {_linked(given.type)}{_default(given)} | {_words(given.description)} |"
        yield ""
    yield from [f"Gives {_linked(field.type)}.", ""]


def _type(found: GraphQLNamedType) -> Iterator[str]:
    yield from [f"### {found.name}", "", _words(found.description), ""]
    if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
        if found.interfaces:
            yield from [f"Is a {', '.join(_linked(each) for each in found.interfaces)}.", ""]
        yield from ["| field | type | |", "|---|---|---|"]
        yield from (_field(name, field) for name, field in found.fields.items())
        yield ""
    elif isinstance(found, GraphQLUnionType):
        yield from [f"One of {', '.join(_linked(each) for each in found.types)}.", ""]
    elif isinstance(found, GraphQLInputObjectType):
        yield from ["| field | type | |", "|---|---|---|"]
        for name, part in found.fields.items():
            told = _words(part.description)
            yield f"| `{name}` | {_linked(part.type)}{_default(part)} | {told} |"
        yield ""
    elif isinstance(found, GraphQLEnumType):
        yield from ["| value | |", "|---|---|"]
        yield from (f"| `{key}` | {_words(v.description)} |" for key, v in found.values.items())
        yield ""


def _field(name: str, field: GraphQLField) -> str:
    given = ", ".join(
        f"{key}: {_linked(each.type)}{_default(each)}" for key, each in _arguments(field).items()
    )
    told = f"`{name}` ({given})" if given else f"`{name}`"
    return f"| {told} | {_linked(field.type)} | {_words(field.description)} |"


def _arguments(field: GraphQLField) -> dict[str, GraphQLArgument]:
    is_list = get_named_type(field.type).name.endswith("Connection")
    return {key: v for key, v in field.args.items() if not (is_list and key in PAGE)}


def _default(given: GraphQLArgument | GraphQLInputField) -> str:
    value = given.ast_node.default_value if given.ast_node else None
    is_told = value is not None and not isinstance(value, NullValueNode)
    return f" = `{print_ast(value)}`" if value and is_told else ""


def _linked(found: GraphQLType) -> str:
    """`[Need!]!` with a link to what it is a list of."""
    name, text = get_named_type(found).name, str(found)
    if name in specified_scalar_types:
        return f"`{text}`"
    if name.endswith("Connection"):
        return f"[`{text}`](#{name.removesuffix('Connection').lower()})"
    return f"[`{text}`](#{name.lower()})"


def _words(description: str | None) -> str:
    return " ".join((description or "").split()).replace("|", "\\|")
