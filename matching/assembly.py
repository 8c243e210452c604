"""Graph models as what the engine reads, one need or offer at a time. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from graph.models.entities import Need, Offer, Party
from graph.models.vocabulary import PartyKind
from matching.engine.types import Giver, Neighbors, Seeker, Ties

NEWCOMER_AGE = timedelta(days=28)
SIREN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the graph knows around parties, by party id, and the time at which it was read."""

    now: datetime
    parties: dict[str, Party]
    neighbors: dict[str, Neighbors] = field(default_factory=dict)
    ties: dict[str, Ties] = field(default_factory=dict)
    excluded: dict[str, frozenset[str]] = field(default_factory=dict)
    conflicts: dict[str, dict[str, int]] = field(default_factory=dict)
    """Whose interests conflict with a party's, with the number of steps between them."""
    conflict_hops: Mapping[str, int] = field(default_factory=dict)
    """By kind: up to how many steps a conflict bars a match."""
    closed_programs: frozenset[str] = frozenset()
    answers: dict[str, tuple[int, int]] = field(default_factory=dict)
    """How often a party was asked, and said yes; outcomes count as answers more."""
    shown: dict[str, int] = field(default_factory=dict)
    """On how many cards it was in the window of fairness."""

    def is_paused(self, party: Party) -> bool:
        """Whether a party asked for a pause that lasts."""
        pause = party.paused_until
        return pause is not None and pause > self.now

    def days_paused(self, party: Party) -> float | None:
        """How long the pause still lasts, None where there is none."""
        if party.paused_until is None or not self.is_paused(party):
            return None
        return (party.paused_until - self.now) / timedelta(days=1)

    def in_conflict(self, party: Party, kind: str) -> frozenset[str]:
        """Whose interests conflict with a party's, near enough for this kind."""
        hops = self.conflict_hops.get(kind, 0)
        found = self.conflicts.get(party.id, {})
        return frozenset(other for other, steps in found.items() if steps <= hops)

    def is_new(self, party: Party) -> bool:
        """Whether a party joined lately and was never asked."""
        asked, _ = self.answers.get(party.id, (0, 0))
        return asked == 0 and self.now - party.created_at < NEWCOMER_AGE


def with_outcomes(
    answers: Mapping[str, tuple[int, int]], standings: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """How often each party was asked and said yes, with what outcomes say of it added."""
    nothing = (0, 0)
    pairs = {
        party_id: (answers.get(party_id, nothing), standings.get(party_id, nothing))
        for party_id in answers.keys() | standings.keys()
    }
    return {each: (one[0] + more[0], one[1] + more[1]) for each, (one, more) in pairs.items()}


def seeker_of(need: Need, around: Surroundings) -> Seeker:
    """A need with what matters of its party."""
    party = around.parties[need.party_id]
    asked, accepted = around.answers.get(party.id, (0, 0))
    return Seeker(
        id=need.id,
        party_id=party.id,
        tenant_id=need.tenant_id,
        kind=need.kind.value,
        legal_id=legal_id(party),
        languages=frozenset(need.languages),
        text_language=need.language.value,
        latitude=party.latitude,
        longitude=party.longitude,
        region=party.region,
        radius_km=need.radius_km,
        is_remote=need.is_remote,
        budget_min=need.budget_min,
        budget_max=need.budget_max,
        hosting=need.hosting.value,
        certifications=frozenset(need.certifications),
        skills=frozenset(need.skill_ids),
        sector=need.sector or party.sector,
        stage=party.stage,
        size_class=party.size,
        excluded=around.excluded.get(party.id, frozenset()),
        conflicts=around.in_conflict(party, need.kind.value),
        neighbors=around.neighbors.get(party.id, ()),
        ties=around.ties.get(party.id, ()),
        is_paused=around.is_paused(party),
        days_paused=around.days_paused(party),
        is_opted_out=party.is_opted_out,
        programs=frozenset(need.program_ids),
        closed_programs=frozenset(need.program_ids) & around.closed_programs,
        is_new=around.is_new(party),
        asked=asked,
        accepted=accepted,
        shown=around.shown.get(party.id, 0),
    )


def giver_of(offer: Offer, around: Surroundings) -> Giver:
    """An offer with what matters of its party."""
    party = around.parties[offer.party_id]
    asked, accepted = around.answers.get(party.id, (0, 0))
    return Giver(
        id=offer.id,
        party_id=party.id,
        tenant_id=offer.tenant_id,
        kind=offer.kind.value,
        legal_id=legal_id(party),
        languages=frozenset(offer.languages),
        text_language=offer.language.value,
        latitude=party.latitude,
        longitude=party.longitude,
        region=party.region,
        regions=frozenset(offer.regions),
        is_remote=offer.is_remote,
        capacity=offer.capacity,
        free=max(0, offer.capacity - offer.taken),
        price_min=offer.price_min,
        price_max=offer.price_max,
        hosting=offer.hosting.value,
        certifications=frozenset(offer.certifications),
        skills=frozenset(offer.skill_ids),
        sectors=own_sectors(party),
        preferred_stages=frozenset(stage.value for stage in offer.preferred_stages),
        size_class=party.size,
        excluded=around.excluded.get(party.id, frozenset()),
        conflicts=around.in_conflict(party, offer.kind.value),
        neighbors=around.neighbors.get(party.id, ()),
        ties=around.ties.get(party.id, ()),
        is_paused=around.is_paused(party),
        days_paused=around.days_paused(party),
        is_opted_out=party.is_opted_out,
        programs=frozenset(offer.program_ids),
        is_new=around.is_new(party),
        asked=asked,
        accepted=accepted,
        shown=around.shown.get(party.id, 0),
    )


def legal_id(party: Party) -> str | None:
    """The SIREN: establishments of one company share it."""
    return party.siret[:SIREN_DIGITS] if party.siret else None


def own_sectors(party: Party) -> frozenset[str]:
    """The trades an offer comes from; an integrator's own code says nothing of its customers'."""
    is_telling = party.sector is not None and party.kind is not PartyKind.INTEGRATOR
    return frozenset({party.sector}) if is_telling and party.sector else frozenset()
