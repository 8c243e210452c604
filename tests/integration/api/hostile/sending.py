"""Sending one mutation with many arguments, and judging what comes back."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tests.integration.api.documents import operations, success_of, variable_type
from tests.integration.api.hostile.subjects import IN_GRAPH, reading_of
from tests.integration.api.hostile.values import Place
from tests.integration.api.network import Json, Network

# So many at once stay within the limits of a document and of a body.
AT_ONCE = 8
REFUSED = "... on UserError { errors { code message path } }"
OF_VALUES = {"BAD_USER_INPUT", "INVALID_DOCUMENT"}


def document(name: str, many: Sequence[Json], asked: str) -> tuple[str, Json]:
    """One mutation under an alias for each of several arguments, and their variables."""
    types = {k: variable_type(each) for k, each in operations()[f"mutation {name}"].args.items()}
    given: list[str] = []
    fields: list[str] = []
    variables: Json = {}
    for number, arguments in enumerate(many):
        given += [f"${key}{number}: {types[key]}" for key in arguments]
        passed = ", ".join(f"{key}: ${key}{number}" for key in arguments)
        of_success = f"... on {success_of(name)} {{ {asked} }}" if asked else ""
        fields.append(f"a{number}: {name}({passed}) {{ __typename {of_success} {REFUSED} }}")
        variables |= {f"{key}{number}": value for key, value in arguments.items()}
    return f"mutation ({', '.join(given)}) {{ {' '.join(fields)} }}", variables


async def sent(network: Network, name: str, many: Sequence[Json], asked: str = "") -> list[Json]:
    """The answers to several arguments, none of which may fail as a whole."""
    answers: list[Json] = []
    for start in range(0, len(many), AT_ONCE):
        part = many[start : start + AT_ONCE]
        query, variables = document(name, part, asked)
        answers += (await network.ask(query, **variables)).values()
    return answers


async def sent_alone(network: Network, name: str, arguments: Json, asked: str = "") -> Json:
    """The whole answer to one mutation."""
    query, variables = document(name, [arguments], asked)
    return await network.answer(query, **variables)


def asked_at(paths: Iterable[str | None]) -> str:
    """A selection that reads the values at some paths, all of them below one field."""
    heads = {re.sub(r"\.\d+", "", path).partition(".")[::2] for path in paths if path}
    names = dict.fromkeys(head for head, _ in sorted(heads))
    below = {name: asked_at([rest for head, rest in heads if head == name]) for name in names}
    return " ".join(f"{name} {{ {rest} }}" if rest else name for name, rest in below.items())


def read_at(place: Place, payload: Json) -> Any:
    """What a success tells of a place."""
    path = reading_of(place)
    assert path is not None, f"{place} is kept, and nothing tells what"
    found: Any = payload
    for part in path.split("."):
        found = found[int(part) if part.isdigit() else part]
    return found[0] if place.path[-1].isdigit() else found


async def kept_in_graph(network: Network, place: Place) -> Any:
    """What the graph has in a place that no answer tells of."""
    (row,) = await network.graph.run_statement(IN_GRAPH[str(place)], id=network.tenant_id)
    return row["kept"]


def untold(place: Place, payload: Json) -> list[str]:
    """The paths of errors that do not name the place."""
    return [
        f"{place}: {error}" for error in payload["errors"] if not place.is_told_by(error["path"])
    ]


def unnamed(place: Place, answer: Json) -> list[str]:
    """Errors that are no answer to a value which its type does not take, or do not name it."""
    return [
        f"{place}: {error}"
        for error in answer["errors"]
        if error["extensions"]["code"] not in OF_VALUES or place.name not in error["message"]
    ]
