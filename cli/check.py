"""`maillage dev --check`: the main job without a person, answered by its own links."""

import asyncio
import re
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

from graph.connection import Graph
from graph.models.entities import OutboxRow
from graph.models.vocabulary import MailKind, MatchKind, OutboxState, Side
from graph.repositories.engagements import Engagements
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.outbox import Outbox
from graph.repositories.paging import all_items
from graph.repositories.parties import Parties
from graph.repositories.tenants import Tenants
from workers.mail.maildir import MaildirReader, key_of

LINK = re.compile(r"https?://\S+/a/[\w.\-]+")
ANSWER_LIMIT_S = 60.0


class CheckFailedError(Exception):
    """A step of the main job did not do what it should; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What answering two mails led to."""

    answered: int
    engagements: int


class _Nonce(HTMLParser):
    """The nonce of the first form of a page."""

    value = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name") == "nonce" and not self.value:
            self.value = given.get("value") or ""


async def refuse_if_used(root: Graph) -> None:
    """Raises CheckFailedError where the graph holds networks: their mails are not ours to send."""
    if await Tenants(root).all():
        raise CheckFailedError(
            "The graph at MAILLAGE_GRAPH_URI holds networks already: "
            "give the check an empty one, or unset the variable"
        )


def refuse_if_late(mails: dict[str, int]) -> None:
    """Raises CheckFailedError where mails still wait."""
    waiting = mails.get(OutboxState.PENDING, 0) + mails.get(OutboxState.SENDING, 0)
    if waiting:
        raise CheckFailedError(f"{waiting} mails were not sent in time: see the worker's log")


async def answer_as_both(graph: Graph, outbox: Path) -> Answers:
    """Accepts a mentoring card as the company, then as the mentor who is asked next.

    Raises:
        CheckFailedError: a mail, a page or the engagement is missing.
    """
    row = await _card_of_company(graph)
    match_id = row.match_ids[0]
    await _accept(await _links(row, outbox))
    asked = await _card_of_mentor(graph, match_id)
    await _accept(await _links(asked, outbox))
    found = await Engagements(graph).by_matches([match_id])
    if not found:
        raise CheckFailedError("Both sides accepted, but no engagement was made: see the API's log")
    return Answers(answered=2, engagements=len(found))


async def counts(graph: Graph) -> dict[str, int]:
    """What the network holds, as the check reports it."""
    needs = await all_items(lambda first, after: Needs(graph).page(first=first, after=after))
    offers = await all_items(lambda first, after: Offers(graph).page(first=first, after=after))
    mails = await Outbox(graph).count_by_state()
    return {
        "parties": sum((await Parties(graph).count_by_kind()).values()),
        "needs": len(needs),
        "offers": len(offers),
        "matches": sum((await Matches(graph).count_by_state()).values()),
        "mails": mails.get(OutboxState.SENT, 0),
    }


async def _card_of_company(graph: Graph) -> OutboxRow:
    rows = await _sent_cards(graph, Side.SEEKER)
    matches = await Matches(graph).get_many([row.match_ids[0] for row in rows])
    for row in rows:
        if matches[row.match_ids[0]].kind is MatchKind.MENTORING:
            return row
    raise CheckFailedError("No company was asked about a mentor: see the worker's log")


async def _card_of_mentor(graph: Graph, match_id: str) -> OutboxRow:
    deadline = time.monotonic() + ANSWER_LIMIT_S
    while time.monotonic() < deadline:
        for row in await _sent_cards(graph, Side.GIVER):
            if match_id in row.match_ids:
                return row
        await asyncio.sleep(0.2)
    raise CheckFailedError("The mentor was not asked within a minute: see the worker's log")


async def _sent_cards(graph: Graph, side: Side) -> list[OutboxRow]:
    rows = await all_items(
        lambda first, after: Outbox(graph).page(first=first, after=after, states=[OutboxState.SENT])
    )
    return [row for row in rows if row.side is side and row.kind is MailKind.MATCH_CARD]


async def _links(row: OutboxRow, outbox: Path) -> str:
    message = await MaildirReader(outbox).get(key_of(row.message_id))
    found = LINK.search(message.text) if message else None
    if found is None:
        raise CheckFailedError(f"No answer link in mail {row.id}: see the outbox folder")
    return found[0]


async def _accept(url: str) -> None:
    async with httpx.AsyncClient(timeout=20) as client:
        page = await client.get(url)
        form = _Nonce()
        form.feed(page.text)
        answered = await client.post(url, data={"nonce": form.value, "answer": "ACCEPT"})
    if page.is_error or answered.status_code >= httpx.codes.BAD_REQUEST:
        raise CheckFailedError(
            f"The answer page refused ({page.status_code}, {answered.status_code}): see the API's log"
        )


def as_line(version: str, found: dict[str, int], answers: Answers, seconds: Any) -> dict[str, Any]:
    """The one JSON line of the check."""
    return {
        "neo4j": version,
        **found,
        "answered": answers.answered,
        "engagements": answers.engagements,
        "seconds": seconds,
    }
