"""Requests with an idempotency key: who works on them, and what they were answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.connection import Graph
from graph.ids import new_id
from graph.models.entities import Entity

LEASE = timedelta(seconds=30)
"""Longer than a request may take: one that is older has nobody working on it any more."""
RETENTION = timedelta(hours=24)


class Request(Entity):
    """A request by the hash of its key. `answer` is sealed; None while it is in flight."""

    tenant_id: str
    state: str
    owner: str
    body_hash: str
    expires_at: datetime
    answer: bytes | None = None
    status: int | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One try at a request. `owner` tells this try from others: only the newest may finish."""

    id: str
    owner: str
    body_hash: str


def new_claim(request_id: str, body_hash: str) -> Claim:
    """A claim that nobody else has."""
    return Claim(request_id, new_id(), body_hash)


class Requests:
    """The requests of one tenant. Inside a `GraphUnit`, a finish commits with the effect."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def claim(self, claim: Claim) -> Request:
        """The request as it stands: it is the claim's own where it has the claim's owner.

        Whoever works on it holds its lock, so it is read before anything is written.
        """
        now = self._graph.clock()
        found = await self._graph.read("get_request", id=claim.id)
        request = Request.model_validate(found[0]["request"]) if found else None
        if request and request.expires_at > now and not self._is_lost(found[0]["request"], now):
            return request
        rows = await self._graph.write(
            "claim_request",
            id=claim.id,
            owner=claim.owner,
            body_hash=claim.body_hash,
            leased_until=now + LEASE,
            expires_at=now + RETENTION,
        )
        return Request.model_validate(rows[0]["request"])

    @staticmethod
    def _is_lost(row: dict[str, datetime | None], now: datetime) -> bool:
        leased_until = row.get("leased_until")
        return leased_until is not None and leased_until <= now

    async def hold(self, claim: Claim) -> bool:
        """Locks the request to the end of this transaction; False where another try took over."""
        return bool(await self._graph.write("hold_request", id=claim.id, owner=claim.owner))

    async def finish(self, claim: Claim, answer: bytes, status: int, media_type: str) -> bool:
        """Writes the answer; False where another try took over."""
        rows = await self._graph.write(
            "finish_request",
            id=claim.id,
            owner=claim.owner,
            answer=answer,
            status=status,
            media_type=media_type,
        )
        return bool(rows)

    async def release(self, claim: Claim) -> None:
        """Forgets a try of which nothing stayed; one that was finished is left alone."""
        await self._graph.write("release_request", id=claim.id, owner=claim.owner)


async def forget_expired(graph: Graph, *, limit: int = 1_000) -> int:
    """Forgets requests whose time is over, of all tenants, some at a time; how many they were."""
    rows = await graph.write("delete_expired_requests", limit=limit)
    return int(rows[0]["deleted"])
