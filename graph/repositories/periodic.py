"""Mails that a day of the week brings: who gets them, and what they tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph.connection import Graph
from graph.lifecycle.mails import mail_row
from graph.models.vocabulary import MailKind, MatchKind, Progress
from graph.repositories.engagements import Engagements


@dataclass(frozen=True, slots=True)
class DigestReader:
    """Who reads weekly, where their clock stands, what a digest may ask them now, and what ended."""

    party_id: str
    time_zone: str | None
    departement: str | None
    match_ids: tuple[str, ...]
    ended_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFigures:
    """What a week brought to a network; `places` holds open needs and free places by kind.

    `asking_help` counts engagements of which a side said that it needs help.
    """

    new: int
    waiting: int
    oldest: datetime | None
    accepted: int
    silent: int
    asking_help: int
    places: dict[MatchKind, tuple[int, int]]


async def digest_readers(graph: Graph) -> list[DigestReader]:
    """Who may get a digest of the tenant now."""
    rows = await graph.read("list_digest_readers")
    lists = ("match_ids", "ended_ids")
    return [DigestReader(**row | {name: tuple(row[name]) for name in lists}) for row in rows]


async def enqueue_periodic(
    graph: Graph, kind: MailKind, recipient_id: str, day: date, match_ids: Sequence[str] = ()
) -> bool:
    """Writes the mail of a kind that belongs to a day; False where it was written already."""
    row = mail_row(
        tenant_id=graph.tenant_id or "",
        kind=kind,
        recipient_id=recipient_id,
        match_ids=match_ids,
        cause=f"{kind} of {day}",
        side=None,
        subject=str(day),
    )
    rows = await graph.write("enqueue_mails", rows=[row])
    return bool(rows)


async def week_figures(graph: Graph, since: datetime) -> WeekFigures:
    """The tenant's figures from a moment until now."""
    (counted,) = await graph.read("count_week", since=since)
    rows = await graph.read("count_places_by_kind")
    places = {MatchKind(row["kind"]): (row["needs"], row["places"]) for row in rows}
    asking = await Engagements(graph).follow_up_count(progress=Progress.NEEDS_HELP)
    return WeekFigures(**counted, asking_help=asking, places=places)
