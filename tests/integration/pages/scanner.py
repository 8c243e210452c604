"""A link scanner: fetches whatever a mail names, and posts forms that it made up itself."""

import asyncio
import re
from email.message import EmailMessage
from urllib.parse import urljoin, urlsplit

import httpx

from tests.integration.pages.markup import Markup

BASE = "https://maillage.example"
LINK = re.compile(r"https?://[^\s\"'<>()]+")
WAYS: tuple[dict[str, str], ...] = (
    {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender", "X-Moz": "prefetch"},
    {"User-Agent": "Mozilla/5.0 (compatible; LinkScanner)", "Accept-Language": "en"},
)
# What a page cannot have given: hidden fields are left out.
BLIND = {"answer": "ACCEPT", "do": "ERASE", "reason": "OTHER", "frequency": "WEEKLY"}


def links_of(message: EmailMessage) -> set[str]:
    """Every address of ours in the headers and in all parts."""
    texts = [str(value) for value in message.values()]
    texts += [p.get_content() for p in message.walk() if p.get_content_maintype() == "text"]
    found = {link for text in texts for link in LINK.findall(text.replace("&amp;", "&"))}
    return {link for link in found if link.startswith(BASE)}


async def scan(client: httpx.AsyncClient, links: set[str]) -> set[str]:
    """Follows links to all pages they lead to, each in all ways; returns what was opened."""
    seen: set[str] = set()
    waiting = set(links)
    while waiting:
        seen |= waiting
        found = await asyncio.gather(*(_visit(client, link) for link in sorted(waiting)))
        waiting = set().union(*found) - seen
    return seen


async def _visit(client: httpx.AsyncClient, link: str) -> set[str]:
    found: set[str] = set()
    for headers in WAYS:
        await client.head(link, headers=headers, follow_redirects=True)
        response = await client.get(link, headers=headers, follow_redirects=True)
        if response.headers["content-type"].startswith("text/html"):
            found |= await _searched(client, link, Markup(response.text))
    return found


async def _searched(client: httpx.AsyncClient, link: str, page: Markup) -> set[str]:
    if page.all("form"):
        controls = [*page.all("input"), *page.all("button"), *page.all("select")]
        visible = [e.attributes for e in controls if e.attributes.get("type") != "hidden"]
        typed = {str(a["name"]): str(a.get("value") or "1") for a in visible if a.get("name")}
        for form in ({}, BLIND, typed, typed | {"nonce": link.rpartition("/")[2]}):
            await client.post(link, data=form, follow_redirects=True)
    named = {urljoin(link, e.attributes.get("href") or "") for e in page.all("a")}
    return {n.partition("#")[0] for n in named if urlsplit(n).netloc == urlsplit(BASE).netloc}
