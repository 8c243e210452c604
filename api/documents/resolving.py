"""From what a client sends to the text that is executed."""

import hashlib
import time
from dataclasses import replace

from strawberry.http import GraphQLRequestData

from api.caller import Caller
from api.documents.errors import PersistedQueryNotFoundError, UntrustedDocumentError
from api.http.refusals import BadRequestError
from api.limits.bounds import MAX_CHARACTERS
from api.recent import Recent
from graph.connection import Graph
from graph.models.vocabulary import DocumentMode
from graph.repositories.documents import TrustedDocuments

MAX_HASH_CHARACTERS = 200
REMEMBERED_S = 60.0
MOST_REMEMBERED = 1_000
MOST_REGISTERED = 100
"""Of one network. They are this process's own, and clients send the text again where they are lost."""
MOST_NETWORKS = 50


class DocumentStore:
    """The documents that requests name: trusted ones from the graph, registered ones from memory."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._trusted: Recent[tuple[str, str], tuple[float, str]] = Recent(MOST_REMEMBERED)
        self._registered: Recent[str, Recent[str, str]] = Recent(MOST_NETWORKS)

    async def resolve(self, caller: Caller, asked: GraphQLRequestData) -> GraphQLRequestData:
        """The request with its text.

        Raises:
            BadRequestError: the hash is none, or not that of the text beside it.
            PersistedQueryNotFoundError: nothing has this hash.
            UntrustedDocumentError: the caller may not run this text.
        """
        wanted = _hash_of(asked)
        if not asked.query:
            return replace(asked, query=await self._find(caller, wanted or ""))
        if wanted is not None and wanted != sha256(asked.query):
            raise BadRequestError("`sha256Hash` is not the SHA-256 of `query`: send that, in hex.")
        if caller.documents is DocumentMode.ONLY:
            await self._refuse_untrusted(caller, asked.query)
        elif wanted is not None and caller.documents is DocumentMode.OPEN:
            self._register(caller.tenant_id, wanted, asked.query)
        return asked

    async def _find(self, caller: Caller, wanted: str) -> str:
        text = await self._trusted_text(caller.tenant_id, wanted)
        if text is None and caller.documents is DocumentMode.OPEN:
            text = self._registered_of(caller.tenant_id).get(wanted)
        if text is None:
            raise PersistedQueryNotFoundError
        return text

    async def _refuse_untrusted(self, caller: Caller, text: str) -> None:
        is_short = len(text) <= MAX_CHARACTERS
        if not is_short or await self._trusted_text(caller.tenant_id, sha256(text)) is None:
            raise UntrustedDocumentError

    async def _trusted_text(self, tenant_id: str, wanted: str) -> str | None:
        read_at, text = self._trusted.get((tenant_id, wanted), (float("-inf"), ""))
        if time.monotonic() - read_at < REMEMBERED_S:
            return text
        found = await TrustedDocuments(self._graph.for_tenant(tenant_id)).find(wanted)
        self._trusted.pop((tenant_id, wanted), None)
        if found is None:
            return None
        self._trusted[tenant_id, wanted] = (time.monotonic(), found.text)
        return found.text

    def _register(self, tenant_id: str, wanted: str, text: str) -> None:
        if len(text) > MAX_CHARACTERS:
            return
        texts = self._registered_of(tenant_id)
        texts[wanted] = text
        self._registered[tenant_id] = texts

    def _registered_of(self, tenant_id: str) -> Recent[str, str]:
        found = self._registered.get(tenant_id)
        return Recent(MOST_REGISTERED) if found is None else found


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _hash_of(asked: GraphQLRequestData) -> str | None:
    """As Apollo's clients send it: `extensions.persistedQuery.sha256Hash`."""
    given = (asked.extensions or {}).get("persistedQuery")
    if given is None:
        return None
    found = given.get("sha256Hash") if isinstance(given, dict) else None
    if not isinstance(found, str) or not 1 <= len(found) <= MAX_HASH_CHARACTERS:
        raise BadRequestError(
            "`extensions.persistedQuery` is an object with `version` and `sha256Hash`."
        )
    if given.get("version", 1) != 1:
        raise BadRequestError("`extensions.persistedQuery.version` must be 1.")
    return found
