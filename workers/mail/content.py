"""What each mail says, before it is put into words: plain values, no graph and no template."""

from dataclasses import dataclass
from datetime import date

from graph.models.vocabulary import Language, MatchKind, PartyKind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One proposal. It holds no way to reach the other party: both must say yes first.

    `language` is that of `title` and `excerpt`; `reasons` and `reservation` are sentences in the
    reader's.
    """

    title: str
    excerpt: str
    language: Language
    party_name: str
    party_kind: PartyKind
    town: str
    reasons: tuple[str, ...]
    reservation: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCardMail:
    """Asks one side about one to three proposals.

    `about` is the title of the reader's own need (SEEKER) or offer (GIVER); `answer_by` is the
    last whole day on which an answer counts.
    """

    language: Language
    recipient_name: str
    tenant_name: str
    can_reply: bool
    side: Side
    about: str
    has_other_accepted: bool
    cards: tuple[Card, ...]
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a party that said yes."""

    name: str
    kind: PartyKind
    person: str
    email: str | None
    website: str | None
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A need or an offer as its owner wrote it, in its own language."""

    title: str
    text: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionMail:
    """Tells one side how to reach the other, after both said yes."""

    language: Language
    recipient_name: str
    tenant_name: str
    can_reply: bool
    side: Side
    kind: MatchKind
    need: Subject
    offer: Subject
    own: Contact
    other: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An offer that a saved search found, in its own language; no way to reach its maker."""

    title: str
    excerpt: str
    language: Language
    party_name: str
    party_kind: PartyKind
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAlertMail:
    """Tells a party what appeared for its saved searches: each phrase with its offers.

    `stop_url` ends such mails.
    """

    language: Language
    recipient_name: str
    tenant_name: str
    can_reply: bool
    searches: tuple[tuple[str, tuple[Found, ...]], ...]
    stop_url: str


Mail = MatchCardMail | IntroductionMail | SearchAlertMail
