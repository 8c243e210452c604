"""Whom a question reaches, and when: read and booked in the transaction that asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from graph.connection import Transaction
from graph.lifecycle.timing import WEEK, MailHours, next_slot, slot_now

LOOKED_BACK = timedelta(days=WEEK + 2)
"""A week, whatever the zones of whoever reads and is asked."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is asked: a party, the person behind its address (None: nobody), and their hours.

    `is_weekly`: digests reach it, and nothing else that asks.
    """

    party_id: str
    person: str | None
    hours: MailHours
    is_weekly: bool = False

    @classmethod
    def of(cls, party: Mapping[str, Any], *, has_quiet: bool) -> "Reader":
        """Of a party's properties."""
        hours = MailHours.of(party, has_quiet=has_quiet)
        is_weekly = party.get("is_weekly", False)
        return cls(party["id"], party.get("email_key"), hours, is_weekly)


@dataclass(slots=True)
class Diary:
    """When persons were or will be asked, by all networks; their locks are held."""

    now: datetime
    asked_at: dict[str, list[datetime]] = field(default_factory=dict)

    def book_now(self, reader: Reader) -> datetime | None:
        """Takes the next allowed moment; None where that day has no room."""
        asked = self._asked(reader)
        slot = slot_now(self.now, reader.hours, asked)
        if slot is not None:
            asked.append(slot)
        return slot

    def book_next(self, reader: Reader) -> datetime:
        """Takes the first moment with room."""
        asked = self._asked(reader)
        slot = next_slot(self.now, reader.hours, asked)
        asked.append(slot)
        return slot

    def _asked(self, reader: Reader) -> list[datetime]:
        return [] if reader.person is None else self.asked_at.setdefault(reader.person, [])


async def open_diary(
    transaction: Transaction, readers: Sequence[Reader], *, but: str = ""
) -> Diary:
    """Locks the persons until the transaction ends: nobody else books for them meanwhile.

    `but` names the mail that is to be booked anew.
    """
    keys = sorted({reader.person for reader in readers if reader.person})
    since = transaction.now - LOOKED_BACK
    rows = await transaction.run("lock_persons", keys=keys, since=since, but=but)
    return Diary(transaction.now, {row["key"]: row["asked_at"] for row in rows})


async def read_reader(transaction: Transaction, party_id: str) -> Reader | None:
    """One party as a reader; None where it is gone."""
    rows = await transaction.run("get_reader", id=party_id)
    if not rows:
        return None
    return Reader.of(rows[0]["reader"], has_quiet=rows[0]["has_quiet_hours"])
