"""The domain's word lists as enums of the API, each value with its meaning."""

from enum import Enum, StrEnum

import strawberry

from api.paging import ListOrder
from graph.lifecycle.reviewing import ReviewOutcome
from graph.lifecycle.states import Outcome
from graph.models.desk import WaitingFor
from graph.models.relations import RelationType
from graph.models.vocabulary import (
    AlertFrequency,
    Answer,
    DeclineReason,
    DocumentMode,
    EngagementState,
    Hosting,
    Language,
    MailKind,
    MatchKind,
    MatchState,
    NeedStatus,
    OfferStatus,
    OutboxState,
    PartyKind,
    PolicyOrigin,
    Progress,
    RejectReason,
    ReturnReason,
    Role,
    RunState,
    Scope,
    Side,
    Stage,
)
from graph.repositories.networks import CoverageBy


class SearchReasonCode(StrEnum):
    """Why something was found."""

    WORDS = "WORDS"
    MEANING = "MEANING"


class SearchMode(StrEnum):
    """How a search compares."""

    HYBRID = "HYBRID"
    WORDS = "WORDS"
    VECTOR = "VECTOR"


class SearchLabel(StrEnum):
    """What can be searched; the values are the labels of the graph."""

    PARTY = "Party"
    NEED = "Need"
    OFFER = "Offer"


def describe(enum: type[Enum], description: str, **values: str) -> None:
    """Makes an enum part of the API. Raises KeyError for a value without a description."""
    definition = strawberry.enum(enum, description=description).__strawberry_definition__  # type: ignore[attr-defined]  # set by the decorator
    for value in definition.values:
        value.description = values[value.name]


