"""The market as columns, one row per need or offer, for rules over whole blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.engine.geography import radians
from matching.engine.types import (
    BoolArray,
    Float32Array,
    FloatArray,
    Giver,
    IntArray,
    PastPair,
    Seeker,
)
from matching.engine.vocabulary import Incidence, Vocabulary, pairs_matrix

HOSTING_LEVELS = {"NONE": 0, "EU": 1, "FR": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideColumns:
    """What both sides have. Shapes (n,), or (n, terms) for sets."""

    kind: IntArray
    party: IntArray
    legal: IntArray  # -1 where unknown
    tenant: IntArray
    is_shared: BoolArray
    is_paused: BoolArray
    is_opted_out: BoolArray
    is_remote: BoolArray
    languages: Float32Array
    certifications: Float32Array
    latitude: FloatArray  # radians
    longitude: FloatArray
    radius_km: FloatArray  # infinite where unrestricted
    hosting: IntArray
    lowest: FloatArray  # budget or price, euros
    highest: FloatArray
    region: IntArray  # -1 where unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Both sides with the pairs that history or an exclusion bars."""

    seekers: SideColumns
    givers: SideColumns
    free: IntArray
    regions_served: BoolArray  # (givers, regions)
    serves_everywhere: BoolArray
    has_program: BoolArray  # (seekers,)
    programs_open: Float32Array  # (seekers, programs): those that are running
    programs_served: Float32Array  # (givers, programs)
    excluded: Incidence  # (seekers, givers), as the two below
    conflicts: Incidence
    declined: Incidence
    proposed: Incidence


class _Vocabularies:
    """The words of both sides, in common columns."""

    def __init__(self, seekers: Sequence[Seeker], givers: Sequence[Giver]) -> None:
        both: list[Seeker | Giver] = [*seekers, *givers]
        self.kinds = Vocabulary.of([[party.kind for party in both]])
        self.parties = Vocabulary.of([[party.party_id for party in both]])
        self.legals = Vocabulary.of([[party.legal_id for party in both if party.legal_id]])
        self.tenants = Vocabulary.of([[party.tenant_id for party in both]])
        self.languages = Vocabulary.of(party.languages for party in both)
        self.certifications = Vocabulary.of(party.certifications for party in both)
        self.programs = Vocabulary.of(party.programs for party in both)
        served = [giver.regions for giver in givers]
        self.regions = Vocabulary.of(served, [[party.region for party in both if party.region]])


def build_columns(
    seekers: Sequence[Seeker],
    givers: Sequence[Giver],
    past_pairs: Sequence[PastPair],
    *,
    declined_days: float,
    proposed_days: float,
) -> Columns:
    """Encode a market of one or more kinds; past pairs of absent ids are left out."""
    words = _Vocabularies(seekers, givers)
    return Columns(
        seekers=_side(
            seekers, words, [(seeker.budget_min, seeker.budget_max) for seeker in seekers]
        ),
        givers=_side(givers, words, [(giver.price_min, giver.price_max) for giver in givers]),
        free=np.array([giver.free for giver in givers], dtype=np.intp),
        regions_served=words.regions.dense([giver.regions for giver in givers]) > 0,
        serves_everywhere=np.array([not giver.regions for giver in givers], dtype=bool),
        has_program=np.array([bool(seeker.programs) for seeker in seekers], dtype=bool),
        programs_open=words.programs.dense([s.programs - s.closed_programs for s in seekers]),
        programs_served=words.programs.dense([giver.programs for giver in givers]),
        excluded=_barred(seekers, givers, "excluded"),
        conflicts=_barred(seekers, givers, "conflicts"),
        declined=_recent(
            seekers,
            givers,
            [pair for pair in past_pairs if is_within(pair.days_since_declined, declined_days)],
        ),
        proposed=_recent(
            seekers,
            givers,
            [pair for pair in past_pairs if is_within(pair.days_since_proposed, proposed_days)],
        ),
    )


def is_within(days: float | None, limit: float) -> bool:
    """Whether something happened, and fewer days ago than the limit."""
    return days is not None and days < limit


def _side(
    parties: Sequence[Seeker] | Sequence[Giver],
    words: _Vocabularies,
    amounts: list[tuple[float | None, float | None]],
) -> SideColumns:
    return SideColumns(
        kind=words.kinds.indices(party.kind for party in parties),
        party=words.parties.indices(party.party_id for party in parties),
        legal=words.legals.indices(party.legal_id for party in parties),
        tenant=words.tenants.indices(party.tenant_id for party in parties),
        is_shared=np.array([party.is_shared for party in parties], dtype=bool),
        is_paused=np.array([party.is_paused for party in parties], dtype=bool),
        is_opted_out=np.array([party.is_opted_out for party in parties], dtype=bool),
        is_remote=np.array([party.is_remote for party in parties], dtype=bool),
        languages=words.languages.dense([party.languages for party in parties]),
        certifications=words.certifications.dense([party.certifications for party in parties]),
        latitude=radians([party.latitude for party in parties]),
        longitude=radians([party.longitude for party in parties]),
        radius_km=_or_default([party.radius_km for party in parties], np.inf),
        hosting=np.array([HOSTING_LEVELS[party.hosting] for party in parties], dtype=np.intp),
        lowest=_or_default([lowest for lowest, _ in amounts], -np.inf),
        highest=_or_default([highest for _, highest in amounts], np.inf),
        region=words.regions.indices(party.region for party in parties),
    )


def _or_default(values: Sequence[float | None], default: float) -> FloatArray:
    return np.array([default if value is None else value for value in values], dtype=np.float64)


def _barred(seekers: Sequence[Seeker], givers: Sequence[Giver], field: str) -> Incidence:
    """Pairs of which one side names the other's party in a set of party ids."""
    needs_of = _positions([seeker.party_id for seeker in seekers])
    offers_of = _positions([giver.party_id for giver in givers])
    pairs = [
        (i, j)
        for i, seeker in enumerate(seekers)
        for party in getattr(seeker, field)
        for j in offers_of.get(party, ())
    ]
    pairs += [
        (i, j)
        for j, giver in enumerate(givers)
        for party in getattr(giver, field)
        for i in needs_of.get(party, ())
    ]
    return pairs_matrix(pairs, (len(seekers), len(givers)))


def _recent(
    seekers: Sequence[Seeker], givers: Sequence[Giver], past_pairs: Sequence[PastPair]
) -> Incidence:
    rows = {seeker.id: i for i, seeker in enumerate(seekers)}
    columns = {giver.id: j for j, giver in enumerate(givers)}
    pairs = [
        (rows[pair.need_id], columns[pair.offer_id])
        for pair in past_pairs
        if pair.need_id in rows and pair.offer_id in columns
    ]
    return pairs_matrix(pairs, (len(seekers), len(givers)))


def same_codes(rows: IntArray, columns: IntArray) -> Incidence:
    """1 where a row and a column have the same code >= 0; shape (len(rows), len(columns))."""
    n_codes = max(rows.max(initial=-1), columns.max(initial=-1)) + 1
    one_hot = []
    for codes in (rows, columns):
        known = np.flatnonzero(codes >= 0)
        where = (known, codes[known])
        one_hot.append(sparse.csr_array((np.ones(len(known)), where), shape=(len(codes), n_codes)))
    same: Incidence = one_hot[0] @ one_hot[1].T
    return same


def _positions(ids: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for position, key in enumerate(ids):
        found.setdefault(key, []).append(position)
    return found
