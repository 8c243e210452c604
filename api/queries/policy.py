"""How matches are made: open to everyone whom they concern."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.queries.arguments import After, First, Kind
from api.types.connection import DEFAULT_PAGE, Connection, checked_first, connect
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
        in_force = await info.context.matching.policies.in_force()
        return MatchPolicy.of(in_force.configs[kind.value], in_force.versions.get(kind.value))

    @resolved("Every version of the parameters that was ever in force, newest first.")
    async def match_policy_versions(
        self, info: Info, kind: Kind = None, first: First = DEFAULT_PAGE, after: After = None
    ) -> Connection[MatchPolicyVersion]:
        """One query a page."""
        cursors = info.context.cursors.of_list("matchPolicyVersions", {"of": kind})
        page = await Policies(info.context.graph).history(
            kind, first=checked_first(first), after=cursors.read(after)
        )
        return connect(page, MatchPolicyVersion.of, cursors, after=after)
