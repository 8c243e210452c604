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
        """The key is known from signing in; the network is read."""
        key = info.context.signed_in.key
        tenant = await Tenants(info.context.app.graph).get(key.tenant_id)
        network = Network(
            slug=tenant.slug,
            name=tenant.name,
            language=tenant.language,
            is_review_required=tenant.is_review_required,
        )
        return Viewer(
            network=network, key_name=key.name, key_hint=key.hint, scopes=list(key.scopes)
        )
