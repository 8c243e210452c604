"""Versions of the parameter sets by which a tenant's kinds are matched."""

import json
from collections.abc import Sequence
from typing import Any, Unpack

from graph.connection import Graph, Transaction
from graph.errors import NotFoundError, OutdatedError
from graph.ids import new_id
from graph.lifecycle.events import event_row
from graph.models.entities import PolicyVersion
from graph.models.vocabulary import MatchKind, PolicyOrigin
from graph.records import policy_from
from graph.repositories.paging import Bounds, Page, read_count, read_page

KINDS = [kind.value for kind in MatchKind]


class Policies:
    """The parameter sets of one tenant: append-only, the newest of a kind in force.

    A kind without a version is matched by the defaults of the code.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def add(  # a version, each part by name
        self,
        kind: str,
        parameters: dict[str, Any],
        *,
        origin: PolicyOrigin | str,
        actor: str,
        note: str = "",
        based_on: int | None = None,
    ) -> PolicyVersion:
        """Puts a new version in force and notes who did it, in one transaction.

        `based_on` is the number of the version that was changed (0: the defaults); None takes
        whatever is in force. Versions written at the same time wait for each other.

        Raises:
            OutdatedError: another version came after the one that this is based on.
            ValueError: no such kind or origin.
        """
        kind, origin = MatchKind(kind).value, PolicyOrigin(origin).value
        policy_id = new_id()
        stored = json.dumps(parameters, sort_keys=True)

        async def work(transaction: Transaction) -> PolicyVersion | None:
            rows = await transaction.run(
                "add_policy",
                id=policy_id,
                kind=kind,
                parameters=stored,
                origin=origin,
                actor=actor,
                note=note,
                based_on=based_on,
            )
            if not rows:
                return None
            added = policy_from(rows[0]["policy"])
            event = event_row(
                actor, "policy.added", added.id, kind=kind, number=added.number, origin=origin
            )
            await transaction.run("record_events", rows=[event])
            return added

        added = await self._graph.transact(work)
        if added is None:
            raise OutdatedError(
                f"the parameters of {kind} were changed after version {based_on}: "
                "look at the version in force, then try again"
            )
        return added

    async def current(self) -> dict[str, PolicyVersion]:
        """The version in force of each kind that has one, by kind."""
        rows = await self._graph.read("list_current_policies", kinds=KINDS)
        return {row["policy"]["kind"]: policy_from(row["policy"]) for row in rows}

    async def history(
        self, kind: str | None = None, **bounds: Unpack[Bounds]
    ) -> Page[PolicyVersion]:
        """One page of versions, newest first unless asked otherwise, of one kind or (None) of all."""
        return await read_page(
            self._graph, "list_policies", "policy", policy_from, filters={"kind": kind}, **bounds
        )

    async def count(self, kind: str | None = None) -> int:
        """How many versions there are of one kind or (None) of all."""
        return await read_count(self._graph, "count_policies", {"kind": kind})

    async def get(self, policy_id: str) -> PolicyVersion:
        """Raises NotFoundError."""
        found = await self.get_many([policy_id])
        if policy_id not in found:
            raise NotFoundError(f"no parameter set has the id {policy_id}: check the id")
        return found[policy_id]

    async def get_many(self, ids: Sequence[str]) -> dict[str, PolicyVersion]:
        """The versions that exist, by id."""
        rows = await self._graph.read("get_policies_by_ids", ids=list(ids))
        return {row["policy"]["id"]: policy_from(row["policy"]) for row in rows}
