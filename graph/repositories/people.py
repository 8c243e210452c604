"""What a person may see and change of the own data: preferences, export, erasure."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from graph.connection import Graph, Record, Transaction
from graph.errors import NotFoundError
from graph.lifecycle.events import ended_rows, event_row, write_noted
from graph.lifecycle.steps import rematch
from graph.models.preferences import Preferences
from graph.models.vocabulary import MatchState

UNKNOWN = "no party has the id {}: it was erased"


class Changes(BaseModel):
    """What the preferences become. `offers` are rows of `id`, `capacity`, `is_muted`."""

    model_config = ConfigDict(frozen=True)

    mail_frequency: str
    time_zone: str | None
    quiet_from: int
    quiet_until: int
    languages: tuple[str, ...]
    wants_follow_ups: bool
    radius_km: float | None
    offers: tuple[dict[str, Any], ...]


class People:
    """The people behind the parties of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def preferences(self, party_id: str) -> Preferences:
        """Raises NotFoundError."""
        rows = await self._graph.read("get_preferences", id=party_id)
        if not rows:
            raise NotFoundError(UNKNOWN.format(party_id))
        return Preferences.model_validate(rows[0]["preferences"])

    async def change(self, party_id: str, changes: Changes, *, actor: str) -> None:
        """Writes preferences, ends what no longer fits them, and has the needs matched again.

        Raises:
            NotFoundError: no such party belongs to the tenant.
        """

        async def work(transaction: Transaction) -> None:
            rows = await transaction.run(
                "set_preferences", id=party_id, **changes.model_dump(mode="json")
            )
            if not rows:
                raise NotFoundError(UNKNOWN.format(party_id))
            ended = await transaction.run("withdraw_muted", id=party_id)
            await rematch(transaction, rows[0]["need_ids"] + [row["need_id"] for row in ended])
            events = [event_row(actor, "party.preferences_changed", party_id)]
            events += ended_rows(actor, ended, MatchState.WITHDRAWN, cause="MUTED")
            await transaction.run("record_events", rows=events)

        await self._graph.transact(work)

    async def export(self, party_id: str, *, actor: str) -> Record:
        """All that is known of a party, as JSON holds it; notes that it was given.

        What the other sides of its engagements said is theirs, and left out.

        Raises:
            NotFoundError: no such party belongs to the tenant.
        """
        rows = await write_noted(
            self._graph,
            "export_party",
            lambda _: event_row(actor, "party.exported", party_id),
            id=party_id,
        )
        if not rows:
            raise NotFoundError(UNKNOWN.format(party_id))
        data: Record = rows[0]["data"]
        told = [_told_by(party_id, engagement) for engagement in data["engagements"]]
        exported: Record = _plain(data | {"engagements": told})
        return exported

    async def erase(self, party_id: str, *, actor: str = "person") -> list[str]:
        """Removes a party with all that is its own or about it; returns the ids that are gone.

        With a match or an engagement goes what both sides wrote about it: it is about the party,
        too. Others' needs that waited for it are matched again. The audit trail keeps what happened
        and when, without whom. The check is `count_traces`.

        Raises:
            NotFoundError: no such party belongs to the tenant.
        """

        async def work(transaction: Transaction) -> list[str]:
            rows = await transaction.run("lock_erasable", id=party_id)
            if not rows:
                raise NotFoundError(UNKNOWN.format(party_id))
            ids: list[str] = rows[0]["ids"]
            await transaction.run("free_places_of_seeker", id=party_id)
            await transaction.run("erase_nodes", ids=ids)
            await transaction.run("forget_matches_in_mails", ids=ids)
            await transaction.run("hide_events", ids=ids)
            await _forget_in_reasons(transaction, party_id)
            (told,) = await transaction.run("forget_near_misses", ids=ids)
            await rematch(transaction, rows[0]["need_ids"] + told["need_ids"])
            event = event_row(actor, "party.erased", "erased")
            await transaction.run("record_events", rows=[event])
            return ids

        return await self._graph.transact(work)

    async def count_traces(self, words: Sequence[str]) -> int:
        """How many nodes of the network hold one of these ids, names or addresses."""
        rows = await self._graph.read("count_traces", words=list(words))
        return int(rows[0]["count"])


async def _forget_in_reasons(transaction: Transaction, party_id: str) -> None:
    rows = await transaction.run("list_reasons_that_name", id=party_id)
    if rows:
        kept = [
            {key: row[key] if key == "id" else _without(party_id, row[key]) for key in row}
            for row in rows
        ]
        await transaction.run("set_reasons", rows=kept)


def _without(party_id: str, stored: str | None) -> str | None:
    """The reasons, or the reservation, of a match as JSON, without what names a party."""
    told = json.loads(stored or "null")
    if isinstance(told, list):
        told = [reason for reason in told if party_id not in json.dumps(reason)]
        return json.dumps(told, ensure_ascii=False)
    return None if party_id in (stored or "") else stored


def _told_by(party_id: str, engagement: Record) -> Record:
    other = "giver_" if engagement["seeker_id"] == party_id else "seeker_"
    return {key: value for key, value in engagement.items() if not key.startswith(other)}


def _plain(data: object) -> Any:
    """What JSON can hold: days and moments as ISO 8601, texts of JSON as they are."""
    match data:
        case dict():
            return {key: _plain(data[key]) for key in sorted(data) if _is_told(key, data[key])}
        case list() | tuple():
            # The graph gives its lists, and the keys of its maps, in any order.
            return sorted((_plain(value) for value in data), key=_place)
        case date():
            return data.isoformat()
    return data


def _is_told(key: str, value: object) -> bool:
    """Hashes are ours: they tell nothing of the party that the rest does not."""
    return value is not None and not key.endswith("_hash")


def _place(item: Any) -> tuple[str, str]:
    """By id, or by time and all that there is; what is no node stays where it is."""
    if not isinstance(item, dict):
        return "", ""
    return str(item.get("id") or item.get("created_at", "")), json.dumps(item, default=str)
