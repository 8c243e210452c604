"""The sign-in services that networks trust."""

from collections.abc import Sequence

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.events import event_row
from graph.models.issuer import Issuer, IssuerInput
from graph.models.vocabulary import PartyKind

AUDIENCE = "maillage:{slug}"
"""The audience that a network's administrators may always use: no other network can take it."""


class TakenAudienceError(NotFoundError):
    """Another network trusts this issuer with this audience."""


class Issuers:
    """The sign-in services of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def save(self, given: IssuerInput, *, actor: str) -> Issuer:
        """Trusts a service, or changes how.

        Raises:
            TakenAudienceError: another network has this issuer with this audience.
        """
        issuer_id = new_id()
        properties = given.model_dump(mode="json", exclude={"url", "audience"})

        async def work(transaction: Transaction) -> list[Record]:
            rows = await transaction.run(
                "upsert_issuer",
                id=issuer_id,
                url=given.url,
                audience=given.audience,
                properties=properties,
            )
            if rows:
                event = event_row(actor, "issuer.saved", rows[0]["issuer"]["id"])
                await transaction.run("record_events", rows=[event])
            return rows

        rows = await self._graph.transact(work)
        if not rows:
            raise TakenAudienceError("this issuer and audience are taken: choose another audience")
        return Issuer.model_validate(rows[0]["issuer"])

    async def all(self) -> list[Issuer]:
        """Oldest first."""
        rows = await self._graph.read("list_issuers")
        return [Issuer.model_validate(row["issuer"]) for row in rows]

    async def get_many(self, ids: Sequence[str]) -> dict[str, Issuer]:
        """Those that exist, by id."""
        return {issuer.id: issuer for issuer in await self.all() if issuer.id in set(ids)}

    async def remove(self, issuer_id: str, *, actor: str) -> Issuer:
        """Trusts a service no more. Raises NotFoundError."""

        async def work(transaction: Transaction) -> list[Record]:
            rows = await transaction.run("delete_issuer", id=issuer_id)
            if rows:
                event = event_row(actor, "issuer.removed", issuer_id)
                await transaction.run("record_events", rows=[event])
            return rows

        rows = await self._graph.transact(work)
        if not rows:
            raise NotFoundError(f"no sign-in service has the id {issuer_id}: check the id")
        return Issuer.model_validate(rows[0]["issuer"])

    async def party_of(self, external_key: str) -> tuple[str, PartyKind] | None:
        """Id and kind of the party with this key of its source."""
        rows = await self._graph.read("get_party_by_external_key", external_key=external_key)
        return (rows[0]["id"], PartyKind(rows[0]["kind"])) if rows else None


async def issuers_of_url(graph: Graph, url: str) -> list[Issuer]:
    """Whoever trusts this issuer, of all networks."""
    rows = await graph.read("list_issuers_by_url", url=url)
    return [Issuer.model_validate(row["issuer"]) for row in rows]
