"""What the repositories return: frozen copies of nodes, with the ids of their neighbors."""

import json
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Json, field_validator

from graph.models.vocabulary import (
    AlertFrequency,
    DocumentMode,
    EngagementState,
    Hosting,
    Language,
    MailFrequency,
    MailKind,
    MatchKind,
    MatchState,
    NeedStatus,
    OfferStatus,
    OutboxState,
    PartyKind,
    PolicyOrigin,
    Progress,
    RunState,
    Scope,
    Side,
    Stage,
    StoppedBy,
)


class Entity(BaseModel):
    """A node of the graph. Properties that a model does not name are left behind."""

    # Built at its first use: of thirty models, few are needed for the first answer.
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    id: str


class Tenant(Entity):
    """Who runs a network: one incubator, or a federation of several."""

    slug: str
    name: str
    language: Language = Language.FR
    reply_to: str | None = None
    is_review_required: bool = False
    has_quiet_hours: bool = True
    steward: str | None = None


class ApiKey(Entity):
    """A credential of a tenant; only its SHA-256 is kept."""

    tenant_id: str
    name: str
    hint: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    documents: DocumentMode = DocumentMode.OPEN

    def is_live(self, now: datetime) -> bool:
        """Whether it opens its network at a moment."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class Skill(Entity):
    """A skill of the taxonomy, or a tenant's own."""

    fr: str
    en: str
    parent_id: str | None = None


class Sector(Entity):
    """A NAF section (`C`) or division (`25`)."""

    fr: str
    en: str
    parent_id: str | None = None


class Place(Entity):
    """A département (`departement:18`) or a region (`region:24`), with its center."""

    fr: str
    en: str
    latitude: float
    longitude: float
    parent_id: str | None = None


class Program(Entity):
    """A cohort of an incubator; a date that is None is open."""

    tenant_id: str
    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    created_at: datetime
    updated_at: datetime

    def is_running(self, day: date) -> bool:
        """Whether its needs may be matched on a day."""
        has_started = self.starts_on is None or self.starts_on <= day
        return has_started and (self.ends_on is None or day <= self.ends_on)


class Party(Entity):
    """An organization or a mentor."""

    tenant_id: str
    kind: PartyKind
    name: str
    text: str = ""
    language: Language = Language.FR
    languages: tuple[str, ...] = ()
    siret: str | None = None
    website: str | None = None
    email: str | None = None
    refused_email: str | None = None
    contact_name: str = ""
    sector: str | None = None
    size: str | None = None
    stage: Stage | None = None
    commune: str | None = None
    departement: str | None = None
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    external_key: str | None = None
    incubator_id: str | None = None
    is_opted_out: bool = False
    withdrawn_at: datetime | None = None
    stopped_by: StoppedBy | None = None
    stopped_at: datetime | None = None
    complained_at: datetime | None = None
    wants_follow_ups: bool = True
    paused_until: datetime | None = None
    time_zone: str | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None
    mail_frequency: MailFrequency = MailFrequency.EACH
    created_at: datetime
    updated_at: datetime

    @property
    def is_reachable(self) -> bool:
        """Whether it has an address that took mails so far."""
        return bool(self.email) and self.email != self.refused_email


class Need(Entity):
    """What a party seeks. Budgets are in euros."""

    tenant_id: str
    party_id: str
    kind: MatchKind
    status: NeedStatus
    title: str
    text: str = ""
    language: Language = Language.FR
    languages: tuple[str, ...] = ()
    skill_ids: tuple[str, ...] = ()
    sector: str | None = None
    is_remote: bool = True
    radius_km: float | None = None
    budget_min: float | None = None
    budget_max: float | None = None
    deadline: date | None = None
    hosting: Hosting = Hosting.NONE
    certifications: tuple[str, ...] = ()
    program_ids: tuple[str, ...] = ()
    external_key: str | None = None
    matched_at: datetime | None = None
    handed_to: str | None = None
    assignee: str | None = None
    abstention: dict[str, Any] | None = None
    """Why the newest matching found nothing, with the nearest misses; None where it did."""
    created_at: datetime
    updated_at: datetime

    @field_validator("abstention", mode="before")
    @classmethod
    def _from_json(cls, stored: Any) -> Any:
        """The graph keeps it as a JSON text."""
        return json.loads(stored) if isinstance(stored, str) else stored


class Offer(Entity):
    """What a party gives. `taken` of `capacity` places are in use; prices are in euros."""

    tenant_id: str
    party_id: str
    kind: MatchKind
    status: OfferStatus
    title: str
    text: str = ""
    wish: str = ""
    language: Language = Language.FR
    languages: tuple[str, ...] = ()
    skill_ids: tuple[str, ...] = ()
    is_remote: bool = True
    regions: tuple[str, ...] = ()
    capacity: int = 1
    taken: int = 0
    hosting: Hosting = Hosting.NONE
    certifications: tuple[str, ...] = ()
    price_min: float | None = None
    price_max: float | None = None
    preferred_stages: tuple[Stage, ...] = ()
    program_ids: tuple[str, ...] = ()
    external_key: str | None = None
    shadow_price: float = 0.0
    created_at: datetime
    updated_at: datetime


