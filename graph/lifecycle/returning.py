"""Who stopped comes back with all that the stop had closed: by itself for 72 hours, else by staff."""

from dataclasses import dataclass
from datetime import datetime

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.events import event_row
from graph.lifecycle.steps import rematch
from graph.lifecycle.undoing import UNDO_AGE
from graph.models.entities import Party
from graph.models.vocabulary import ReturnReason, StoppedBy


@dataclass(frozen=True, slots=True)
class Readmission:
    """Why staff take a party back; `asked_at` is when it asked to come back, None where it did not."""

    reason: ReturnReason
    asked_at: datetime | None = None


def return_until(party: Party, now: datetime) -> datetime | None:
    """Until when a party that stopped can come back by itself; None where it cannot."""
    if party.withdrawn_at is None or party.complained_at or party.stopped_by is StoppedBy.STAFF:
        return None
    until = party.withdrawn_at + UNDO_AGE
    return until if now < until else None


async def return_party(graph: Graph, party_id: str, *, actor: str) -> bool:
    """Takes a party's own stop back; False where there is none, or it is too old.

    What the stop closed is open again, and its needs are matched anew. Matches that ended with it
    stay ended: the other sides were told so.
    """

    async def work(transaction: Transaction) -> bool:
        party = await _lock(transaction, party_id)
        if party is None or return_until(party, transaction.now) is None:
            return False
        await _return(transaction, party_id, actor=actor, cause="undo")
        return True

    return await graph.transact(work)


async def readmit_party(
    graph: Graph, party_id: str, readmission: Readmission, *, actor: str
) -> None:
    """The same by staff, at any time; a party that is not out stays as it is.

    Raises:
        NotFoundError: it does not belong to the tenant.
        OutdatedError: it has stopped or complained itself, and has not asked to come back since.
    """

    async def work(transaction: Transaction) -> None:
        party = await _lock(transaction, party_id)
        if party is None:
            raise NotFoundError(f"no party has the id {party_id}: check the id")
        if not party.is_opted_out:
            return
        asked_at, cause = readmission.asked_at, readmission.reason.value
        _check_word(party, asked_at)
        details = {"asked_at": asked_at.isoformat()} if asked_at else {}
        await _return(transaction, party_id, actor=actor, cause=cause, **details)

    await graph.transact(work)


def _check_word(party: Party, asked_at: datetime | None) -> None:
    """Its own word holds, whatever staff did before or after."""
    said = [moment for moment in (party.stopped_at, party.complained_at) if moment]
    if not said and asked_at is None:
        return
    left_at = max(said, default=party.withdrawn_at or party.updated_at)
    if asked_at is not None and asked_at > left_at:
        return
    deed = "complained about a mail" if party.complained_at == left_at else "left"
    raise OutdatedError(
        f"it {deed} at {left_at:%Y-%m-%dT%H:%MZ}: say when it has asked to come back since then"
    )


async def _lock(transaction: Transaction, party_id: str) -> Party | None:
    rows = await transaction.run("lock_party", id=party_id)
    return Party.model_validate(rows[0]["party"]) if rows else None


async def _return(
    transaction: Transaction, party_id: str, *, actor: str, cause: str, **details: str
) -> None:
    (row,) = await transaction.run("return_party", id=party_id)
    await rematch(transaction, [each["id"] for each in row["opened"] if each["is_need"]])
    event = event_row(actor, "party.returned", party_id, cause=cause, **details)
    events = [event, *(_opened(actor, each) for each in row["opened"])]
    await transaction.run("record_events", rows=events)


def _opened(actor: str, subject: Record) -> Record:
    action = "need.reopened" if subject["is_need"] else "offer.reopened"
    return event_row(actor, action, subject["id"], cause="party.returned")
