"""What the pages about oneself share: who opened the link, and whether a form is from the page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from api.pages.excerpts import clean
from api.pages.failing import Page, telling
from api.pages.form import FormTooLargeError, read_body
from api.pages.ports import context_of
from api.pages.rendering import page
from api.pages.wording import chosen_language
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.links import FORM_AGE, LinkError, LinkExpiredError, PersonLink, actor_of
from graph.models.entities import Party, Tenant
from graph.models.vocabulary import Language
from graph.repositories.parties import Parties
from graph.repositories.tenants import Tenants

MOST_FIELDS: Final = 300
FORM_PURPOSE: Final = "preferences-form"
Fields = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Caller:
    """A person who opened a link to what is the person's own."""

    request: Request
    link: PersonLink
    graph: Graph
    party: Party
    tenant: Tenant

    @property
    def language(self) -> Language:
        """The person's, or the one chosen on the page."""
        return chosen_language(self.request, self.party.language)

    @property
    def actor(self) -> str:
        """Who acts, for the audit trail."""
        return actor_of(self.link)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """One page for this person."""
        token = self.request.path_params["token"]
        return page(
            self.request,
            template,
            self.language,
            status=status,
            nonce=context_of(self.request).links.sign_person(self.link, FORM_PURPOSE),
            tenant=clean(self.tenant.name),
            reader=clean(self.party.name),
            own_path=f"{self.request.scope.get('root_path', '')}/p/{token}",
            **values,
        )

    def has_sent(self, fields: Fields) -> bool:
        """Whether a form was made by a page of this person, not long ago."""
        links, nonce = context_of(self.request).links, fields.get("nonce", [""])[0]
        try:
            return links.read_person(nonce, FORM_PURPOSE, max_age=FORM_AGE) == self.link
        except LinkError:
            return False


async def read_fields(request: Request) -> Fields:
    """A form's fields, each with all its values. Raises FormTooLargeError."""
    return parse_fields(await read_body(request))


def parse_fields(body: bytes) -> Fields:
    """The fields of a form that was read; none where it is no form."""
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def personal(endpoint: Callable[[Caller], Awaitable[Response]]) -> Page:
    """A page for whom the link names; a link that cannot be used leads to what to do instead."""

    @telling(
        {
            LinkExpiredError: ("own_expired", 410),
            LinkError: ("own_unknown", 404),
            NotFoundError: ("own_gone", 410),
            FormTooLargeError: ("form_too_large", 413),
        }
    )
    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        return await endpoint(await _caller(request))

    return guarded


async def _caller(request: Request) -> Caller:
    context = context_of(request)
    link = context.links.read_person(request.path_params["token"])
    graph = context.graph.for_tenant(link.tenant_id)
    party = await Parties(graph).get(link.party_id)
    return Caller(request, link, graph, party, await Tenants(graph).get(link.tenant_id))