describe(
    PartyKind,
    "What a party is.",
    STARTUP="A young firm that builds something new.",
    SME="A small or medium-sized enterprise (PME).",
    MIDCAP="A mid-sized enterprise (ETI).",
    INTEGRATOR="A firm that brings technology into other firms.",
    INCUBATOR="A regional incubator.",
    MENTOR="A person who advises.",
)
describe(
    MatchKind,
    "What a need asks for and an offer gives.",
    MENTORING="Advice from an experienced person.",
    PILOT="A trial of a product in real use.",
    INTEGRATION="Bringing a technology into a firm.",
    PARTNERSHIP="Working together on equal terms.",
)
describe(
    AlertFrequency,
    "How often a saved search is looked at again.",
    DAILY="Each day.",
    WEEKLY="Each week.",
)
describe(Language, "A language of texts and mails.", FR="French.", EN="English.")
describe(
    Hosting,
    "Where data must be hosted, or can be guaranteed to be hosted.",
    NONE="Anywhere.",
    EU="In the European Union.",
    FR="In France.",
)
describe(
    Stage,
    "How far a startup is.",
    IDEA="It has an idea.",
    PROTOTYPE="It has a prototype.",
    MARKET="It has its first customers.",
    GROWTH="It grows.",
)
describe(
    NeedStatus,
    "Where a need stands.",
    OPEN="It is being matched.",
    ACCEPTED="Both sides accepted a match.",
    HANDED_OVER="A person looks after it.",
    CLOSED="It is over.",
)
describe(
    OfferStatus,
    "Whether an offer may be matched.",
    OPEN="It may be matched.",
    CLOSED="It is over.",
)
describe(
    WaitingFor,
    "What an open need waits for.",
    MATCHING="The matcher: it has not looked at the need yet.",
    CANDIDATES="Somebody who fits: the matcher found nobody.",
    REVIEW="The network's staff, to let a suggestion out.",
    PROPOSAL="The mail that asks about its suggestions.",
    SEEKER="An answer of who has the need.",
    GIVER="An answer of who makes the offer.",
)
describe(
    MatchState,
    "Where a match stands.",
    SUGGESTED="The matcher suggests it; nobody was asked.",
    REVIEWED="The network's staff let it out; nobody was asked yet.",
    PROPOSED="One side is being asked.",
    ACCEPTED="Both sides said yes.",
    DECLINED="One side said no.",
    EXPIRED="Nobody answered in time.",
    WITHDRAWN="It no longer fits.",
)
describe(
    Side,
    "The two sides of a match.",
    SEEKER="Who has the need.",
    GIVER="Who makes the offer.",
)
describe(
    Answer,
    "What a side answers.",
    ACCEPT="Yes.",
    DECLINE="No.",
    PAUSE="No, and no further proposal until a date.",
)
describe(
    DeclineReason,
    "Why a side declines.",
    NOT_RELEVANT="It does not fit.",
    NO_TIME="There is no time for it.",
    TOO_FAR="It is too far away.",
    BUDGET="The money does not fit.",
    ALREADY_SOLVED="It is solved already.",
    CONFLICT_OF_INTEREST="The interests are in conflict.",
    NOT_THIS_COMPANY="It is not to be with this company.",
    NOT_THIS_SECTOR="It is not to be in this sector.",
    OTHER="Another reason.",
)
describe(
    RejectReason,
    "Why staff do not let a suggestion out.",
    NOT_RELEVANT="It does not fit.",
    TOO_FAR="It is too far away.",
    BUDGET="The money does not fit.",
    KNOWN_ALREADY="The two know each other already.",
    CONFLICT_OF_INTEREST="The interests are in conflict.",
    OTHER="Another reason.",
)
describe(
    ReturnReason,
    "Why a party comes back that was withdrawn.",
    ASKED="It has asked to.",
    MISTAKE="Staff had withdrawn it by mistake.",
)
describe(
    ReviewOutcome,
    "What became of a review.",
    APPROVED="It may be proposed.",
    REJECTED="It is withdrawn, and its need goes on without this pair.",
    UNCHANGED="It was let out before, is being asked about, or is over; nothing was changed.",
)
describe(
    Outcome,
    "What became of an answer.",
    ENGAGED="Both sides said yes; an engagement has begun.",
    WAITING_FOR_OTHER="The other side is asked now.",
    DECLINED="The refusal is noted.",
    PAUSED="The refusal and the pause are noted.",
    NO_LONGER_AVAILABLE="The match is over, or no place is left; nothing else was changed.",
    ALREADY_ANSWERED="This side has answered before; nothing was changed.",
    NOT_ASKED="This side is not being asked; nothing was changed.",
    EXPIRED="The time to answer is over; nothing was changed.",
)
describe(
    RunState,
    "Where a run of the matcher stands.",
    REQUESTED="It waits for a worker.",
    RUNNING="It is being done.",
    FINISHED="It is done.",
    FAILED="It could not be finished; see `error`.",
)
describe(
    PolicyOrigin,
    "Where a version of the parameters comes from.",
    DEFAULT="Somebody went back to the defaults.",
    STAFF="The network's administrators changed it.",
    LEARNED="It was learned from answers.",
)
describe(
    EngagementState,
    "Where an engagement stands.",
    STARTED="Both sides were introduced.",
    ACTIVE="They work together.",
    COMPLETED="It came to its planned end.",
    STOPPED="It was ended early.",
)
describe(
    Progress,
    "What a side says when it is asked how an engagement goes.",
    GOING_WELL="It goes well.",
    NEEDS_HELP="It needs help of the network's staff.",
    OVER="It is over.",
)
describe(
    Scope,
    "What a key may do; each scope includes those before it.",
    READ="Read everything but contacts.",
    WRITE="Write parties, needs and offers, and ask for matches.",
    STAFF="Send proposals, take answers, and see contacts.",
    ADMIN="Manage keys and the network itself.",
)
describe(
    RelationType,
    "How two parties are related.",
    BACKED_BY="The first is backed by the second: an investor, a sponsor.",
    COMPETES_WITH="They compete: a conflict of interest, up to the owners of both.",
    EXCLUDES="They must not be matched.",
    OWNED_BY="The first belongs to the second: a conflict of interest.",
    RELATED_TO="They are related in another way.",
    WORKED_WITH="They have worked together.",
)
describe(
    MailKind,
    "What a mail is about.",
    MATCH_CARD="Asks one side about one to three matches.",
    INTRODUCTION="Tells both how to reach each other, after both said yes.",
    SEARCH_ALERT="Tells what a saved search found.",
    REMINDER="Reminds of a match card that nobody answered.",
    EXPIRY="Tells that a match ended without an answer.",
    PAUSED="Tells that proposals pause, and until when.",
    STOPPED="Tells that mails have stopped.",
    FOLLOW_UP="Asks how it goes, on day 30 and on day 90.",
    MEETING_SLOTS="Tells one side the times that the other one proposes.",
    MEETING="Tells both the time on which they agreed.",
    DIGEST="Tells once a week what waits.",
    WEEKLY_REPORT="Tells an incubator what happened in a week.",
)
describe(
    OutboxState,
    "How far a mail got.",
    PENDING="It waits for its time, or for another try.",
    SENDING="It is being handed over.",
    SENT="The relay accepted it.",
    UNCERTAIN="The connection ended before the relay answered: it may have arrived, and is not "
    "sent again by itself.",
    SUPPRESSED="It is not sent: what it was about has changed, or a person ended it.",
    FAILED="The relay refused it, or all attempts are used up.",
)
describe(
    CoverageBy,
    "By what demand is set against supply.",
    REGION="By region.",
    SECTOR="By division of the NAF.",
    SKILL="By skill.",
)
describe(
    ListOrder,
    "In which order a list is read.",
    NEWEST_FIRST="What was registered last comes first.",
    OLDEST_FIRST="What was registered first comes first.",
)
describe(
    Role,
    "What a signed-in person is in the network.",
    STAFF="Works for the network: may do what keys with the scope `staff` may.",
    COMPANY="Stands for an organization: sees and changes what is its own.",
    MENTOR="Is a mentor: sees and changes what is their own.",
)
describe(
    DocumentMode,
    "Which documents a key may run.",
    OPEN="Any; documents are also registered as Apollo's clients do.",
    PREFER="Any, and those that were uploaded by their hash; none is registered on the way.",
    ONLY="Only those that were uploaded with `maillage documents upload`.",
)
describe(
    SearchMode,
    "How a search compares the phrase with texts.",
    HYBRID="By words and by meaning: usually the best.",
    WORDS="By words only.",
    VECTOR="By meaning only.",
)
describe(
    SearchReasonCode,
    "Why something was found.",
    WORDS="It contains words of the phrase, in some form.",
    MEANING="What it says is close to the phrase.",
)
describe(
    SearchLabel,
    "What can be searched.",
    PARTY="Organizations and mentors.",
    NEED="Open needs.",
    OFFER="Open offers.",
)
