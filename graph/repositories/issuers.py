"""The sign-in services that networks trust."""

from collections.abc import Sequence

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.events import event_row, write_noted
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
        rows = await write_noted(
            self._graph,
            "upsert_issuer",
            lambda row: event_row(actor, "issuer.saved", row["issuer"]["id"]),
            id=new_id(),
            url=given.url,
            audience=given.audience,
            properties=given.model_dump(mode="json", exclude={"url", "audience"}),
        )
        if not rows:
            raise TakenAudienceError("this issuer and audience are taken: choose another audience")
        return Issuer.model_validate(rows[0]["issuer"])

    async def all(self) -> list[Issuer]:
        """Oldest first."""
        rows = await self._graph.read("list_issuers")
        return [Issuer.model_validate(row["issuer"]) for row in rows]

    async def get_many(self, ids: Sequence[str]) -> dict[str, Issuer]:
        """Those that exist, by id."""
        wanted = frozenset(ids)
        return {issuer.id: issuer for issuer in await self.all() if issuer.id in wanted}

    async def remove(self, issuer_id: str, *, actor: str) -> Issuer:
        """Trusts a service no more. Raises NotFoundError."""
        rows = await write_noted(
            self._graph,
            "delete_issuer",
            lambda _row: event_row(actor, "issuer.removed", issuer_id),
            id=issuer_id,
        )
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
