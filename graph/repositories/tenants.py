"""Tenants and their API keys."""

import hashlib
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import validate_email

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.events import event_row, write_noted
from graph.models.entities import ApiKey, Tenant
from graph.models.vocabulary import DocumentMode, Language, Scope

KEY_PREFIX = "mlg_live_"
OVERLAP = timedelta(days=7)
"""How long a replaced key goes on beside its successor."""


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key with its secret, which is shown once and kept nowhere."""

    key: ApiKey
    secret: str


def make_secret() -> str:
    """`mlg_live_` + 192 random bits + a checksum that tells typing errors without a look-up."""
    return with_checksum(secrets.token_urlsafe(24))


def with_checksum(body: str) -> str:
    """A key with this body: prefix and checksum around it."""
    return f"{KEY_PREFIX}{body}{zlib.crc32(body.encode()):08x}"


def is_well_formed(secret: str) -> bool:
    """Whether the checksum of a key holds."""
    body, checksum = secret.removeprefix(KEY_PREFIX)[:-8], secret[-8:]
    return secret.startswith(KEY_PREFIX) and f"{zlib.crc32(body.encode()):08x}" == checksum


def hash_secret(secret: str) -> str:
    """SHA-256 in hex: enough for a secret of 192 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Tenants:
    """All tenants; used by the command line, by sign-in and by jobs that serve each tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def ensure(
        self,
        slug: str,
        name: str,
        *,
        language: Language = Language.FR,
        reply_to: str | None = None,
        is_review_required: bool = False,
        has_quiet_hours: bool = False,
    ) -> Tenant:
        """The tenant with this slug, made if there is none.

        With quiet hours, mails that ask arrive by day and on working days only, which suits people;
        demonstrations and tests write to nobody.
        """
        rows = await self._graph.write(
            "create_tenant",
            id=new_id(),
            slug=slug,
            name=name,
            language=language.value,
            reply_to=reply_to,
            is_review_required=is_review_required,
            has_quiet_hours=has_quiet_hours,
        )
        return Tenant.model_validate(rows[0]["tenant"])

    async def get_by_slug(self, slug: str) -> Tenant:
        """Raises NotFoundError, with the command that makes a tenant."""
        rows = await self._graph.read("get_tenant_by_slug", slug=slug)
        if not rows:
            raise NotFoundError(f"no network is named {slug}: make it with `maillage keys create`")
        return Tenant.model_validate(rows[0]["tenant"])

    async def get(self, tenant_id: str) -> Tenant:
        """Raises NotFoundError."""
        rows = await self._graph.for_tenant(tenant_id).read("get_tenant")
        if not rows:
            raise NotFoundError(f"no network has the id {tenant_id}")
        return Tenant.model_validate(rows[0]["tenant"])

    async def all(self) -> list[Tenant]:
        """Every tenant, oldest first."""
        return [
            Tenant.model_validate(row["tenant"]) for row in await self._graph.read("list_tenants")
        ]

    async def set_reply_to(self, address: str) -> Tenant:
        """Where readers answer to, for the tenant that the graph is bound to. Raises NotFoundError.

        ValueError: it is no address.
        """
        checked = validate_email(address, check_deliverability=False).normalized
        rows = await self._graph.write("set_reply_to", reply_to=checked)
        if not rows:
            raise NotFoundError("no network is bound to")
        return Tenant.model_validate(rows[0]["tenant"])

    async def erase(self, tenant_id: str) -> None:
        """Removes a network with everything that is its own."""
        await self._graph.for_tenant(tenant_id).write("erase_tenant")

    async def sign_in(self, secret: str) -> ApiKey | None:
        """The live key that this secret opens; None for any other string."""
        if not is_well_formed(secret):
            return None
        rows = await self._graph.read("get_api_key_by_hash", hash=hash_secret(secret))
        return ApiKey.model_validate(rows[0]["key"]) if rows else None


class ApiKeys:
    """The keys of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def create(
        self,
        name: str,
        scopes: Sequence[Scope],
        *,
        expires_at: datetime | None = None,
        documents: DocumentMode = DocumentMode.OPEN,
        actor: str = "cli",
    ) -> NewApiKey:
        """A new key, noted in the audit trail; its secret cannot be read again."""
        secret, key_id = make_secret(), new_id()
        rows = await write_noted(
            self._graph,
            "create_api_key",
            lambda _row: event_row(actor, "key.created", key_id),
            id=key_id,
            name=name,
            hint=secret[: len(KEY_PREFIX) + 4],
            hash=hash_secret(secret),
            scopes=[scope.value for scope in scopes],
            expires_at=expires_at,
            documents=documents.value,
        )
        if not rows:
            raise NotFoundError("the network of this key does not exist")
        return NewApiKey(ApiKey.model_validate(rows[0]["key"]), secret)

    async def replace(
        self, key_id: str, *, expires_at: datetime | None, overlap: timedelta = OVERLAP
    ) -> NewApiKey:
        """A new key with the name, scopes and documents of another, which ends after the overlap.

        In between both are live, so that no caller is locked out.

        Raises:
            NotFoundError: no live key has this id.
        """
        old = (await self.get_many([key_id])).get(key_id)
        now = self._graph.clock()
        if old is None or not old.is_live(now):
            raise NotFoundError(f"no live key has the id {key_id}: see `maillage keys list`")
        made = await self.create(
            old.name, old.scopes, expires_at=expires_at, documents=old.documents
        )
        await self._graph.write("expire_api_key", id=key_id, expires_at=now + overlap)
        return made

    async def get_many(self, ids: Sequence[str]) -> dict[str, ApiKey]:
        """The keys that exist, by id."""
        wanted = frozenset(ids)
        return {key.id: key for key in await self.all() if key.id in wanted}

    async def all(self) -> list[ApiKey]:
        """All keys, oldest first, revoked ones too."""
        return [
            ApiKey.model_validate(row["key"]) for row in await self._graph.read("list_api_keys")
        ]

    async def revoke(self, key_id: str, *, actor: str = "cli") -> ApiKey:
        """Ends a key at once. Raises NotFoundError."""
        rows = await write_noted(
            self._graph,
            "revoke_api_key",
            lambda _row: event_row(actor, "key.revoked", key_id),
            id=key_id,
        )
        if not rows:
            raise NotFoundError(f"no key has the id {key_id}: see `maillage keys list`")
        return ApiKey.model_validate(rows[0]["key"])
