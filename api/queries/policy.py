"""How matches are made: open to everyone whom they concern."""

from typing import Annotated

import strawberry

from api.context import Info
from api.errors import UnauthenticatedError
from api.fields import resolved
from api.paging import PageRequest, connection
from api.queries.arguments import Kind
from api.types.connection import Connection, Listing
from api.types.policy import MatchPolicy, MatchPolicyVersion, OfKind
from graph.errors import NotFoundError
from graph.models.vocabulary import MatchKind
from graph.repositories.policies import Policies

OfNetwork = Annotated[
    str | None,
    strawberry.argument(
        description="The slug of a network, see `viewer`: whose policy; null for the caller's own."
    ),
]


@strawberry.type
class PolicyQueries:
    """Parameters in force, and those before."""

    @resolved(
        "What counts in matches of a kind, how much, which version of it is in force, and what "
        "of it may be changed. Public: with `network`, this field may be read without a key."
    )
    async def match_policy(
        self, info: Info, kind: OfKind, network: OfNetwork = None
    ) -> MatchPolicy:
        """One query; of a named network, two."""
        if network is not None:
            return await public_policy(info, kind, network)
        if info.context.caller is None:
            raise UnauthenticatedError("Without a key, name the network: send `network`.")
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


async def public_policy(info: Info, kind: MatchKind, slug: str) -> MatchPolicy:
    """The policy of a network as everybody may read it. Raises NotFoundError."""
    try:
        graph = await info.context.public_graph(slug)
    except NotFoundError as error:
        raise NotFoundError("No network has this slug: check it.") from error
    in_force = await (await info.context.matching(graph)).policies.in_force()
    version = in_force.versions.get(kind.value)
    # Why it was changed is written for the network's own people.
    told = None if version is None else version.model_copy(update={"note": ""})
    return MatchPolicy.of(in_force.configs[kind.value], told)
