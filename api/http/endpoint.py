"""GraphQL over HTTP: who calls, how long it may take, and what failures look like."""

import asyncio
import time
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLRequestData
from strawberry.schema import BaseSchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.caller import Caller
from api.context import AppContext, RequestContext
from api.errors import ApiError, RequestTimeoutError, UnavailableError
from api.http.admission import Admission
from api.http.answers import accepted, refusal, response_to
from api.http.body import bounded
from api.http.caching import with_rules
from api.http.negotiation import GRAPHQL_JSON, JSON, wanted_type
from api.http.parameters import read_parameters, refuse_other_methods
from api.http.refusals import (
    MethodNotAllowedError,
    NotAcceptableError,
    UnknownOperationError,
)
from api.idempotency import answer_once
from api.idempotency.keys import body_hash, idempotency_key
from api.limits.bounds import MAX_BYTES_OF_STRANGERS
from graph.errors import GraphUnavailableError

DATABASE_GRACE_S = 0.25
OPERATIONS = {
    "GET": {OperationType.QUERY},
    "POST": {OperationType.QUERY, OperationType.MUTATION},
}


def is_small(request: Request) -> bool:
    """Whether a request is worth reading without knowing whose it is."""
    if request.method == "GET":
        return len(request.scope["query_string"]) <= MAX_BYTES_OF_STRANGERS
    told = request.headers.get("content-length", "")
    return told.isdecimal() and int(told) <= MAX_BYTES_OF_STRANGERS


class GraphQLEndpoint(GraphQL[RequestContext, None]):
    """The ASGI application at /graphql."""

    def __init__(
        self,
        schema: BaseSchema,
        *,
        is_development: bool,
        timeout_s: float,
        admission: Admission,
    ) -> None:
        ide = "graphiql" if is_development else None
        super().__init__(schema, graphql_ide=ide, subscription_protocols=())  # type: ignore[arg-type]  # the literal is inferred as str
        self._is_development = is_development
        self._timeout_s = timeout_s
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request; whatever fails is told as GraphQL tells errors."""
        # The answer to HEAD is that to GET; the server leaves its body out.
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        arriving = bounded(scope, receive, self._timeout_s)
        request = Request({**scope, "method": method}, arriving)
        response = await self._answer(request)
        await with_rules(response, request.headers)(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            self._admission.refuse_if_full()
            refuse_other_methods(request.method)
            if not self._shows_ide(request) and wanted_type(accepted(request)) is None:
                raise NotAcceptableError(f"Answers are `{GRAPHQL_JSON}` or `{JSON}`: accept one.")
            with self._admission.arrival():
                return await self._serve(request)
        except GraphUnavailableError:
            return refusal(request, UnavailableError())
        except ApiError as error:
            return refusal(request, error)

    async def _serve(self, request: Request) -> Response:
        sub_response = await self.get_sub_response(request)
        context = await self.get_context(request, sub_response)
        if self._shows_ide(request):
            return await self.render_graphql_ide(request)
        asked = await read_parameters(request)
        async with self._admission.turn():
            return await self._take_turn(request, asked, context, sub_response)

    async def _take_turn(
        self,
        request: Request,
        asked: GraphQLRequestData,
        context: RequestContext,
        sub_response: Response,
    ) -> Response:
        caller = context.caller
        if caller is not None:
            asked = await request.app.state.documents.resolve(caller, asked)
        # The database ends what the loaders began; this process tells of it a little earlier.
        context.deadline = time.monotonic() + self._timeout_s + DATABASE_GRACE_S
        respond = partial(self._respond, request, asked, context, sub_response)
        key = idempotency_key(request, asked)
        if key is not None and caller is not None:
            return await answer_once(context, key, body_hash(asked), respond)
        return (await respond())[1]

    async def _respond(
        self,
        request: Request,
        asked: GraphQLRequestData,
        context: RequestContext,
        sub_response: Response,
    ) -> tuple[ExecutionResult, Response]:
        result = await self._execute(request, asked, context)
        sub_response.headers.update(context.answer_headers)
        return result, response_to(request, result, sub_response)

    def _shows_ide(self, request: Request) -> bool:
        """Whether a person looks, in development."""
        return (
            self.graphql_ide is not None
            and request.method == "GET"
            and "query" not in request.query_params
            and "text/html" in request.headers.get("accept", "")
        )

    async def get_context(
        self,
        request: Request | WebSocket,
        response: Response | WebSocket,  # noqa: ARG002  # Strawberry's signature
    ) -> RequestContext:
        """Signs the caller in. Raises UnauthenticatedError."""
        assert isinstance(request, Request)  # noqa: S101  # no subscriptions are offered
        app: AppContext = request.app.state.context
        caller = await self._caller(request)
        request_id = request.state.request_id
        return RequestContext(app, caller, request_id, len(await request.body()))

    async def _caller(self, request: Request) -> Caller | None:
        header = request.headers.get("authorization")
        if header is None and (self._is_development or is_small(request)):
            # What of it is public is told where its document is read.
            return None
        caller: Caller = await request.app.state.authenticator.sign_in(header)
        return caller

    async def _execute(
        self, request: Request, asked: GraphQLRequestData, context: RequestContext
    ) -> ExecutionResult:
        """Executes within the time limit. Raises RequestTimeoutError."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self.schema.execute(
                    asked.query,
                    variable_values=asked.variables,
                    context_value=context,
                    operation_name=asked.operation_name,
                    allowed_operation_types=OPERATIONS[request.method],
                    operation_extensions=asked.extensions,
                )
        except TimeoutError as error:
            raise RequestTimeoutError(
                f"This took longer than {self._timeout_s:g} s and was ended: ask for less."
            ) from error
        except InvalidOperationTypeError as error:
            if request.method == "POST":
                raise UnknownOperationError("Subscriptions are not offered.") from error
            raise MethodNotAllowedError("Send mutations by POST.", ["POST"]) from error
        except CannotGetOperationTypeError as error:
            raise UnknownOperationError(
                "Which operation is meant is not clear: send one, or name it in `operationName`."
            ) from error
