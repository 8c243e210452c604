"""A small market of one need and some offers, as the graph would return it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.lifecycle.links import LinkSigner
from graph.models.entities import Engagement, Match, Need, Offer, OutboxRow, Party, Tenant
from graph.models.vocabulary import (
    EngagementState,
    Language,
    MailFrequency,
    MailKind,
    MatchKind,
    MatchState,
    NeedStatus,
    OfferStatus,
    OutboxState,
    PartyKind,
    Side,
)
from workers.mail.letterhead import Letterhead
from workers.mail.loading import Dossier, Pair

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
LETTERHEAD = Letterhead(
    "Maillage <no-reply@maillage.example>", "https://maillage.example", LinkSigner("s" * 16)
)
STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}
REASONS = (
    {"code": "SKILLS", "fr": "Compétences\u00a0: vision.", "en": "Skills: vision."},
    {"code": "PLACE", "fr": "À 12\u00a0km.", "en": "12 km away."},
    {"code": "TEXT", "fr": "Troisième raison.", "en": "A third reason."},
)
GIVER_REASONS = (
    {"code": "SKILLS", "fr": "Compétences recherchées.", "en": "Skills looked for."},
    {"code": "TEXT", "fr": "Profil proche.", "en": "A close profile."},
)
RESERVATION = {"code": "AVAILABILITY", "fr": "Peu de places.", "en": "Few places."}


def seeker(**changes: Any) -> Party:
    return Party(
        id="seeker",
        tenant_id="t",
        kind=PartyKind.SME,
        name="Mécanique du Cher",
        language=Language.FR,
        email="zoe@mecanique.example",
        mail_frequency=MailFrequency.WEEKLY,
        contact_name="Zoé Martin",
        website="https://mecanique.example",
        commune="Bourges",
        text="Usinage de précision.",
        **STAMPS,
    ).model_copy(update=changes)


def giver(number: int = 0, **changes: Any) -> Party:
    return Party(
        id=f"giver{number}",
        tenant_id="t",
        kind=PartyKind.INTEGRATOR,
        name=f"Atelier & Vision {number}",
        language=Language.EN,
        email=f"contact{number}@vision.example",
        mail_frequency=MailFrequency.WEEKLY,
        contact_name="Sam O'Neil",
        website="https://vision.example",
        departement="45",
        text="Intégrateur.",
        **STAMPS,
    ).model_copy(update=changes)


def need(**changes: Any) -> Need:
    return Need(
        id="need",
        tenant_id="t",
        party_id="seeker",
        kind=MatchKind.PILOT,
        status=NeedStatus.OPEN,
        title="Contrôle qualité par caméra",
        text="Nous voulons repérer les défauts.\n\nEn série.",
        **STAMPS,
    ).model_copy(update=changes)


def offer(number: int = 0, **changes: Any) -> Offer:
    return Offer(
        id=f"offer{number}",
        tenant_id="t",
        party_id=f"giver{number}",
        kind=MatchKind.PILOT,
        status=OfferStatus.OPEN,
        title=f"Camera inspection <{number}>",
        text="We install cameras & train your people.",
        language=Language.EN,
        capacity=2,
        **STAMPS,
    ).model_copy(update=changes)


def match(number: int = 0, **changes: Any) -> Match:
    return Match(
        id=f"match{number}",
        tenant_id="t",
        need_id="need",
        offer_id=f"offer{number}",
        seeker_id="seeker",
        giver_id=f"giver{number}",
        kind=MatchKind.PILOT,
        state=MatchState.PROPOSED,
        rank=number + 1,
        probability=0.5,
        reasons=REASONS,
        giver_reasons=GIVER_REASONS,
        reservation=RESERVATION,
        asked_side=Side.SEEKER,
        proposed_at=NOW,
        **STAMPS,
    ).model_copy(update=changes)


def pair(number: int = 0, side: Side = Side.SEEKER, **changes: Any) -> Pair:
    asked = {"asked_side": Side.GIVER, "seeker_answer": "ACCEPT"} if side is Side.GIVER else {}
    ours, theirs = (seeker(), giver(number)) if side is Side.SEEKER else (giver(number), seeker())
    built = Pair(
        match=match(number, **asked),
        side=side,
        need=need(),
        offer=offer(number),
        own=ours,
        other=theirs,
    )
    return replace(built, **changes)


def accepted(side: Side, **changes: Any) -> Pair:
    return pair(0, side, match=match(state=MatchState.ACCEPTED, asked_side=None), **changes)


def engagement(**changes: Any) -> Engagement:
    return Engagement(
        id="engagement",
        tenant_id="t",
        match_id="match0",
        need_id="need",
        offer_id="offer0",
        seeker_id="seeker",
        giver_id="giver0",
        kind=MatchKind.PILOT,
        state=EngagementState.STARTED,
        **STAMPS,
    ).model_copy(update=changes)


def dossier(*pairs: Pair, kind: MailKind = MailKind.MATCH_CARD, **changes: Any) -> Dossier:
    first = pairs[0]
    row = OutboxRow(
        id="mail",
        tenant_id="t",
        key="k",
        kind=kind,
        state=OutboxState.PENDING,
        recipient_id=first.own.id,
        side=first.side,
        match_ids=tuple(p.match.id for p in pairs),
        cause="test",
        message_id="<mail@maillage>",
        due_at=NOW,
        created_at=NOW,
    )
    tenant = Tenant(id="t", slug="centre", name="Réseau Centre", reply_to="equipe@centre.example")
    built = Dossier(row=row, now=NOW, tenant=tenant, recipient=first.own, pairs=pairs)
    return replace(built, **changes)


LATER = NOW + timedelta(days=3)
