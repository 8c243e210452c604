"""The outbox viewer of a developer's machine: mails as their readers would see them."""

import asyncio
import re
from typing import Final

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages.local import local_only
from api.pages.outbox import Mail, list_mails, read_mail
from api.pages.ports import context_of
from api.pages.rendering import HEADERS, PAGE_POLICY, notice, page
from api.pages.wording import browser_language, chosen_language

VIEWER_POLICY: Final = f"{PAGE_POLICY}; frame-src 'self'"
# A mail's html: its own styles, no script, no request to anywhere; links lead out of the frame.
MAIL_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-top-navigation-by-user-activation"
)
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_TARGET = '<base target="_top">'


@local_only
async def outbox_list(request: Request) -> Response:
    """`/outbox`: the newest mails."""
    folder = context_of(request).outbox_dir
    mails, total = ([], 0) if folder is None else await asyncio.to_thread(list_mails, folder)
    language = chosen_language(request, browser_language(request))
    return page(request, "outbox_list.html", language, mails=mails, total=total, folder=folder)


@local_only
async def outbox_mail(request: Request) -> Response:
    """`/outbox/{mail_id}`: one mail, its text and its html."""
    mail = await _mail(request)
    if mail is None:
        return notice(request, "mail_unknown", 404)
    language = chosen_language(request, browser_language(request))
    text = with_links(mail.text)
    return page(
        request, "outbox_mail.html", language, policy=VIEWER_POLICY, mail=mail, linked_text=text
    )


@local_only
async def outbox_mail_html(request: Request) -> Response:
    """`/outbox/{mail_id}/html`: the html part, for the frame of the viewer."""
    mail = await _mail(request)
    if mail is None:
        return notice(request, "mail_unknown", 404)
    headers = HEADERS | {"Content-Security-Policy": MAIL_POLICY}
    return HTMLResponse(leading_out(mail.html), headers=headers)


async def _mail(request: Request) -> Mail | None:
    folder = context_of(request).outbox_dir
    if folder is None:
        return None
    return await asyncio.to_thread(read_mail, folder, request.path_params["mail_id"])


def with_links(text: str) -> Markup:
    """The text, escaped, with its web addresses as links."""
    parts, end = [], 0
    for found in _URL.finditer(text):
        address = escape(found[0])
        parts += [
            escape(text[end : found.start()]),
            Markup('<a href="{0}">{0}</a>').format(address),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def leading_out(html: str) -> str:
    """The html with links that open in the whole window, where the frame's limits end."""
    found = _HEAD.search(html)
    if found is None:
        return _TARGET + html
    return html[: found.end()] + _TARGET + html[found.end() :]
