"""The permission table: each operation with who may call it. `docs/api/permissions.md` prints it.

A key needs the scope of the row, or a later one. A signed-in person needs a reach in the column of
the role. An operation that has no row cannot be called, and the schema cannot be built with it.
"""

from dataclasses import dataclass
from enum import StrEnum

from graph.models.vocabulary import Role, Scope

Path = tuple[str, ...]


class Reach(StrEnum):
    """How far a role reaches with an operation."""

    NONE = "no"
    OWN = "own"
    ALL = "yes"


NONE, OWN, ALL = Reach.NONE, Reach.OWN, Reach.ALL


@dataclass(frozen=True, slots=True)
class Permission:
    """One row.

    `ids` are the paths, in Python's names, to the arguments that must be the caller's own where a
    reach is OWN; `side` are those to a match, or an engagement, and to the side of it
    that must be. Queries have
    none: there, lists and loaders leave out what is not the caller's. What `is_public` is answered
    without a key or a token, too.
    """

    scope: Scope
    staff: Reach = NONE
    company: Reach = NONE
    mentor: Reach = NONE
    ids: tuple[Path, ...] = ()
    side: tuple[Path, Path] | None = None
    is_public: bool = False

    def reach_of(self, role: Role) -> Reach:
        """The cell of a role."""
        return {Role.STAFF: self.staff, Role.COMPANY: self.company, Role.MENTOR: self.mentor}[role]


EVERYBODY = Permission(Scope.READ, ALL, ALL, ALL)
OWN_ONLY = Permission(Scope.READ, ALL, OWN, OWN)
NETWORK = Permission(Scope.READ, ALL)
DESK = Permission(Scope.STAFF, ALL)
ADMINISTRATION = Permission(Scope.ADMIN)
OWN_SUBJECT = ("given", "id")
OWN_PARTY = ("given", "party_id")
OF_ENGAGEMENT = (("given", "engagement_id"), ("given", "side"))

QUERIES: dict[str, Permission] = {
    "viewer": EVERYBODY,
    "node": OWN_ONLY,
    "nodes": OWN_ONLY,
    "parties": NETWORK,
    "organizations": NETWORK,
    "mentors": NETWORK,
    "incubators": NETWORK,
    "needs": OWN_ONLY,
    "offers": OWN_ONLY,
    "search": NETWORK,
    "savedSearches": OWN_ONLY,
    "suggestions": OWN_ONLY,
    "whyNot": NETWORK,
    "previewMatches": NETWORK,
    "matches": OWN_ONLY,
    "engagements": OWN_ONLY,
    "runs": NETWORK,
    "askingRules": NETWORK,
    "matchPolicy": Permission(Scope.READ, ALL, ALL, ALL, is_public=True),
    "matchPolicyVersions": NETWORK,
    "skills": EVERYBODY,
    "sectors": EVERYBODY,
    "places": EVERYBODY,
    "companyBySiret": EVERYBODY,
    "path": NETWORK,
    "coverage": NETWORK,
    "programs": NETWORK,
    "mails": DESK,
    "events": DESK,
    "reviewQueue": DESK,
    "waitingNeeds": DESK,
    "silence": DESK,
    "followUpQueue": DESK,
    "matchTimeline": DESK,
    "capacityForecast": DESK,
    "impact": DESK,
    "keys": ADMINISTRATION,
    "issuers": ADMINISTRATION,
}

MUTATIONS: dict[str, Permission] = {
    "registerOrganization": Permission(Scope.WRITE, ALL),
    "updateOrganization": Permission(Scope.WRITE, ALL, company=OWN, ids=(OWN_SUBJECT,)),
    "registerMentor": Permission(Scope.WRITE, ALL),
    "updateMentor": Permission(Scope.WRITE, ALL, mentor=OWN, ids=(OWN_SUBJECT,)),
    "registerNeed": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(OWN_PARTY,)),
    "updateNeed": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(OWN_SUBJECT,)),
    "closeNeed": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(("need_id",),)),
    "reopenNeed": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(("need_id",),)),
    "registerOffer": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(OWN_PARTY,)),
    "updateOffer": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(OWN_SUBJECT,)),
    "closeOffer": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(("offer_id",),)),
    "saveSearch": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(OWN_PARTY,)),
    "updateSavedSearch": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(OWN_SUBJECT,)),
    "deleteSavedSearch": Permission(Scope.WRITE, ALL, OWN, OWN, ids=(("search_id",),)),
    "importParties": Permission(Scope.WRITE, ALL),
    "requestMatches": Permission(Scope.WRITE, ALL),
    "proposeMatches": Permission(Scope.STAFF, ALL),
    "answerMatch": Permission(
        Scope.STAFF, ALL, OWN, OWN, side=(("given", "match_id"), ("given", "side"))
    ),
    "reviewMatch": Permission(Scope.STAFF, ALL),
    "reviewMatches": Permission(Scope.STAFF, ALL),
    "orderSuggestions": Permission(Scope.STAFF, ALL),
    "assignNeed": Permission(Scope.STAFF, ALL),
    "setAskingRule": Permission(Scope.STAFF, ALL),
    "setSteward": Permission(Scope.STAFF, ALL),
    "setMailHours": Permission(Scope.STAFF, ALL, OWN, OWN, ids=(OWN_SUBJECT,)),
    "answerMatches": Permission(Scope.STAFF, ALL),
    "relateParties": Permission(Scope.STAFF, ALL),
    "unrelateParties": Permission(Scope.STAFF, ALL),
    "excludeParty": Permission(Scope.STAFF, ALL),
    "readmitParty": Permission(Scope.STAFF, ALL),
    "pauseParty": Permission(Scope.STAFF, ALL, OWN, OWN, ids=(OWN_SUBJECT,)),
    "withdrawParty": Permission(Scope.STAFF, ALL),
    "returnParty": Permission(Scope.STAFF, ALL),
    "exportParty": Permission(Scope.STAFF, ALL, OWN, OWN, ids=(("party_id",),)),
    "eraseParty": Permission(Scope.ADMIN, ALL),
    "registerProgram": Permission(Scope.WRITE, ALL),
    "updateProgram": Permission(Scope.WRITE, ALL),
    "retryMail": Permission(Scope.STAFF, ALL),
    "discardMail": Permission(Scope.STAFF, ALL),
    "advanceEngagement": Permission(Scope.STAFF, ALL),
    "recordFollowUp": Permission(Scope.STAFF, ALL, OWN, OWN, side=OF_ENGAGEMENT),
    "planEngagement": Permission(Scope.STAFF, ALL, OWN, OWN, side=OF_ENGAGEMENT),
    "recordOutcome": Permission(Scope.STAFF, ALL, OWN, OWN, side=OF_ENGAGEMENT),
    "previewMatchPolicy": Permission(Scope.STAFF, ALL),
    "updateMatchPolicy": ADMINISTRATION,
    "createKey": ADMINISTRATION,
    "revokeKey": ADMINISTRATION,
    "setIssuer": ADMINISTRATION,
    "removeIssuer": ADMINISTRATION,
}
