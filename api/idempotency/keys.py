"""The key of a request, and whether it means anything for what is asked."""

import hashlib
import re

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    parse,
)
from starlette.requests import Request
from strawberry.http import GraphQLRequestData

from api.http.refusals import BadRequestError
from api.limits.bounds import MAX_CHARACTERS, MAX_TOKENS

HEADER = "idempotency-key"
EXTENSION = "idempotencyKey"
ALLOWED = re.compile(r"[\x21-\x7e]{8,255}")


def idempotency_key(request: Request, asked: GraphQLRequestData) -> str | None:
    """The key of a mutation, from the header or from `extensions.idempotencyKey`; None without.

    Queries change nothing: their keys are passed over.

    Raises:
        BadRequestError: a key that is none, or one with several mutations.
    """
    key = request.headers.get(HEADER) or (asked.extensions or {}).get(EXTENSION)
    if key is None or not _is_one_mutation(asked):
        return None
    if not isinstance(key, str) or not ALLOWED.fullmatch(key):
        raise BadRequestError(
            "An idempotency key has 8 to 255 visible ASCII characters: send a random UUID."
        )
    return key


def body_hash(asked: GraphQLRequestData) -> str:
    """What tells one request from another: document, operation and variables."""
    parts = [asked.query, asked.operation_name, asked.variables or {}]
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _is_one_mutation(asked: GraphQLRequestData) -> bool:
    if len(asked.query or "") > MAX_CHARACTERS:
        return False
    try:
        document = parse(asked.query or "", max_tokens=MAX_TOKENS)
    except (GraphQLError, RecursionError):
        return False  # it will be refused, and told why
    operation = _operation(document, asked.operation_name)
    if operation is None or operation.operation is not OperationType.MUTATION:
        return False
    selections = operation.selection_set.selections
    if len(selections) != 1 or not isinstance(selections[0], FieldNode):
        raise BadRequestError("An idempotency key goes with one mutation: send them one by one.")
    return True


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if name is not None:
        found = [node for node in found if node.name and node.name.value == name]
    return found[0] if len(found) == 1 else None
