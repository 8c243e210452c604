"""Points of the caller of a request: taken, given back, and told in headers.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `r` points are left, `q` are the
size of the bucket, and an empty one is full again after `w` seconds.
"""

from api.context import RequestContext
from api.errors import RateLimitedError
from api.limits.buckets import REFILL_POINTS_PER_S, SIZE_POINTS

# A document that was not seen before is parsed and checked. Bad ones stay that dear.
POINTS_OF_NEW_DOCUMENT = 5
STRANGERS = "strangers"
POLICY = f'"points";q={SIZE_POINTS};w={SIZE_POINTS // REFILL_POINTS_PER_S}'


async def spend(context: RequestContext, points: float) -> None:
    """Takes points of the caller. All who have no key share one bucket.

    Raises:
        RateLimitedError: there are not as many.
    """
    balance = await context.app.buckets.take(_actor(context), points)
    context.answer_headers["ratelimit-policy"] = POLICY
    context.answer_headers["ratelimit"] = f'"points";r={max(0, int(balance.points))}'
    if not balance.is_taken:
        raise RateLimitedError(points, balance.wait_s(points))


def give_back(context: RequestContext, points: float) -> None:
    """Returns points to the caller that were not needed."""
    if points:
        context.app.buckets.give_back(_actor(context), points)


def _actor(context: RequestContext) -> str:
    return STRANGERS if context.caller is None else context.caller.actor
