"""A network under test: a tenant of its own, and what may be asked of the API with its key."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from prometheus_client import REGISTRY

from api.app import create_app
from api.context import AppContext
from api.global_ids import split_global_id
from graph.connection import Graph
from tests.integration.api.documents import mutation

Json = dict[str, Any]


@dataclass
class HintList:
    """A queue that keeps what it was told."""

    hints: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def hint(self, job: str, **ids: str) -> None:
        self.hints.append((job, ids))


REGISTER_SME = mutation(
    "registerOrganization",
    "organization { id name kind siret region contact { name email } place { code } "
    "sector { code } }",
)
REGISTER_MENTOR = mutation("registerMentor", "mentor { id name kind }")
REGISTER_NEED = mutation(
    "registerNeed",
    "need { id title status matchedAt skills { code } party { id } deadline hosting }",
)
REGISTER_OFFER = mutation(
    "registerOffer",
    "offer { id title status capacity taken skills { code } party { id } regions }",
)


@dataclass(frozen=True)
class Network:
    """A tenant with a client that holds a key of it."""

    graph: Graph
    tenant_id: str
    client: httpx.AsyncClient

    def address(self, name: str) -> str:
        """An address that nobody has in another network: a person is one in all of them."""
        return f"{name}@{self.tenant_id}.example"

    async def answer(self, query: str, **variables: Any) -> Json:
        """The whole answer."""
        body = {"query": query, "variables": variables}
        answer: Json = (await self.client.post("/graphql", json=body)).json()
        return answer

    async def ask(self, query: str, **variables: Any) -> Json:
        """The data of an operation that must not fail."""
        answer = await self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        data: Json = answer["data"]
        return data

    async def error(self, query: str, **variables: Any) -> Json:
        """The one error of an operation that must fail."""
        errors = (await self.answer(query, **variables))["errors"]
        assert len(errors) == 1, errors
        error: Json = errors[0]
        return error

    async def refusals(self, query: str, **values: Any) -> list[tuple[str, str]]:
        """Code and path of each mistake that a mutation with one input names."""
        (payload,) = (await self.ask(query, input=values)).values()
        return [(error["code"], ".".join(error["path"])) for error in payload.get("errors", [])]

    async def register_sme(self, name: str = "Forge du Centre", **values: Any) -> str:
        """The id of a new SME."""
        found = await self.ask(REGISTER_SME, input={"kind": "SME", "name": name} | values)
        return str(found["registerOrganization"]["organization"]["id"])

    async def raw_party(self) -> str:
        """The id in the graph of a new party."""
        return split_global_id(await self.register_sme())[1]

    async def register_mentor(self, name: str = "Anne Martin", **values: Any) -> str:
        """The id of a new mentor."""
        found = await self.ask(REGISTER_MENTOR, input={"name": name} | values)
        return str(found["registerMentor"]["mentor"]["id"])

    async def register_need(self, party_id: str, title: str, **values: Any) -> str:
        """The id of a new need."""
        values = {"partyId": party_id, "kind": "MENTORING", "title": title} | values
        found = await self.ask(REGISTER_NEED, input=values)
        return str(found["registerNeed"]["need"]["id"])

    async def register_offer(self, party_id: str, title: str, **values: Any) -> str:
        """The id of a new offer."""
        values = {"partyId": party_id, "kind": "MENTORING", "title": title} | values
        found = await self.ask(REGISTER_OFFER, input=values)
        return str(found["registerOffer"]["offer"]["id"])


@asynccontextmanager
async def serving(
    context: AppContext, headers: Mapping[str, str] | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that holds this context."""

    @asynccontextmanager
    async def opener() -> AsyncIterator[AppContext]:
        yield context

    app = create_app(opener, settings=context.settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport, base_url="http://api.test", headers=headers
        ) as client,
    ):
        yield client


def count_queries() -> dict[str, float]:
    """How often each named query ran in this process so far."""
    return {
        sample.labels["query"]: sample.value
        for metric in REGISTRY.collect()
        if metric.name == "maillage_graph_query_seconds"
        for sample in metric.samples
        if sample.name.endswith("_count")
    }


async def queries_of(network: Network, query: str, **variables: Any) -> dict[str, int]:
    """Which queries an operation runs, and how often."""
    before = count_queries()
    await network.ask(query, **variables)
    after = count_queries()
    return {
        name: int(count - before.get(name, 0))
        for name, count in after.items()
        if count > before.get(name, 0)
    }
