"""Every operation of the schema, as one network asks it. A new operation gets a line here."""

import base64
import binascii
import re
from collections.abc import Iterator

QUERIES: dict[str, str] = {
    "viewer": "viewer { network { slug name } keyName scopes role party { id } }",
    "node": 'node(id: "{need}") { id }',
    "nodes": 'nodes(ids: ["{need}", "{offer}"]) { id }',
    "parties": "parties { edges { cursor node { id name needs(first: 5) { nodes { id } totalCount }"
    " offers(first: 5) { nodes { id } } contact { email } } } pageInfo { endCursor } totalCount }",
    "organizations": 'organizations(region: "24") { nodes { id } totalCount }',
    "mentors": "mentors { nodes { id } totalCount }",
    "incubators": "incubators { nodes { id } totalCount }",
    "needs": "needs { edges { cursor node { id title matchedAt skills { code } abstention { cause"
    " sentence nearestMisses { offer { id } failures { code sentence } lacks } }"
    " suggestions(first: 5) { id } } } pageInfo { endCursor hasNextPage } totalCount }",
    "offers": "offers { edges { cursor node { id title taken suggestions(first: 5) { id } } }"
    " totalCount }",
    "search": 'search(phrase: "voir les défauts") { isDegraded facets { __typename } hits { score node { id } } }',
    "whyNot": 'whyNot(needId: "{need}", offerId: "{offer}") { isEligible probability'
    " reasons { sentence contribution } failures { sentence } }",
    "suggestions": 'suggestions(needId: "{need}") { id probability rank reasons { sentence } }',
    "askingRules": "askingRules { kind programId cards }",
    "matches": "matches { edges { cursor node { id state probability } } totalCount }",
    "engagements": "engagements { nodes { id } totalCount }",
    "runs": "runs { nodes { id state } totalCount }",
    "matchPolicy": "matchPolicy(kind: MENTORING) { version { number note } suspendedRules"
    " criteria { code label seekerWeight } parameters { name value low high } }",
    "matchPolicyVersions": "matchPolicyVersions { edges { cursor node { id number parameters } } }",
    "path": 'path(fromId: "{seeker}", toId: "{giver}") { __typename }',
    "coverage": "coverage(by: REGION) { __typename }",
    "programs": "programs { nodes { id } totalCount }",
    "events": "events { edges { cursor node { id action } } totalCount }",
    "reviewQueue": "reviewQueue { nodes { id rank need { title } } totalCount }",
    "waitingNeeds": "waitingNeeds { edges { cursor node { need { id title } ageDays waitsFor openMatches } }"
    " totalCount }",
    "silence": "silence { nodes { match { id } side party { id } } totalCount }",
    "followUpQueue": "followUpQueue(progress: GOING_WELL) { nodes { id followUps { side saidAt } } totalCount }",
    "matchTimeline": 'matchTimeline(matchId: "{match}") { nodes { id action sentence } totalCount }',
    "capacityForecast": "capacityForecast { kind offers capacity taken weeks { startsOn free } }",
    "impact": "impact { kind engagements judged useful savedEur incubator { id } }",
    "skills": "skills { code }",
    "sectors": "sectors { code }",
    "places": "places { code }",
    "companyBySiret": 'companyBySiret(siret: "73282932000074") { company { name } absence }',
    "previewMatches": 'previewMatches(need: {partyId: "{seeker}", kind: MENTORING,'
    ' title: "Voir les défauts"}) { ... on PreviewMatchesSuccess { suggestions { rank offer { id } } } }',
    "savedSearches": "savedSearches { nodes { id } totalCount }",
    "mails": "mails { edges { cursor node { id kind state cause recipient { id } } } totalCount }",
    "keys": "keys { id name hint }",
    "issuers": "issuers { id url audience }",
}

