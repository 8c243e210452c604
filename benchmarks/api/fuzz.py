"""Generated GraphQL cases against the served API: nothing fails on our side, and nothing leaks.

The cases are schemathesis's: for each operation of the schema, documents with arguments of the
right types and odd values.
"""

import asyncio
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

SERVER_ERROR = 500
# What only our own code and texts hold, and what no answer may hold.
TRACES = ("Traceback", "neo4j.", "MATCH (", "site-packages", "graph/queries", "tenant_id")
PARALLEL = 4


@dataclass
class Findings:
    """How the cases went: statuses and codes with their numbers, and what must not be."""

    cases: int = 0
    by_code: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)


def generate(sdl: str, count: int, *, seed: int = 0) -> list[str]:
    """Documents for the operations of a schema, as many for each.

    Raises:
        ImportError: schemathesis is not installed.
    """
    import schemathesis  # an optional dependency
    from hypothesis import HealthCheck, Phase, given, settings, strategies
    from hypothesis import seed as seeded
    from hypothesis_graphql import nodes
    from schemathesis.core.result import Ok

    schemathesis.graphql.scalar("JSON", strategies.text().map(nodes.String))
    found = schemathesis.graphql.from_file(sdl).get_all_operations()
    operations = [one.ok() for one in found if isinstance(one, Ok)]
    each = -(-count // len(operations))
    documents: list[str] = []
    for operation in operations:

        @seeded(seed)
        @settings(
            max_examples=each,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy())
        def collect(case: Any) -> None:
            documents.append(case.body)

        with _quiet():
            collect()
    return documents[:count]


async def send(
    client: httpx.AsyncClient, documents: Sequence[str], *, secrets: Sequence[str]
) -> Findings:
    """Sends the documents; `secrets` are texts that belong to others."""
    found = Findings()
    waiting = iter(documents)

    async def work() -> None:
        for document in waiting:
            response = await client.post("/graphql", json={"query": document})
            _judge(found, document, response, secrets)

    await asyncio.gather(*(work() for _ in range(PARALLEL)))
    return found


def _judge(
    found: Findings, document: str, response: httpx.Response, secrets: Sequence[str]
) -> None:
    found.cases += 1
    errors = response.json().get("errors") or ()
    codes = {error["extensions"]["code"] for error in errors} or {"OK"}
    for code in codes:
        found.by_code[code] = found.by_code.get(code, 0) + 1
    told = f"{response.status_code}: {document}\n{response.text[:500]}"
    if response.status_code >= SERVER_ERROR or "INTERNAL" in codes:
        found.failures.append(told)
    # What was sent may come back in a message.
    if any(text in response.text and text not in document for text in (*TRACES, *secrets)):
        found.leaks.append(told)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
