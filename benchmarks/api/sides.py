"""The servers that are measured, how each is asked, and whether they tell the same."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from benchmarks.api.client import body_of, connect, request_bytes
from benchmarks.api.network import Served
from benchmarks.api.operations import OPERATIONS, SKILLS, TITLE, Operation

Clean = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Side:
    """A server, or several alike, and the requests of each operation as they are asked."""

    name: str
    ports: tuple[int, ...]
    requests: dict[str, list[bytes]]

    def alone(self) -> "Side":
        """One server of it."""
        return replace(self, ports=self.ports[:1])


def graphql_requests(document: str, variables: Sequence[Any], **headers: str) -> list[bytes]:
    return [
        request_bytes("/graphql", orjson.dumps({"query": document, "variables": each}), headers)
        for each in variables
    ]


def our_side(ports: Sequence[int], served: Served) -> Side:
    """The API, with a key."""
    key = f"Bearer {served.secret}"
    return Side(
        "ours",
        tuple(ports),
        {
            o.name: graphql_requests(o.ours, o.our_variables(served), authorization=key)
            for o in OPERATIONS
        },
    )


def peer_side(ports: Sequence[int], served: Served) -> Side:
    """The peer, which checks nothing."""
    requests = {
        each.name: [
            request.replace(b"/graphql", b"/", 1)
            for request in graphql_requests(each.theirs, each.their_variables(served))
        ]
        for each in OPERATIONS
    }
    return Side("peer", tuple(ports), requests)


def ceiling_side(ports: Sequence[int], served: Served) -> Side:
    """JSON written by hand."""
    common = {"tenant_id": served.tenant_id, "after": "~"}
    given: dict[str, list[dict[str, Any]]] = {
        "b": [{"id": each} for each in served.need_ids[:100]],
        "e": [
            {"party_id": each, "title": TITLE, "text": "", "skills": list(SKILLS)}
            for each in served.party_ids[:100]
        ],
    }
    return Side(
        "ceiling",
        tuple(ports),
        {
            o.name: [
                request_bytes(f"/{o.name}", orjson.dumps(common | each), {})
                for each in given.get(o.name, [{}])
            ]
            for o in OPERATIONS
        },
    )


async def answer(side: Side, operation: str) -> Any:
    """The data of one answer. Raises RuntimeError where there are errors."""
    connection = await connect(side.ports[0])
    found = json.loads(body_of(await connection.ask(side.requests[operation][0])))
    connection.close()
    if found.get("errors"):
        raise RuntimeError(f"{side.name} {operation}: {found['errors']}")
    return found["data"]


async def are_same(ours: Side, peer: Side, operation: Operation, clean: Clean) -> bool:
    """Whether both tell the same, in one canonical order."""
    await clean()
    left = operation.our_answer(await answer(ours, operation.name))
    right = operation.their_answer(await answer(peer, operation.name))
    return bool(left == right)
