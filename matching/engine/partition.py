"""The part of a market that is of one kind, in the order of the ids.

Everything downstream works on positions in this order, so that the order in which a market was
given can change nothing; ids come back in at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from matching.engine.centering import centered
from matching.engine.types import (
    Float32Array,
    Giver,
    IntArray,
    Market,
    Outcome,
    PastPair,
    Seeker,
    Vectors,
    Words,
)


@dataclass(frozen=True, slots=True)
class Partition:
    """Needs and offers of one kind, each sorted by id, with their vectors."""

    kind: str
    seekers: tuple[Seeker, ...]
    givers: tuple[Giver, ...]
    vectors: Vectors
    past_pairs: tuple[PastPair, ...]
    skill_parents: Mapping[str, str]
    outcomes: tuple[Outcome, ...] = ()
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Arcs:
    """Pairs of positions: arc a joins seeker i[a] with giver j[a]. Sorted by (i, j)."""

    i: IntArray
    j: IntArray

    def __len__(self) -> int:
        return len(self.i)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Party = TypeVar("_Party", bound=_Identified)


def take(market: Market, kind: str) -> Partition:
    """The needs and offers of a kind."""
    rows = _order(market.seekers, [s.kind == kind for s in market.seekers])
    columns = _order(market.givers, [g.kind == kind for g in market.givers])
    seekers = tuple(market.seekers[row] for row in rows)
    needs = {seeker.id for seeker in seekers}
    return Partition(
        kind=kind,
        seekers=seekers,
        givers=tuple(market.givers[column] for column in columns),
        vectors=Vectors(
            needs=centered(_taken(market.vectors.needs, rows), market.centering),
            profiles=_taken(market.vectors.profiles, rows),
            offers=_taken(market.vectors.offers, columns),
            wishes=_taken(market.vectors.wishes, columns),
        ),
        past_pairs=tuple(pair for pair in market.past_pairs if pair.need_id in needs),
        skill_parents=market.skill_parents,
        outcomes=tuple(outcome for outcome in market.outcomes if outcome.kind == kind),
        words=market.words and market.words.take(rows, columns),
    )


def only_need(partition: Partition, need_id: str) -> Partition:
    """The same offers with one need alone.

    Raises:
        KeyError: the partition lacks the need.
    """
    rows = [row for row, seeker in enumerate(partition.seekers) if seeker.id == need_id]
    if not rows:
        raise KeyError(need_id)
    vectors = partition.vectors
    return Partition(
        kind=partition.kind,
        seekers=(partition.seekers[rows[0]],),
        givers=partition.givers,
        vectors=Vectors(
            needs=vectors.needs[rows],
            profiles=vectors.profiles[rows],
            offers=vectors.offers,
            wishes=vectors.wishes,
        ),
        past_pairs=tuple(pair for pair in partition.past_pairs if pair.need_id == need_id),
        skill_parents=partition.skill_parents,
        words=partition.words and partition.words.take(np.array(rows)),
    )


def _order(parties: tuple[_Party, ...], chosen: list[bool]) -> IntArray:
    positions = [position for position, is_chosen in enumerate(chosen) if is_chosen]
    return np.array(sorted(positions, key=lambda p: parties[p].id), dtype=np.intp)


def _taken(vectors: Float32Array, rows: IntArray) -> Float32Array:
    """Some rows: no copy where they follow each other, as in a market of one kind."""
    if len(rows) and (np.diff(rows) == 1).all():
        return vectors[rows[0] : rows[-1] + 1]
    return vectors[rows]
