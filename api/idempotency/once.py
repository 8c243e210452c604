"""Effect and answer are written in one transaction: there is no moment between them to crash in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.responses import Response
from strawberry.types import ExecutionResult

from api.context import RequestContext
from api.errors import UnavailableError
from api.idempotency.errors import InFlightError, KeyReusedError
from api.idempotency.sealing import Seal
from graph.connection import Graph
from graph.repositories.requests import Claim, Request, Requests, new_claim

Respond: TypeAlias = Callable[[], Awaitable[tuple[ExecutionResult, Response]]]
REPLAYED = "idempotent-replayed"


async def answer_once(
    context: RequestContext, key: str, body_hash: str, respond: Respond
) -> Response:
    """The answer to a mutation: of now, or of the first time.

    Raises:
        InFlightError: the first time is not over.
        KeyReusedError: the first time, another thing was asked.
        AnswerLostError: the first answer cannot be read any more.
    """
    secret = context.app.service.secret_key.get_secret_value()
    seal = Seal(secret, context.signed_in.actor, key)
    claim = new_claim(seal.request_id, body_hash)
    outside = context.graph
    found = await Requests(outside).claim(claim)
    if found.body_hash != body_hash:
        raise KeyReusedError
    if found.owner != claim.owner:
        return _replay(found, seal)
    is_kept = False
    try:
        response, is_kept = await _execute(context, claim, seal, respond)
    finally:
        context.graph = outside
        if not is_kept:
            # Also where the request is cancelled: who asks again must not wait for the lease.
            await asyncio.shield(Requests(context.app_graph).release(claim))
    await context.send_hints()
    return response


async def _execute(
    context: RequestContext, claim: Claim, seal: Seal, respond: Respond
) -> tuple[Response, bool]:
    """The answer, and whether it is kept: not where nothing was done."""
    outside = context.graph
    context.hold_hints()
    async with outside.unit() as unit:
        if not await Requests(unit).hold(claim):
            raise InFlightError
        context.graph = unit
        result, response = await respond()
        if result.data is None:
            return response, False
        if not (unit.has_failed or context.is_refused):
            await _keep(unit, claim, seal, response)
            await unit.commit()
            return response, True
    if not context.is_refused:
        raise UnavailableError
    # What was refused changed nothing, and will be refused the same way again.
    await _keep(outside, claim, seal, response)
    return response, True


async def _keep(graph: Graph, claim: Claim, seal: Seal, response: Response) -> None:
    sealed = seal.close(bytes(response.body))
    media_type = response.media_type or ""
    if not await Requests(graph).finish(claim, sealed, response.status_code, media_type):
        raise InFlightError


def _replay(found: Request, seal: Seal) -> Response:
    if found.answer is None or found.status is None:
        raise InFlightError
    answer = seal.open(found.answer)
    return Response(answer, found.status, {REPLAYED: "true"}, media_type=found.media_type)
