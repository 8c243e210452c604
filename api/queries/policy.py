"""How matches are made: open to everyone whom they concern."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.paging import PageRequest, connection
from api.queries.arguments import Kind
from api.types.connection import Connection, Listing
from api.types.policy import MatchPolicy, MatchPolicyVersion, OfKind
from graph.repositories.policies import Policies


@strawberry.type
class PolicyQueries:
    """Parameters in force, and those before."""

    @resolved(
        "What counts in matches of a kind, how much, which version of it is in force, and what "
        "of it may be changed."
    )
    async def match_policy(self, info: Info, kind: OfKind) -> MatchPolicy:
        """One query."""
        policies = (await info.context.matching()).policies
        in_force = await policies.in_force()
        return MatchPolicy.of(in_force.configs[kind.value], in_force.versions.get(kind.value))

    @connection("Every version of the parameters that was ever in force.")
    async def match_policy_versions(
        self, info: Info, kind: Kind = None, *, asked: PageRequest
    ) -> Connection[MatchPolicyVersion]:
        """One query a page."""
        found = Policies(info.context.graph)
        listing = Listing(
            "matchPolicyVersions", found.history, found.count, MatchPolicyVersion.of, {"kind": kind}
        )
        return await listing.page(info, asked)