class Match(Entity):
    """One need with one offer. `reasons` and `reservation` speak to the seeker, `giver_reasons` to the giver.

    The card was shown at `position` among `cards`, by a draw that made this `propensity` probable;
    all None on matches older than that draw. Where staff gave an order, `staff_rank` (from 1) comes
    before all of them.
    """

    tenant_id: str
    need_id: str
    offer_id: str
    seeker_id: str
    giver_id: str
    run_id: str | None = None
    kind: MatchKind
    state: MatchState
    rank: int
    staff_rank: int | None = None
    position: int | None = None
    cards: int | None = None
    propensity: float | None = None
    probability: float
    reasons: tuple[dict[str, Any], ...] = ()
    giver_reasons: tuple[dict[str, Any], ...] = ()
    reservation: dict[str, Any] | None = None
    asked_side: Side | None = None
    seeker_answer: str | None = None
    giver_answer: str | None = None
    decline_reason: str | None = None
    proposed_at: datetime | None = None
    answered_at: datetime | None = None
    created_at: datetime
    updated_at: datetime


class Run(Entity):
    """One execution of the matcher, with what is needed to repeat it."""

    tenant_id: str
    state: RunState
    seed: int
    parameters: dict[str, Any] = {}
    model: str = ""
    counts: dict[str, Any] = {}
    value: float | None = None
    dual_bound: float | None = None
    gap: float | None = None
    error: str | None = None
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None


class RunInputs(Entity):
    """What a run read and decided, in short; `content` is as `matching.replay` packs it."""

    tenant_id: str
    run_id: str
    content: bytes


class PolicyVersion(Entity):
    """One version of the parameters of a kind; in force from its making until the next one's."""

    tenant_id: str
    kind: MatchKind
    number: int
    parameters: dict[str, Any]
    origin: PolicyOrigin
    actor: str
    note: str = ""
    created_at: datetime


class Milestone(BaseModel):
    """A step that both sides of an engagement have agreed on."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    title: str
    due_on: date | None = None
    reached_on: date | None = None


class Engagement(Entity):
    """What both sides accepted, and what each has said of it: its newest word counts."""

    tenant_id: str
    match_id: str
    need_id: str
    offer_id: str
    seeker_id: str
    giver_id: str
    kind: MatchKind
    state: EngagementState
    created_at: datetime
    updated_at: datetime
    incubator_id: str | None = None
    seeker_day_30: Progress | None = None
    seeker_day_90: Progress | None = None
    giver_day_30: Progress | None = None
    giver_day_90: Progress | None = None
    seeker_day_30_text: str | None = None
    seeker_day_90_text: str | None = None
    giver_day_30_text: str | None = None
    giver_day_90_text: str | None = None
    seeker_day_30_at: datetime | None = None
    seeker_day_90_at: datetime | None = None
    giver_day_30_at: datetime | None = None
    giver_day_90_at: datetime | None = None
    seeker_useful: bool | None = None
    seeker_continued: bool | None = None
    seeker_saved_eur: int | None = None
    seeker_invested_eur: int | None = None
    giver_useful: bool | None = None
    giver_continued: bool | None = None
    giver_saved_eur: int | None = None
    giver_invested_eur: int | None = None
    milestones: Json[tuple[Milestone, ...]] = ()
    note: str | None = None
    planned_at: datetime | None = None
    meeting_at: datetime | None = None
    meeting_by: Side | None = None
    meeting_slots: tuple[datetime, ...] = ()
    meeting_sequence: int = 0
    meeting_version: int = 0


class OutboxRow(Entity):
    """A mail that must be sent once: to whom, about which matches, and how far it got."""

    tenant_id: str
    key: str
    kind: MailKind
    state: OutboxState
    recipient_id: str
    side: Side | None = None
    match_ids: tuple[str, ...] = ()
    cause: str
    message_id: str
    attempts: int = 0
    due_at: datetime
    leased_until: datetime | None = None
    claimed_by: str | None = None
    sent_at: datetime | None = None
    error: str | None = None
    created_at: datetime


class SavedSearch(Entity):
    """What a party wants to be told of: offers like `phrase` that pass the filters; None is any."""

    tenant_id: str
    party_id: str
    phrase: str
    kind: MatchKind | None = None
    giver_kinds: tuple[PartyKind, ...] = ()
    region: str | None = None
    frequency: AlertFrequency
    is_active: bool
    due_at: datetime
    searched_at: datetime | None = None
    created_at: datetime
    updated_at: datetime


class Event(Entity):
    """An audit entry; never changed, never deleted but by erasure."""

    tenant_id: str
    actor: str
    action: str
    subject_id: str
    cause: str = ""
    details: dict[str, Any] = {}
    created_at: datetime
