"""GraphQL over HTTP: who calls, how long it may take, and what failures look like."""

import asyncio
from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from api.context import AppContext, Caller, RequestContext
from api.errors import ApiError, RequestTimeoutError, UnavailableError, present, status_of
from api.http.answers import GRAPHQL_JSON, BadRequest, add_advice, refusal, wanted_type
from api.http.body import limited
from graph.errors import GraphUnavailableError


class GraphQLEndpoint(GraphQL[RequestContext, None]):
    """The ASGI application at /graphql."""

    def __init__(self, schema: BaseSchema, *, is_development: bool, timeout_s: float) -> None:
        ide = "graphiql" if is_development else None
        super().__init__(schema, graphql_ide=ide, subscription_protocols=())  # type: ignore[arg-type]  # the literal is inferred as str
        self._is_development = is_development
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request; whatever fails is told as GraphQL tells errors."""
        request = Request(scope, limited(receive))
        try:
            response = await self.run(request)
        except HTTPException as error:
            response = refusal(request, BadRequest(error.reason), error.status_code)
        except GraphUnavailableError:
            response = refusal(request, UnavailableError(), 503)
        except ApiError as error:
            response = refusal(request, error, 400)
        await response(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> RequestContext:
        """Signs the caller in. Raises UnauthenticatedError."""
        assert isinstance(request, Request)  # noqa: S101  # no subscriptions are offered
        app: AppContext = request.app.state.context
        request.state.sub_response = response
        caller = await self._caller(request)
        return RequestContext(app, caller, request.state.request_id, len(await request.body()))

    async def _caller(self, request: Request) -> Caller | None:
        header = request.headers.get("authorization")
        if header is None and self._is_development:
            return None
        caller: Caller = await request.app.state.authenticator.sign_in(header)
        return caller

    async def execute_single(self, *args: Any, **kwargs: Any) -> ExecutionResult:
        """Executes within the time limit. Raises RequestTimeoutError."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await super().execute_single(*args, **kwargs)
        except TimeoutError as error:
            raise RequestTimeoutError(
                f"This took longer than {self._timeout_s:g} s and was ended: ask for less."
            ) from error

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        """The result as it is sent, and the HTTP status that its errors ask for."""
        sub_response: Response = request.state.sub_response
        sub_response.media_type = wanted_type(request)
        is_refused = isinstance(result, PreExecutionError)
        answer: dict[str, Any] = {} if is_refused else {"data": result.data}
        if result.errors:
            answer["errors"] = errors = [
                present(error, request.state.request_id) for error in result.errors
            ]
            default = 400 if is_refused and sub_response.media_type == GRAPHQL_JSON else 200
            sub_response.status_code = status_of(errors) or default
            add_advice(sub_response)
        return answer  # type: ignore[return-value]  # a total dict is one of its keys

    def create_response(
        self,
        response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse],
        sub_response: Response,
    ) -> Response:
        """The response in the type that the caller prefers."""
        response = Response(
            orjson.dumps(response_data),
            status_code=sub_response.status_code or 200,
            media_type=sub_response.media_type,
        )
        response.headers.raw.extend(sub_response.headers.raw)
        return response

    def decode_json(self, data: str | bytes) -> object:
        """The body. Raises HTTPException where it is no JSON object."""
        try:
            body = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise HTTPException(400, "The request body is not JSON.") from error
        if not isinstance(body, dict):
            raise HTTPException(400, "Send one JSON object with the key `query`.")
        return body
