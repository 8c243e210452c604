"""Templates as responses, with the headers that keep pages private and inert."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages.wording import browser_language, chosen_language, fill, long_date, words
from graph.models.vocabulary import Language

if TYPE_CHECKING:
    from jinja2 import Environment

STYLE_PATH: Final = "/assets/pages.css"
PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@cache
def environment() -> "Environment":
    """The templates: everything is escaped, and a missing value is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # loaded with the first page

    templates = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"fill": fill, "long_date": long_date}
    return templates


@cache
def _style_source() -> bytes:
    return files("api.pages").joinpath("assets", "pages.css").read_bytes()


@cache
def _style_version() -> str:
    return hashlib.sha256(_style_source()).hexdigest()[:12]


async def style(_request: Request) -> Response:
    """The style sheet; its address changes with its content."""
    headers = {"Cache-Control": "public, max-age=604800", "X-Content-Type-Options": "nosniff"}
    return Response(_style_source(), media_type="text/css", headers=headers)


def page(
    request: Request,
    template: str,
    language: Language,
    *,
    status: int = 200,
    policy: str = PAGE_POLICY,
    **values: Any,
) -> HTMLResponse:
    """One page in one language. `policy` is its Content-Security-Policy."""
    root = request.scope.get("root_path", "")
    text = (
        environment()
        .get_template(template)
        .render(
            language=language,
            languages=list(Language),
            w=words(language),
            root=root,
            style_url=f"{root}{STYLE_PATH}?v={_style_version()}",
            **values,
        )
    )
    return HTMLResponse(text, status, headers=HEADERS | {"Content-Security-Policy": policy})


def notice(request: Request, code: str, status: int) -> HTMLResponse:
    """A page that says what is the matter and what to do; for readers who are not known."""
    language = chosen_language(request, browser_language(request))
    return page(request, "notice.html", language, status=status, code=code)
