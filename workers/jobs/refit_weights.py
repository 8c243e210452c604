"""`weights.refit`: every night, each tenant's weights learn from its answers, where that wins."""

import structlog

from graph.repositories.tenants import Tenants
from matching.learning.nightly import refit_tenant
from workers.context import WorkerContext

log = structlog.get_logger()


async def refit_weights(context: WorkerContext) -> None:
    """Refits tenant by tenant; one that fails is tried again the next night, the others go on."""
    for tenant in await Tenants(context.graph).all():
        try:
            decisions = await refit_tenant(context.graph.for_tenant(tenant.id))
        except Exception as error:
            log.exception("weights not refitted", tenant_id=tenant.id, why=type(error).__name__)
            continue
        for decision in decisions:
            log.info(
                "weights refitted",
                tenant_id=tenant.id,
                subject=decision.subject_id,
                is_kept=decision.refit.accepted,
                why=decision.refit.why,
            )
