"""Parties: organizations and mentors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from graph.connection import Graph, Record
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.models.entities import Party
from graph.models.inputs import PartyInput
from graph.models.vocabulary import PartyKind
from graph.repositories.hashing import with_hashes
from graph.repositories.paging import Bounds, Page, read_count, read_page
from graph.repositories.reference import reference_rows, region_of
from graph.text import fold, name_key, website_key

BATCH = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch of writes did; unchanged rows are in neither list."""

    created: tuple[str, ...]
    updated: tuple[str, ...]


def written_from(rows: Sequence[Record]) -> Written:
    """Splits the rows of an upsert into created and updated ids."""
    return Written(
        tuple(row["id"] for row in rows if row["is_new"]),
        tuple(row["id"] for row in rows if not row["is_new"]),
    )


@dataclass(frozen=True, slots=True)
class PartyKeys:
    """What tells one party from another: the source's key, SIRET, name with place, website."""

    external_key: str | None
    siret: str | None
    name_key: str
    place_key: str
    website_key: str | None


def keys_of(party: PartyInput) -> PartyKeys:
    """The identity keys of an input. The place is the commune, else the département, folded."""
    place = party.place.commune or party.place.departement or party.place.region or ""
    return PartyKeys(
        party.external_key,
        party.siret,
        name_key(party.name),
        fold(place),
        website_key(party.website),
    )


def _coordinates(party: PartyInput) -> tuple[float | None, float | None]:
    place = party.place
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    centers = [
        row
        for name, code in (("departements", place.departement), ("regions", place.region))
        for row in reference_rows(name)
        if row["id"] == code
    ]
    return (centers[0]["latitude"], centers[0]["longitude"]) if centers else (None, None)


def party_row(party_id: str, party: PartyInput) -> dict[str, Any]:
    """The row of `upsert_parties` for one input."""
    region = party.place.region or region_of(party.place.departement or "")
    latitude, longitude = _coordinates(party)
    keys = keys_of(party)
    properties = party.model_dump(mode="json", exclude={"place", "incubator_key"}) | {
        "commune": party.place.commune,
        "departement": party.place.departement,
        "region": region,
        "latitude": latitude,
        "longitude": longitude,
        "name_key": keys.name_key,
        "place_key": keys.place_key,
        "website_key": keys.website_key,
    }
    place_id = f"departement:{party.place.departement}" if party.place.departement else None
    is_mentor = party.kind is PartyKind.MENTOR
    return {
        "id": party_id,
        "properties": with_hashes(properties, ("name", "text"))
        # Who is who across networks; no part of what the source says.
        | {"email_key": party.email and party.email.lower()},
        "labels": ["Mentor"] if is_mentor else ["Organization", party.kind.label],
        "place_id": place_id or (f"region:{region}" if region else None),
        "sector_id": (party.sector or "")[:2] or None,
    }


def _values(kinds: Sequence[PartyKind] | None) -> list[str] | None:
    return None if kinds is None else [kind.value for kind in kinds]


class Parties:
    """The parties of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def save(self, party: PartyInput, *, party_id: str | None = None) -> Party:
        """Writes one party, a new one where no id is given.

        Raises:
            ConstraintViolatedError: another party has this SIRET or external key.
        """
        row = party_row(party_id or new_id(), party)
        await self.save_all([row])
        return await self.get(row["id"])

    async def save_all(self, rows: Sequence[dict[str, Any]]) -> Written:
        """Writes rows of `party_row`, at most 500 in a transaction."""
        done: list[Record] = []
        for start in range(0, len(rows), BATCH):
            done += await self._graph.write(
                "upsert_parties", rows=list(rows[start : start + BATCH])
            )
        return written_from(done)

    async def get(self, party_id: str) -> Party:
        """Raises NotFoundError."""
        found = await self.get_many([party_id])
        if party_id not in found:
            raise NotFoundError(f"no party has the id {party_id}: check the id")
        return found[party_id]

    async def get_many(self, ids: Sequence[str]) -> dict[str, Party]:
        """The parties that exist, by id."""
        rows = await self._graph.read("get_parties_by_ids", ids=list(ids))
        return {row["party"]["id"]: Party.model_validate(row["party"]) for row in rows}

    async def page(
        self,
        *,
        kinds: Sequence[PartyKind] | None = None,
        region: str | None = None,
        sector: str | None = None,
        **bounds: Unpack[Bounds],
    ) -> Page[Party]:
        """One page, newest first unless asked otherwise.

        `sector` is a NAF prefix, `region` an INSEE code.
        """
        filters = {"kinds": _values(kinds), "region": region, "sector": sector}
        return await read_page(
            self._graph, "list_parties", "party", Party.model_validate, filters=filters, **bounds
        )

    async def count(
        self,
        *,
        kinds: Sequence[PartyKind] | None = None,
        region: str | None = None,
        sector: str | None = None,
    ) -> int:
        """How many a list with these filters has."""
        filters = {"kinds": _values(kinds), "region": region, "sector": sector}
        return await read_count(self._graph, "count_parties", filters)

    async def find_by_keys(self, keys: Sequence[PartyKeys]) -> list[Record]:
        """The parties that carry any of these keys: id, kind, name and their own keys."""
        rows = await self._graph.read(
            "find_parties_by_keys",
            external_keys=[k.external_key for k in keys if k.external_key],
            sirets=[k.siret for k in keys if k.siret],
            name_keys=sorted({k.name_key for k in keys}),
            website_keys=[k.website_key for k in keys if k.website_key],
        )
        return [row["party"] for row in rows]

    async def link_members(self, rows: Sequence[dict[str, str]]) -> int:
        """Makes parties members of incubators: rows of `party_id`, `incubator_id`."""
        return sum(
            row["linked"] for row in await self._graph.write("link_members", rows=list(rows))
        )

    async def link(self, rows: Sequence[dict[str, Any]]) -> Record:
        """Relates parties by rows of `relation_row`; counts created and linked."""
        found = await self._graph.write("link_parties", rows=list(rows))
        return found[0] if found else {"created": 0, "linked": 0}

    async def count_by_kind(self) -> dict[str, int]:
        """How many parties of each kind there are."""
        rows = await self._graph.read("count_parties_by_kind")
        return {row["kind"]: row["count"] for row in rows}

    async def neighbors(self, ids: Sequence[str]) -> dict[str, list[Record]]:
        """Each party's neighbors in the graph: id, name, degree and how they are related."""
        rows = await self._graph.read("list_neighbors", ids=list(ids))
        return {row["id"]: row["neighbors"] for row in rows}

    async def conflicts(self, ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Who has a conflict of interest with each of these parties, and how many steps away.

        A step is a relation OWNED_BY, or COMPETES_WITH once; four steps are looked at.
        """
        rows = await self._graph.read("list_conflicts", ids=list(ids))
        return {row["id"]: {c["id"]: c["hops"] for c in row["conflicts"]} for row in rows}

    async def exclusions(self) -> dict[str, frozenset[str]]:
        """Whom each party must not be matched with now."""
        rows = await self._graph.read("list_exclusions")
        return {row["id"]: frozenset(row["excluded"]) for row in rows}
