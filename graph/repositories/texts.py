"""What can be found in a network: its parties, needs and offers with their texts and vectors."""

import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.connection import Graph, Record

PAGE = 1_000
Stamp: TypeAlias = "tuple[str | None, ...]"
"""When it and its party were written, and the hash of what its vector was made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """By what a search can be narrowed to a text. `regions` are its party's and those it serves."""

    regions: tuple[str, ...] = ()
    sector: str | None = None
    languages: tuple[str, ...] = ()
    skill_ids: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One party, need or offer. `label` is Party, Need or Offer; `vector`, (d,), may be absent.

    `traits` are its own and, of a need or an offer, some of its party's.
    """

    id: str
    label: str
    kind: str
    status: str | None
    party_id: str | None
    title: str
    text: str
    siret: str | None
    stamp: Stamp
    vector: NDArray[np.float32] | None
    traits: Traits = Traits()


class Texts:
    """The texts of one tenant."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def all(self) -> AsyncIterator[TextRow]:
        """Every text, by id; one round trip for each thousand."""
        after = ""
        while True:
            rows = await self._graph.read("list_texts", after=after, limit=PAGE)
            for row in rows:
                yield _row(row)
            if len(rows) < PAGE:
                return
            after = rows[-1]["id"]

    async def stamps_since(self, since: datetime) -> dict[str, Stamp]:
        """What was written or embedded since, or whose party was, by id: as it stands now."""
        rows = await self._graph.read("list_text_stamps", since=since)
        return {text_id: tuple(stamp) for text_id, *stamp in rows}

    async def get_many(self, ids: Sequence[str]) -> list[TextRow]:
        """Those of the texts that exist."""
        return [_row(row) for row in await self._graph.read("get_texts_by_ids", ids=list(ids))]


def _row(row: Record) -> TextRow:
    vector = row["vector"]
    return TextRow(
        id=row["id"],
        label=row["label"],
        kind=row["kind"],
        status=row["status"],
        party_id=row["party_id"],
        title=row["title"] or "",
        text=row["text"] or "",
        siret=row["siret"],
        stamp=(*row["written_at"], row["hash"]),
        # As Python's floats, the vectors of a large network would take gigabytes.
        vector=None if vector is None else np.array(vector, dtype=np.float32),
        traits=_traits(row),
    )


def _traits(row: Record) -> Traits:
    # Most rows share their words: one string of each is enough.
    regions, languages, skill_ids, certifications = (
        tuple(sys.intern(value) for value in row[name])
        for name in ("regions", "languages", "skill_ids", "certifications")
    )
    return Traits(
        regions=regions,
        sector=row["sector"],
        languages=languages,
        skill_ids=skill_ids,
        certifications=certifications,
    )
