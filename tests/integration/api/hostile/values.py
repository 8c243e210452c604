"""Values that nobody means to send, and where in a mutation each can be put."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)

from tests.integration.api.documents import operations

STRINGS = [
    "'; MATCH (n) DETACH DELETE n; //",
    '" }) RETURN 1 UNION MATCH (n) RETURN n //',
    "$tenant_id {.*} `Need` {{x}} ${x} %s",
    'AND OR NOT * ? ~ " \\ ( ) [ ] { } : ^ ! && ||',
    "\u202eفلسطين\u202c משהו \u2066a\u202eb\u2069",
    "a\u200bb\u200dc\ufeffd",
    "\u0301\u0489",
    "👩\u200d👩\u200d👧\u200d👦 n\u0303 ﷽",
    "<script>alert(1)</script>",
    "null",
    "«\u00a0L\u2019été\u202f»\u2026 '\"",
    "a\x00b",
    "a\x08\x1b\x7f\x85b",
    "a\nb\r\nc\u2028d",
    "",
    " \t ",
    "x" * 10_000,
]
NUMBERS = [0, -1, 2**31, 2**53 + 1, 10**30, 1e308, -1e308, 5e-324, 0.5, "1", True]
DAYS = ["9999-12-31", "0001-01-01", "10000-01-01", "0000-00-00", "2027-02-30", "-1-1-1", "", 1]
MOMENTS = [
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "10000-01-01T00:00:00+00:00",
    "2099-01-01T25:00:00+00:00",
    "2099-06-01T12:00:00.123456789+05:30",
    "2099-01-01T00:00:00",
    "2099-01-01",
    "",
    1,
]
ODD: dict[str, list[Any]] = {
    "Int": NUMBERS,
    "Float": NUMBERS,
    "Date": DAYS,
    "DateTime": MOMENTS,
}
Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where in the arguments of a mutation a value goes; items of lists are named by numbers."""

    mutation: str
    path: Path
    type_name: str
    can_be_null: bool

    def __str__(self) -> str:
        return f"{self.mutation}({'.'.join(self.path)})"

    @property
    def name(self) -> str:
        """Of the argument or field, also where the value is an item of its list."""
        return next(part for part in reversed(self.path) if not part.isdigit())

    def filled(self, arguments: Mapping[str, Any], value: Any) -> dict[str, Any]:
        """The arguments with the value in this place."""
        found = _put(dict(arguments), self.path, value)
        assert isinstance(found, dict)
        return found

    def is_told_by(self, path: list[str]) -> bool:
        """Whether the path of an error names the place, or what holds it in the input."""
        is_whole = len(path) == 1 < len(self.path)
        return bool(path) and not is_whole and list(self.path[: len(path)]) == path


def places(mutation: str) -> Iterator[Place]:
    """All places of a mutation, from its arguments down to single values."""
    for name, given in operations()[f"mutation {mutation}"].args.items():
        yield from _places(mutation, (name,), given.type)


def _places(mutation: str, path: Path, type_: GraphQLInputType) -> Iterator[Place]:
    inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
    can_be_null = not isinstance(type_, GraphQLNonNull)
    match inner:
        case GraphQLList():
            yield Place(mutation, path, "list", can_be_null)
            yield from _places(mutation, (*path, "0"), inner.of_type)
        case GraphQLInputObjectType():
            yield Place(mutation, path, "object", can_be_null)
            for name, field in inner.fields.items():
                yield from _places(mutation, (*path, name), field.type)
        case _:
            yield Place(mutation, path, inner.name, can_be_null)


def _put(holder: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    if path[0].isdigit():
        return [_put((holder or [None])[0], path[1:], value)]
    given = dict(holder or {})
    return given | {path[0]: _put(given.get(path[0]), path[1:], value)}