MUTATIONS: list[tuple[str, str, str]] = [
    ("registerOrganization", '(input: {kind: SME, name: "Neuve"})', "organization { id name }"),
    ("updateOrganization", '(input: {id: "{seeker}", text: "Autre"})', "organization { id text }"),
    ("registerMentor", '(input: {name: "Paul"})', "mentor { id name }"),
    ("updateMentor", '(input: {id: "{giver}", text: "Autre"})', "mentor { id text }"),
    (
        "registerNeed",
        '(input: {partyId: "{organization}", kind: PILOT, title: "Essai"})',
        "need { id title status }",
    ),
    ("updateNeed", '(input: {id: "{need}", text: "Autre"})', "need { id text }"),
    (
        "registerOffer",
        '(input: {partyId: "{mentor}", kind: PILOT, title: "Essai"})',
        "offer { id title status }",
    ),
    ("updateOffer", '(input: {id: "{offer}", text: "Autre"})', "offer { id text }"),
    (
        "importParties",
        '(rows: [{external_key: "i1", kind: "SME", name: "Importée"}])',
        "rows { status name sameAs } written { partiesCreated partiesUpdated }",
    ),
    ("requestMatches", '(needIds: ["{need}"])', "waitingNeedIds"),
    ("setAskingRule", "(input: {kind: PILOT, firstSide: GIVER})", "askingRule { kind firstSide }"),
    ("setSteward", '(input: {name: "Claire Petit"})', "name"),
    ("setMailHours", '(input: {id: "{seeker}", timeZone: "Europe/Paris"})', "party { id }"),
    ("reviewMatch", '(input: {matchId: "{match}", isApproved: true})', "match { id state }"),
    (
        "reviewMatches",
        '(input: {isDryRun: true, reviews: [{matchId: "{match}", isApproved: false, reason: OTHER}]})',
        "isDryRun items { matchId outcome match { id state } }",
    ),
    (
        "orderSuggestions",
        '(input: {needId: "{first_need}", matchIds: ["{match}"]})',
        "suggestions { id staffRank }",
    ),
    ("assignNeed", '(input: {needId: "{need}", assignee: "Claire Petit"})', "need { id assignee }"),
    ("proposeMatches", '(needIds: ["{first_need}"])', "needsAsked"),
    (
        "answerMatches",
        '(input: {answers: [{matchId: "{match}", side: SEEKER, answer: ACCEPT}], isDryRun: true})',
        "isDryRun items { matchId outcome match { id state } }",
    ),
    (
        "answerMatch",
        '(input: {matchId: "{match}", side: SEEKER, answer: ACCEPT})',
        "outcome match { id state }",
    ),
    (
        "answerMatch",
        '(input: {matchId: "{match}", side: GIVER, answer: ACCEPT})',
        "outcome match { id state engagement { id } }",
    ),
    ("retryMail", '(id: "{failed}")', "mail { id state }"),
    ("discardMail", '(id: "{uncertain}")', "mail { id state }"),
    ("advanceEngagement", '(input: {id: "{engagement}", state: ACTIVE})', "__typename"),
    (
        "recordFollowUp",
        '(input: {engagementId: "{engagement}", side: GIVER, day: 30, progress: NEEDS_HELP})',
        "engagement { id followUps { side day progress text } }",
    ),
    (
        "recordOutcome",
        '(input: {engagementId: "{engagement}", side: SEEKER, isUseful: true, savedEur: 900})',
        "engagement { id outcomes { side isUseful hasContinued savedEur } }",
    ),
    (
        "planEngagement",
        '(input: {engagementId: "{engagement}", side: SEEKER, milestones: [{title: "Essai"}]})',
        "engagement { id note milestones { title dueOn } }",
    ),
    (
        "previewMatchPolicy",
        '(kind: PILOT, changes: [{name: "cards", value: 2}])',
        "report { __typename }",
    ),
    (
        "updateMatchPolicy",
        '(kind: PILOT, changes: [{name: "cards", value: 2}], note: "n")',
        "version { id number }",
    ),
    ("createKey", '(input: {name: "k", scopes: [READ]})', "key { id name scopes } secret"),
    ("revokeKey", '(id: "{apikey}")', "key { id revokedAt }"),
    ("setIssuer", '(input: {url: "https://login.example"})', "issuer { id url audience }"),
    ("removeIssuer", '(id: "{issuer}")', "issuer { id }"),
    ("relateParties", '(input: {fromId: "{seeker}", toId: "{giver}", kind: BACKED_BY})', ""),
    ("unrelateParties", '(input: {fromId: "{seeker}", toId: "{giver}", kind: BACKED_BY})', ""),
    ("excludeParty", '(input: {id: "{seeker}", excludedId: "{giver}"})', ""),
    ("readmitParty", '(input: {id: "{seeker}", excludedId: "{giver}"})', ""),
    ("pauseParty", '(input: {id: "{giver}", until: "2099-01-01T00:00:00Z"})', ""),
    ("registerProgram", '(input: {name: "Cohorte"})', "program { id name }"),
    ("updateProgram", '(input: {id: "{program}", name: "Autre"})', "program { id name }"),
    (
        "saveSearch",
        '(input: {partyId: "{seeker}", phrase: "caméra"})',
        "savedSearch { id phrase }",
    ),
    (
        "updateSavedSearch",
        '(input: {id: "{savedsearch}", phrase: "vision"})',
        "savedSearch { id phrase }",
    ),
    ("deleteSavedSearch", '(id: "{savedsearch}")', "savedSearch { id }"),
    ("closeNeed", '(id: "{need}")', "need { id status }"),
    ("reopenNeed", '(id: "{need}")', "need { id status }"),
    ("closeOffer", '(id: "{offer}")', "offer { id status }"),
    ("withdrawParty", '(id: "{organization}")', ""),
    ("returnParty", '(input: {id: "{organization}", reason: MISTAKE})', ""),
    ("exportParty", '(id: "{organization}")', "data"),
    ("eraseParty", '(id: "{organization}")', "records"),
]
"""Name, arguments and what is asked, in the order in which they are sent."""

GLOBAL_ID = re.compile(r"[A-Za-z0-9_-]{24,}={0,2}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(\+00:00|Z)")
KEY = re.compile(r"mlg_live_[\w-]*")


def filled(text: str, ids: dict[str, str]) -> str:
    """A document with the network's own ids put in."""
    return re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], found[0]), text)


def told_of(answer: str) -> dict[str, str]:
    """The ids that an answer brought, by the type that they name, in small letters."""
    return {_decoded(each).partition(":")[0].lower(): each for each in _global_ids(answer)}


def alike(answer: str) -> str:
    """An answer with ids, moments and keys replaced by how often they were met before."""
    for each in _global_ids(answer):
        answer = answer.replace(each, _decoded(each))
    numbers: dict[str, str] = {}
    answer = UUID.sub(lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), answer)
    return KEY.sub("KEY", MOMENT.sub("MOMENT", answer))


def _global_ids(answer: str) -> Iterator[str]:
    return (each for each in dict.fromkeys(GLOBAL_ID.findall(answer)) if _decoded(each))


def _decoded(value: str) -> str:
    """What a global id says; nothing where it is none."""
    try:
        told = base64.urlsafe_b64decode(value).decode()
    except (binascii.Error, ValueError):
        return ""
    return told if re.fullmatch(rf"\w+:{UUID.pattern}", told) else ""
