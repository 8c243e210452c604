"""Who calls."""

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.viewer import Network, Viewer
from graph.repositories.tenants import Tenants


@strawberry.type
class ViewerQueries:
    """The caller."""

    @resolved("Who calls, and what the key may do.")
    async def viewer(self, info: Info) -> Viewer:
        """The caller is known from signing in; the network is read."""
        caller = info.context.signed_in
        tenant = await Tenants(info.context.app.graph).get(caller.tenant_id)
        network = Network(
            slug=tenant.slug,
            name=tenant.name,
            language=tenant.language,
            is_review_required=tenant.is_review_required,
        )
        return Viewer(
            network=network,
            key_name=caller.name,
            key_hint=caller.hint,
            scopes=list(caller.scopes),
            role=caller.role,
            party_id=caller.party_id,
        )
