"""What each mail says, before it is put into words: plain values, no graph and no template."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from graph.models.vocabulary import Language, MatchKind, PartyKind, Progress, Side
from workers.mail.hold import Hold


class Opening(TypedDict):
    """What every mail holds, as keyword arguments; see `Letter`."""

    language: Language
    recipient_name: str
    tenant_name: str
    can_reply: bool
    preferences_url: str
    stop_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every mail says: to whom, from which network, and how to get fewer mails or none."""

    language: Language
    recipient_name: str
    tenant_name: str
    can_reply: bool
    preferences_url: str
    stop_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One proposal. It holds no way to reach the other party: both must say yes first.

    `is_repeated`: the reader was asked about it by a mail before.

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
    is_repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCardMail(Letter):
    """Asks one side about one to three proposals.

    `about` is the title of the reader's own need (SEEKER) or offer (GIVER); `answer_by` is the
    last whole day on which an answer counts.
    """

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
class IntroductionMail(Letter):
    """Tells one side how to reach the other, after both said yes.

    `meets_at` is the start of `hold` where the reader is, `zone_place` the town of that time.
    """

    side: Side
    kind: MatchKind
    need: Subject
    offer: Subject
    own: Contact
    other: Contact
    meets_at: datetime
    zone_place: str
    hold: Hold
    meeting_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSlotsMail(Letter):
    """Asks one side to choose one of the times that the other proposes.

    `about` is the title of the need, in `about_language`. All times are where the reader is,
    `zone_place` is the town of them; `agreed_at` is the one that stays until another is chosen.
    """

    about: str
    about_language: Language
    other: Contact
    slots: tuple[datetime, ...]
    agreed_at: datetime | None
    zone_place: str
    meeting_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMail(Letter):
    """Tells one side the time on which both agreed; times are as in `IntroductionMail`.

    `about` is the title of the need, in `about_language`.
    """

    about: str
    about_language: Language
    own: Contact
    other: Contact
    meets_at: datetime
    zone_place: str
    hold: Hold
    meeting_url: str


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
class SearchAlertMail(Letter):
    """Tells a party what appeared for its saved searches: each phrase with its offers."""

    searches: tuple[tuple[str, tuple[Found, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderMail(MatchCardMail):
    """Asks once more about proposals that nobody has answered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A proposal that is over; `title` is in its own language."""

    title: str
    language: Language
    party_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryMail(Letter):
    """Tells who was asked that proposals ended without an answer. `about` is as in cards.

    `is_open`: their need or offer goes on being matched.
    """

    side: Side
    about: str
    ended: tuple[Ended, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedMail(Letter):
    """Confirms a pause; `is_for_silence` where mails without an answer led to it.

    `until` is the day from which proposals may come again.
    """

    until: date
    is_for_silence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedMail(Letter):
    """Tells that no more mails will come; `is_by_staff` where the reader did not ask for that.

    `can_return` says that the reader can come back by the link to the preferences.
    """

    is_by_staff: bool
    can_return: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpMail(Letter):
    """Asks one side how it goes, 30 or 90 days after both said yes.

    `about` is the title of the need, in `about_language`. `answers` are the links of the three
    answers.
    """

    day: int
    about: str
    about_language: Language
    other_name: str
    answers: dict[Progress, str]
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Cards about one need (SEEKER) or offer (GIVER) of the reader; `about` is its title."""

    side: Side
    about: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMail(Letter):
    """Asks once a week about all that waits for the reader's answer, and tells what ended without.

    `count` is the number of cards; `answer_by` is the last whole day on which all still count,
    None where there are none.
    """

    topics: tuple[Topic, ...]
    count: int
    answer_by: date | None
    ended: tuple[Ended, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A kind with more open needs than free places."""

    kind: MatchKind
    needs: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReportMail(Letter):
    """Tells an incubator's staff what a week brought, from `since` to `until` (both included)."""

    since: date
    until: date
    new: int
    waiting: int
    accepted: int
    silent: int
    asking_help: int
    oldest_days: int
    lacking: tuple[Lacking, ...]


Mail = (
    MatchCardMail
    | IntroductionMail
    | MeetingSlotsMail
    | MeetingMail
    | SearchAlertMail
    | ReminderMail
    | ExpiryMail
    | PausedMail
    | StoppedMail
    | FollowUpMail
    | DigestMail
    | WeeklyReportMail
)
