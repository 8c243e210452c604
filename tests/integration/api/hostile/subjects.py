"""For each mutation, arguments that it takes: a new mutation gets a line here.

What can be sent only once has a number in it.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type

from api.global_ids import global_id
from api.schema import schema
from graph.ids import new_id
from graph.models.vocabulary import OutboxState
from tests.integration.api.documents import mutation, success_of
from tests.integration.api.hostile.values import Place
from tests.integration.api.network import Network
from tests.integration.api.test_mails import dead_letter
from tests.integration.api.test_matching import PROPOSE, suggest

Json = dict[str, Any]
Fields = GraphQLInterfaceType | GraphQLObjectType
Arguments = Callable[[int], Json]
MOST = 20
LATER = "2099-01-01T00:00:00+00:00"


def always(**values: Any) -> Arguments:
    """The same `input` each time."""
    return lambda _: {"input": values}


async def an_offer(network: Network) -> str:
    return await network.register_offer(await network.register_mentor(), "Voir par caméra")


async def a_need(network: Network) -> str:
    return await network.register_need(await network.register_sme(), "Voir les défauts")


async def two(network: Network) -> tuple[str, str]:
    return await network.register_sme(), await network.register_mentor()


async def register_organization(_: Network) -> Arguments:
    return always(kind="SME", name="Forge", email="forge@forge.example")


async def update_organization(network: Network) -> Arguments:
    return always(id=await network.register_sme(email="forge@forge.example"))


async def register_mentor(_: Network) -> Arguments:
    return always(name="Anne", email="anne@anne.example")


async def update_mentor(network: Network) -> Arguments:
    return always(id=await network.register_mentor(email="anne@anne.example"))


async def register_need(network: Network) -> Arguments:
    return always(partyId=await network.register_sme(), kind="PILOT", title="Voir")


async def update_need(network: Network) -> Arguments:
    return always(id=await a_need(network), budgetMin=None, budgetMax=None)


async def close_need(network: Network) -> Arguments:
    need = await a_need(network)
    return lambda _: {"id": need}


async def register_offer(network: Network) -> Arguments:
    return always(partyId=await network.register_mentor(), kind="PILOT", title="Voir")


async def update_offer(network: Network) -> Arguments:
    return always(id=await an_offer(network), priceMin=None, priceMax=None)


async def close_offer(network: Network) -> Arguments:
    offer = await an_offer(network)
    return lambda _: {"id": offer}


async def import_parties(_: Network) -> Arguments:
    return lambda number: {"rows": [{"external_key": f"k{number}", "kind": "SME", "name": "Forge"}]}


async def of_needs(network: Network) -> Arguments:
    need = await a_need(network)
    return lambda _: {"needIds": [need]}


async def suggested(network: Network, prefix: str) -> tuple[list[str], list[str]]:
    """Needs of seekers of their own, and a suggestion for each."""
    rows = [
        {
            "external_key": f"{prefix}-{number}",
            "kind": "SME",
            "name": f"Forge {number}",
            "email": network.address(f"{prefix}{number}"),
            "needs": [{"kind": "MENTORING", "title": "Voir"}],
        }
        for number in range(MOST)
    ]
    await network.ask(mutation("importParties"), rows=rows)
    found = await network.ask(
        "{ needs(kind: MENTORING, first: 100) { nodes { id externalKey title party { externalKey } } } }"
    )
    offer = await network.register_offer(await network.register_mentor(), "Conseil")
    needs = [
        node["id"]
        for node in found["needs"]["nodes"]
        if (node["party"]["externalKey"] or "").startswith(f"{prefix}-")
    ]
    return needs, [await suggest(network, need, offer) for need in needs]


async def answer_match(network: Network, prefix: str = "seeker") -> Arguments:
    """A match for each number: who pauses is asked nothing more."""
    needs, matches = await suggested(network, prefix)
    await network.ask(PROPOSE, needIds=needs)
    kept = {"side": "SEEKER", "answer": "PAUSE", "reason": "OTHER", "pauseUntil": LATER}
    return lambda number: {"input": {"matchId": matches[number % MOST], **kept}}


async def answer_matches(network: Network) -> Arguments:
    one = await answer_match(network, "many")
    return lambda number: {"input": {"answers": [one(number)["input"]]}}


async def policy(_: Network) -> Arguments:
    def at(number: int) -> Json:
        # Never what is in force, be it the default of 180 or what was sent shortly before.
        days = 40 + number % 100
        return {"kind": "PILOT", "changes": [{"name": "declined_days", "value": days}]}

    return at


async def create_key(_: Network) -> Arguments:
    return always(name="Site", scopes=["READ"])


async def revoke_key(network: Network) -> Arguments:
    given = {"name": "Site", "scopes": ["READ"]}
    made = await network.ask(mutation("createKey", "key { id }"), input=given)
    return lambda _: {"id": made["createKey"]["key"]["id"]}


async def set_issuer(network: Network) -> Arguments:
    return always(url=f"https://{network.tenant_id}.example")


async def remove_issuer(network: Network) -> Arguments:
    given = (await set_issuer(network))(0)
    made = await network.ask(mutation("setIssuer", "issuer { id }"), **given)
    return lambda _: {"id": made["setIssuer"]["issuer"]["id"]}


async def relate_parties(network: Network) -> Arguments:
    start, end = await two(network)
    return always(fromId=start, toId=end, kind="BACKED_BY")


async def unrelate_parties(network: Network) -> Arguments:
    arguments = await relate_parties(network)
    await network.ask(mutation("relateParties"), **arguments(0))
    return arguments


async def exclude_party(network: Network) -> Arguments:
    start, end = await two(network)
    return always(id=start, excludedId=end)


async def readmit_party(network: Network) -> Arguments:
    arguments = await exclude_party(network)
    await network.ask(mutation("excludeParty"), **arguments(0))
    return arguments


async def pause_party(network: Network) -> Arguments:
    return always(id=await network.register_sme(), until=LATER)


async def withdraw_party(network: Network) -> Arguments:
    party = await network.register_sme()
    return lambda _: {"id": party}


async def return_party(network: Network) -> Arguments:
    arguments = await withdraw_party(network)
    await network.ask(mutation("withdrawParty"), **arguments(0))
    now = network.graph.clock().isoformat()
    return lambda _: {"input": arguments(0) | {"reason": "ASKED", "askedAt": now}}


async def register_program(_: Network) -> Arguments:
    return always(name="Cohorte")


async def update_program(network: Network) -> Arguments:
    made = await network.ask(mutation("registerProgram", "program { id }"), input={"name": "Un"})
    return always(id=made["registerProgram"]["program"]["id"])


async def advance_engagement(network: Network) -> Arguments:
    # A person is asked once a day: each engagement has people of its own.
    own = new_id()
    seeker = await network.register_sme("Forge", email=network.address(f"forge-{own}"))
    giver = await network.register_mentor("Anne", email=network.address(f"anne-{own}"))
    need = await network.register_need(seeker, "Voir les défauts")
    offer = await network.register_offer(giver, "Voir par caméra")
    match = await suggest(network, need, offer)
    await network.ask(PROPOSE, needIds=[need])
    answer = mutation("answerMatch", "match { engagement { id } }")
    yes = {"matchId": match, "answer": "ACCEPT"}
    await network.ask(answer, input=yes | {"side": "SEEKER"})
    said = await network.ask(answer, input=yes | {"side": "GIVER"})
    return always(id=said["answerMatch"]["match"]["engagement"]["id"], state="ACTIVE")


async def a_dead_letter(network: Network) -> Arguments:
    mail = await dead_letter(network, OutboxState.FAILED)
    return lambda _: {"id": global_id("Mail", mail.id)}


async def record_follow_up(network: Network) -> Arguments:
    engagement = (await advance_engagement(network))(0)["input"]["id"]
    return always(engagementId=engagement, side="SEEKER", day=30, progress="GOING_WELL")


async def record_outcome(network: Network) -> Arguments:
    engagement = (await advance_engagement(network))(0)["input"]["id"]
    return always(engagementId=engagement, side="SEEKER", isUseful=True)


async def plan_engagement(network: Network) -> Arguments:
    engagement = (await advance_engagement(network))(0)["input"]["id"]
    milestone = {"title": "Un essai", "dueOn": "2027-03-01"}
    return always(engagementId=engagement, side="SEEKER", note="Le mardi", milestones=[milestone])


async def save_search(network: Network) -> Arguments:
    return always(partyId=await network.register_sme(), phrase="robots")


async def update_saved_search(network: Network) -> Arguments:
    given = (await save_search(network))(0)
    made = await network.ask(mutation("saveSearch", "savedSearch { id }"), **given)
    return always(id=made["saveSearch"]["savedSearch"]["id"])


async def delete_saved_search(network: Network) -> Arguments:
    given = (await update_saved_search(network))(0)
    return lambda _: {"id": given["input"]["id"]}


async def review_match(network: Network, prefix: str = "review") -> Arguments:
    """A suggestion for each number: what is rejected stays so."""
    _, matches = await suggested(network, prefix)
    no = {"isApproved": False, "reason": "OTHER"}
    return lambda number: {"input": {"matchId": matches[number % MOST], **no}}


async def review_matches(network: Network) -> Arguments:
    one = await review_match(network, "reviews")
    return lambda number: {"input": {"reviews": [one(number)["input"]]}}


async def order_suggestions(network: Network) -> Arguments:
    need, offer = await a_need(network), await an_offer(network)
    return always(needId=need, matchIds=[await suggest(network, need, offer)])


async def assign_need(network: Network) -> Arguments:
    return always(needId=await a_need(network), assignee="Claire Petit")


async def set_asking_rule(network: Network) -> Arguments:
    made = await network.ask(mutation("registerProgram", "program { id }"), input={"name": "Un"})
    return always(programId=made["registerProgram"]["program"]["id"])


async def set_steward(_: Network) -> Arguments:
    return always(name="Claire Petit")


async def set_mail_hours(network: Network) -> Arguments:
    return always(id=await network.register_sme(), timeZone="Europe/Paris")


SUBJECTS: dict[str, Callable[[Network], Awaitable[Arguments]]] = {
    "registerOrganization": register_organization,
    "updateOrganization": update_organization,
    "registerMentor": register_mentor,
    "updateMentor": update_mentor,
    "registerNeed": register_need,
    "updateNeed": update_need,
    "closeNeed": close_need,
    "reopenNeed": close_need,
    "registerOffer": register_offer,
    "updateOffer": update_offer,
    "closeOffer": close_offer,
    "importParties": import_parties,
    "requestMatches": of_needs,
    "proposeMatches": of_needs,
    "answerMatch": answer_match,
    "answerMatches": answer_matches,
    "previewMatchPolicy": policy,
    "updateMatchPolicy": policy,
    "createKey": create_key,
    "revokeKey": revoke_key,
    "setIssuer": set_issuer,
    "removeIssuer": remove_issuer,
    "reviewMatch": review_match,
    "reviewMatches": review_matches,
    "orderSuggestions": order_suggestions,
    "assignNeed": assign_need,
    "setAskingRule": set_asking_rule,
    "setSteward": set_steward,
    "setMailHours": set_mail_hours,
    "relateParties": relate_parties,
    "unrelateParties": unrelate_parties,
    "excludeParty": exclude_party,
    "readmitParty": readmit_party,
    "pauseParty": pause_party,
    "withdrawParty": withdraw_party,
    "returnParty": return_party,
    "exportParty": withdraw_party,
    "eraseParty": withdraw_party,
    "registerProgram": register_program,
    "updateProgram": update_program,
    "advanceEngagement": advance_engagement,
    "retryMail": a_dead_letter,
    "discardMail": a_dead_letter,
    "recordFollowUp": record_follow_up,
    "recordOutcome": record_outcome,
    "planEngagement": plan_engagement,
    "saveSearch": save_search,
    "updateSavedSearch": update_saved_search,
    "deleteSavedSearch": delete_saved_search,
}
# Where an answer has what another field, or another place, of the input brought.
RENAMED = {
    "contactName": "contact.name",
    "email": "contact.email",
    "sector": "sectorCode",
    "until": "pausedUntil",
    "planEngagement(input.milestones.0.title)": "milestones.0.title",
    "planEngagement(input.milestones.0.dueOn)": "milestones.0.dueOn",
    "planEngagement(input.milestones.0.reachedOn)": "milestones.0.reachedOn",
}
# What only the network's graph tells, of the last that was written.
IN_GRAPH = {
    "excludeParty(input.reason)": "MATCH (:Party {tenant_id: $id})-[r:EXCLUDES]->() "
    "RETURN r.reason AS kept",
    "excludeParty(input.until)": "MATCH (:Party {tenant_id: $id})-[r:EXCLUDES]->() "
    "RETURN toString(r.until) AS kept",
    "setSteward(input.name)": "MATCH (t:Tenant {id: $id}) RETURN t.steward AS kept",
    "setMailHours(input.quietFromHour)": "MATCH (p:Party {tenant_id: $id}) WHERE p.quiet_from IS "
    "NOT NULL RETURN p.quiet_from AS kept ORDER BY p.updated_at DESC LIMIT 1",
    "setMailHours(input.quietUntilHour)": "MATCH (p:Party {tenant_id: $id}) WHERE p.quiet_until "
    "IS NOT NULL RETURN p.quiet_until AS kept ORDER BY p.updated_at DESC LIMIT 1",
    "setMailHours(input.timeZone)": "MATCH (p:Party {tenant_id: $id}) WHERE p.time_zone IS NOT "
    "NULL RETURN p.time_zone AS kept",
    "answerMatch(input.text)": "MATCH (m:Match {tenant_id: $id}) WHERE m.decline_text IS NOT NULL "
    "RETURN m.decline_text AS kept ORDER BY m.answered_at DESC LIMIT 1",
    "recordFollowUp(input.text)": "MATCH (e:Engagement {tenant_id: $id}) "
    "RETURN e.seeker_day_30_text AS kept ORDER BY e.updated_at DESC LIMIT 1",
    "recordOutcome(input.savedEur)": "MATCH (e:Engagement {tenant_id: $id}) "
    "RETURN e.seeker_saved_eur AS kept ORDER BY e.updated_at DESC LIMIT 1",
    "recordOutcome(input.investedEur)": "MATCH (e:Engagement {tenant_id: $id}) "
    "RETURN e.seeker_invested_eur AS kept ORDER BY e.updated_at DESC LIMIT 1",
    "answerMatch(input.pauseUntil)": "MATCH (p:Party {tenant_id: $id}) WHERE p.paused_until IS "
    "NOT NULL RETURN toString(p.paused_until) AS kept ORDER BY p.updated_at DESC LIMIT 1",
    "reviewMatch(input.note)": "MATCH (m:Match {tenant_id: $id}) WHERE m.rejected_at IS NOT NULL "
    "RETURN m.decline_text AS kept ORDER BY m.rejected_at DESC LIMIT 1",
    "reviewMatches(input.reviews.0.note)": "MATCH (m:Match {tenant_id: $id}) WHERE m.rejected_at IS NOT NULL "
    "RETURN m.decline_text AS kept ORDER BY m.rejected_at DESC LIMIT 1",
    "answerMatches(input.answers.0.text)": "MATCH (m:Match {tenant_id: $id}) WHERE m.decline_text IS NOT NULL "
    "RETURN m.decline_text AS kept ORDER BY m.answered_at DESC LIMIT 1",
    "answerMatches(input.answers.0.pauseUntil)": "MATCH (p:Party {tenant_id: $id}) WHERE p.paused_until IS "
    "NOT NULL RETURN toString(p.paused_until) AS kept ORDER BY p.updated_at DESC LIMIT 1",
}


def entity_of(name: str) -> tuple[str, Fields | None]:
    """The field of a success that holds what was written, and its type."""
    success = schema._schema.type_map[success_of(name)]
    assert isinstance(success, GraphQLObjectType)
    for key, field in success.fields.items():
        found = get_named_type(field.type)
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
            return key, found
    return "", None


def reading_of(place: Place) -> str | None:
    """Where a success tells what a place of the input brought, by dots."""
    key, entity = entity_of(place.mutation)
    path = RENAMED.get(str(place)) or RENAMED.get(place.name, place.name)
    if entity is None or path.partition(".")[0] not in entity.fields:
        return None
    is_leaf = "." in path or not hasattr(get_named_type(entity.fields[path].type), "fields")
    return f"{key}.{path}" if is_leaf else None
