"""The first page of a developer's machine: where to go from here."""

from starlette.requests import Request
from starlette.responses import Response

from api.pages.local import local_only
from api.pages.rendering import page
from api.pages.wording import browser_language, chosen_language


@local_only
async def welcome(request: Request) -> Response:
    """`/`, in development."""
    language = chosen_language(request, browser_language(request))
    return page(request, "welcome.html", language)
