"""What every step of a match is made of: read under lock, moved, noted. Used by all doors."""

from dataclasses import dataclass
from datetime import datetime

from graph.connection import Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.events import ended_rows
from graph.lifecycle.states import Snapshot
from graph.models.entities import Match
from graph.models.vocabulary import (
    Answer,
    DeclineReason,
    MatchState,
    NeedStatus,
    RejectReason,
    Side,
)
from graph.records import match_from


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as given. `actor` names who gave it, for the audit trail: `mail:<id>`, `key:<id>`.

    A PAUSE without a date lasts 30 days. `is_on_behalf` tells that somebody else of the network
    noted what the side said.
    """

    match_id: str
    side: Side
    answer: Answer
    actor: str
    reason: DeclineReason | None = None
    text: str = ""
    pause_until: datetime | None = None
    is_on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why staff do not let a suggestion out; the note is for staff alone."""

    reason: RejectReason
    text: str = ""


async def lock_match(transaction: Transaction, match_id: str) -> None:
    """Holds a match with what decides about it until the transaction ends.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """
    if not await transaction.run("lock_match", id=match_id):
        raise NotFoundError(f"no match {match_id}: check the id")


async def read_snapshot(transaction: Transaction, match_id: str) -> Snapshot:
    """A match with what decides about it; its locks are held until the transaction ends.

    Raises:
        NotFoundError: no such match belongs to the tenant.
    """
    await lock_match(transaction, match_id)
    row = (await transaction.run("get_match_for_answer", id=match_id))[0]
    return Snapshot(
        match_from(row["match"]), row["capacity"] - row["taken"], NeedStatus(row["need_status"])
    )


async def move(
    transaction: Transaction,
    match: Match,
    state: MatchState,
    *,
    asked: tuple[Side, datetime] | None = None,
    reply: Reply | None = None,
    rejection: Rejection | None = None,
) -> Match:
    """Writes a step; `asked` is whom it asks and from when on."""
    why = reply or rejection
    given = None if reply is None else reply.answer.value
    is_seeker = reply is not None and reply.side is Side.SEEKER
    is_giver = reply is not None and reply.side is Side.GIVER
    rows = await transaction.run(
        "apply_transition",
        id=match.id,
        state=state.value,
        asked_side=asked and asked[0].value,
        asked_at=asked and asked[1],
        seeker_answer=given if is_seeker else match.seeker_answer,
        giver_answer=given if is_giver else match.giver_answer,
        decline_reason=why.reason.value if why and why.reason else None,
        decline_text=why.text if why else None,
        is_rejected=rejection is not None,
    )
    return match_from(rows[0]["match"])


async def rematch(transaction: Transaction, need_ids: list[str]) -> tuple[str, ...]:
    """Asks for the next candidates of needs; returns those that are still open."""
    if not need_ids:
        return ()
    rows = await transaction.run("request_matching", need_ids=sorted(set(need_ids)))
    return tuple(row["need_id"] for row in rows)


async def let_go(
    transaction: Transaction, actor: str, ended: list[Record], *, cause: str, but: str = ""
) -> tuple[str, ...]:
    """Notes matches that were withdrawn with something else, and has their needs matched again.

    `but` names a need that goes on without that.
    """
    rows = ended_rows(actor, ended, MatchState.WITHDRAWN, cause=cause)
    if rows:
        await transaction.run("record_events", rows=rows)
    return await rematch(transaction, [row["need_id"] for row in ended if row["need_id"] != but])
