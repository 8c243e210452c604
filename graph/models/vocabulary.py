"""The closed word lists of the domain, one enum each; their values are what the graph stores."""

from enum import StrEnum


class PartyKind(StrEnum):
    """What a party is; MENTOR is a person, all others are organizations."""

    STARTUP = "STARTUP"
    SME = "SME"
    MIDCAP = "MIDCAP"
    INTEGRATOR = "INTEGRATOR"
    INCUBATOR = "INCUBATOR"
    MENTOR = "MENTOR"

    @property
    def label(self) -> str:
        """The Neo4j label of this kind, for example `Startup`."""
        return {"SME": "Sme", "MIDCAP": "Midcap"}.get(self.value, self.value.capitalize())


class MatchKind(StrEnum):
    """What a need asks for and an offer gives."""

    MENTORING = "MENTORING"
    PILOT = "PILOT"
    INTEGRATION = "INTEGRATION"
    PARTNERSHIP = "PARTNERSHIP"


class Language(StrEnum):
    """The languages that texts, mails and pages are written in."""

    FR = "fr"
    EN = "en"


class Hosting(StrEnum):
    """Where data must be hosted (need) or can be guaranteed to be hosted (offer)."""

    NONE = "NONE"
    EU = "EU"
    FR = "FR"


class Stage(StrEnum):
    """How far a startup is."""

    IDEA = "IDEA"
    PROTOTYPE = "PROTOTYPE"
    MARKET = "MARKET"
    GROWTH = "GROWTH"


class NeedStatus(StrEnum):
    """Where a need stands; only OPEN needs are matched."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    HANDED_OVER = "HANDED_OVER"
    CLOSED = "CLOSED"


class OfferStatus(StrEnum):
    """Whether an offer may be matched."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class MatchState(StrEnum):
    """The life of a match; see `graph.lifecycle.states` for the legal steps."""

    SUGGESTED = "SUGGESTED"
    REVIEWED = "REVIEWED"
    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class Side(StrEnum):
    """The two sides of a match: who has the need, who makes the offer."""

    SEEKER = "SEEKER"
    GIVER = "GIVER"


class Answer(StrEnum):
    """What a side answers to a proposal."""

    ACCEPT = "ACCEPT"
    DECLINE = "DECLINE"
    PAUSE = "PAUSE"


class DeclineReason(StrEnum):
    """Why a side declines; typed, so that it can be counted and learned from."""

    NOT_RELEVANT = "NOT_RELEVANT"
    NO_TIME = "NO_TIME"
    TOO_FAR = "TOO_FAR"
    BUDGET = "BUDGET"
    ALREADY_SOLVED = "ALREADY_SOLVED"
    CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST"
    NOT_THIS_COMPANY = "NOT_THIS_COMPANY"
    NOT_THIS_SECTOR = "NOT_THIS_SECTOR"
    OTHER = "OTHER"


class RejectReason(StrEnum):
    """Why staff do not let a suggestion out; typed like the reasons of those who decline."""

    NOT_RELEVANT = "NOT_RELEVANT"
    TOO_FAR = "TOO_FAR"
    BUDGET = "BUDGET"
    KNOWN_ALREADY = "KNOWN_ALREADY"
    CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST"
    OTHER = "OTHER"


class MailKind(StrEnum):
    """The mails that the outbox can hold; FOLLOW_UP is of day 30 or 90, as its key tells."""

    MATCH_CARD = "MATCH_CARD"
    INTRODUCTION = "INTRODUCTION"
    SEARCH_ALERT = "SEARCH_ALERT"
    REMINDER = "REMINDER"
    EXPIRY = "EXPIRY"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"
    FOLLOW_UP = "FOLLOW_UP"
    MEETING_SLOTS = "MEETING_SLOTS"
    MEETING = "MEETING"
    DIGEST = "DIGEST"
    WEEKLY_REPORT = "WEEKLY_REPORT"


class Progress(StrEnum):
    """What a side answers when it is asked how an engagement goes."""

    GOING_WELL = "GOING_WELL"
    NEEDS_HELP = "NEEDS_HELP"
    OVER = "OVER"


class MailFrequency(StrEnum):
    """Whether proposals come one by one, or together once a week."""

    EACH = "EACH"
    WEEKLY = "WEEKLY"


class AlertFrequency(StrEnum):
    """How often a saved search is looked at again."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"


class OutboxState(StrEnum):
    """The life of an outbox row; UNCERTAIN is never sent again blindly."""

    PENDING = "PENDING"
    SENDING = "SENDING"
    SENT = "SENT"
    UNCERTAIN = "UNCERTAIN"
    SUPPRESSED = "SUPPRESSED"
    FAILED = "FAILED"


class Bounce(StrEnum):
    """How a mail came back; each says more than the ones before it."""

    SOFT = "SOFT"
    HARD = "HARD"
    COMPLAINT = "COMPLAINT"


class StoppedBy(StrEnum):
    """Who took a party out of its network."""

    ITSELF = "ITSELF"
    STAFF = "STAFF"


class ReturnReason(StrEnum):
    """Why staff take a party back; typed, since the audit trail holds no texts."""

    ASKED = "ASKED"
    MISTAKE = "MISTAKE"


class RunState(StrEnum):
    """The life of a matching run."""

    REQUESTED = "REQUESTED"
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"


class PolicyOrigin(StrEnum):
    """Where a version of a parameter set comes from."""

    DEFAULT = "DEFAULT"
    STAFF = "STAFF"
    LEARNED = "LEARNED"


class TaskKind(StrEnum):
    """Work that the graph remembers until a worker has done it."""

    EMBED = "EMBED"
    MATCH = "MATCH"


class EngagementState(StrEnum):
    """The life of what both sides accepted."""

    STARTED = "STARTED"
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    STOPPED = "STOPPED"


class Scope(StrEnum):
    """What an API key may do; each scope includes the ones before it."""

    READ = "read"
    WRITE = "write"
    STAFF = "staff"
    ADMIN = "admin"


class Role(StrEnum):
    """What a signed-in person is in the network."""

    STAFF = "STAFF"
    COMPANY = "COMPANY"
    MENTOR = "MENTOR"


class DocumentMode(StrEnum):
    """Which GraphQL documents a key may run."""

    OPEN = "OPEN"
    PREFER = "PREFER"
    ONLY = "ONLY"
