"""Making and revoking keys."""

from datetime import datetime
from typing import Annotated

import strawberry

from api.context import Info
from api.inputs import is_to_come, read_id
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.api_key import ApiKey
from api.types.user_error import UserErrorCode
from graph.models.vocabulary import DocumentMode, Scope
from graph.repositories.tenants import ApiKeys

MAX_NAME = 200


@strawberry.input(description="A new key.")
class CreateKeyInput:
    """See `graph.models.entities.ApiKey`."""

    name: str = strawberry.field(description="What it is for, 200 characters at most.")
    scopes: list[Scope] = strawberry.field(
        description="What it may do; each scope includes those before it."
    )
    expires_at: datetime | None = strawberry.field(
        description="From when on it opens nothing, with its time zone; null for never.",
        default=None,
    )
    documents: DocumentMode = strawberry.field(
        description="Which documents it may run.", default=DocumentMode.OPEN
    )


@strawberry.type(description="A key that was made.")
class CreateKeySuccess:
    """The key with its secret."""

    key: ApiKey = strawberry.field(description="The key.")
    secret: str = strawberry.field(
        description="The key itself. It is shown only now: keep it where secrets are kept."
    )


@strawberry.type(description="A key that was revoked.")
class RevokeKeySuccess:
    """The key."""

    key: ApiKey = strawberry.field(description="The key.")


@strawberry.type
class ApiKeyMutations:
    """Create and revoke."""

    @mutation(
        "Makes a key. Several keys may be live at once: to change one, make the next, put it in "
        "use, then revoke the first.",
    )
    async def create_key(
        self,
        info: Info,
        given: Annotated[CreateKeyInput, strawberry.argument(name="input", description="The key.")],
    ) -> CreateKeySuccess:
        name = given.name.strip()
        _refuse_odd(given, name, info.context.graph.clock())
        made = await ApiKeys(info.context.graph).create(
            name,
            list(dict.fromkeys(given.scopes)),
            expires_at=given.expires_at,
            documents=given.documents,
            actor=info.context.signed_in.actor,
        )
        return CreateKeySuccess(key=ApiKey.of(made.key), secret=made.secret)

    @mutation("Revokes a key; within five seconds it opens nothing any more.")
    async def revoke_key(
        self,
        info: Info,
        key_id: Annotated[strawberry.ID, strawberry.argument(name="id", description="The key.")],
    ) -> RevokeKeySuccess:
        raw_id = read_id(key_id, ["ApiKey"], "id")
        with blaming("id"):
            revoked = await ApiKeys(info.context.graph).revoke(
                raw_id, actor=info.context.signed_in.actor
            )
        return RevokeKeySuccess(key=ApiKey.of(revoked))


def _refuse_odd(given: CreateKeyInput, name: str, now: datetime) -> None:
    """Raises RefusedError."""
    if not 1 <= len(name) <= MAX_NAME:
        message = f"A key has a name of 1 to {MAX_NAME} characters: say what it is for."
        raise refused(UserErrorCode.INVALID, message, "input", "name")
    if not given.scopes:
        message = "A key needs a scope: send `READ` for one that only reads."
        raise refused(UserErrorCode.INVALID, message, "input", "scopes")
    until = given.expires_at
    if until is not None and not is_to_come(until, now):
        message = "A key ends at a moment in the future: send one, with its time zone."
        raise refused(UserErrorCode.INVALID, message, "input", "expiresAt")
