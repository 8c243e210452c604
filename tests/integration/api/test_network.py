"""The network as a whole: relations, paths, coverage, programs, the audit trail."""

from datetime import timedelta
from typing import Any

import pytest

from api.global_ids import global_id, split_global_id
from graph.ids import new_id
from graph.lifecycle.relating import withdraw_party
from graph.models.vocabulary import MatchState, Scope, StoppedBy
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Json, Network, queries_of
from tests.integration.api.test_matching import ANSWER, PROPOSE, pair, suggest

PATH = """
query ($a: ID!, $b: ID!) {
  path(fromId: $a, toId: $b) {
    length steps { kind isForward fromParty { name } toParty { name } }
  }
}
"""
RELATE = mutation("relateParties", "fromParty { name } toParty { name }")
UNRELATE = RELATE.replace("relateParties(", "unrelateParties(").replace("Relate", "Unrelate")
EXCLUDE = mutation("excludeParty", "fromParty { name }")
READMIT = mutation("readmitParty")
PAUSE = mutation("pauseParty", "party { pausedUntil }")
WITHDRAW = mutation("withdrawParty", "party { id }")
RETURN = mutation("returnParty", "party { id }")
ADVANCE = mutation("advanceEngagement", "engagement { state }")
COVERAGE = """
query ($by: CoverageBy!) {
  coverage(by: $by) {
    code label openNeeds unmatchedNeeds medianWaitingDays openOffers freePlaces
  }
}
"""
PROGRAM = mutation("registerProgram", "program { id name startsOn endsOn }")
UPDATE_PROGRAM = mutation("updateProgram", "program { name startsOn }")


async def relate(network: Network, one: str, other: str, kind: str) -> None:
    found = await network.ask(RELATE, input={"fromId": one, "toId": other, "kind": kind})
    assert "errors" not in found["relateParties"]


async def test_a_path_leads_over_what_relates_parties(
    network: Network, new_network: NewNetwork
) -> None:
    forge, moulin, banque, seule = [
        await network.register_sme(name) for name in ("Forge", "Moulin", "Banque", "Seule")
    ]
    await relate(network, forge, banque, "BACKED_BY")
    await relate(network, moulin, banque, "WORKED_WITH")
    found = (await network.ask(PATH, a=forge, b=moulin))["path"]
    assert found == {
        "length": 2,
        "steps": [
            {
                "kind": "BACKED_BY",
                "isForward": True,
                "fromParty": {"name": "Forge"},
                "toParty": {"name": "Banque"},
            },
            {
                "kind": "WORKED_WITH",
                "isForward": False,
                "fromParty": {"name": "Banque"},
                "toParty": {"name": "Moulin"},
            },
        ],
    }
    assert (await network.ask(PATH, a=forge, b=forge))["path"]["length"] == 0
    unknown = str(global_id("Mentor", new_id()))
    for other in (seule, unknown):
        assert (await network.ask(PATH, a=forge, b=other))["path"] is None
    assert (await network.ask(PATH, a=unknown, b=unknown))["path"] is None
    twin = await new_network()
    assert (await twin.ask(PATH, a=forge, b=moulin))["path"] is None
    short = "query ($a: ID!, $b: ID!) { path(fromId: $a, toId: $b) { length } }"
    assert await queries_of(network, short, a=forge, b=moulin) == {"find_path": 1}


async def test_a_relation_is_taken_away(network: Network) -> None:
    forge, moulin = await network.register_sme("Forge"), await network.register_sme("Moulin")
    await relate(network, forge, moulin, "RELATED_TO")
    values = {"fromId": forge, "toId": moulin, "kind": "RELATED_TO"}
    assert await network.refusals(UNRELATE, **values) == []
    assert await network.refusals(UNRELATE, **values) == [("NOT_FOUND", "input")]
    assert (await network.ask(PATH, a=forge, b=moulin))["path"] is None
    excluding = values | {"kind": "EXCLUDES"}
    assert await network.refusals(RELATE, **excluding) == [("INVALID", "input.kind")]
    itself = values | {"toId": forge}
    assert await network.refusals(RELATE, **itself) == [("INVALID", "input.toId")]
    unknown = values | {"toId": str(global_id("Mentor", new_id()))}
    assert await network.refusals(RELATE, **unknown) == [("NOT_FOUND", "input.toId")]


async def state_of(network: Network, match: str) -> MatchState:
    match_id = split_global_id(match)[1]
    return (await Matches(network.graph).get_many([match_id]))[match_id].state


async def test_an_exclusion_ends_open_matches_and_can_be_lifted(network: Network) -> None:
    need, offer, match = await pair(network)
    owner = "query ($id: ID!) { node(id: $id) { ... on Need { party { id } } ... on Offer { party { id } } } }"
    seeker = (await network.ask(owner, id=need))["node"]["party"]["id"]
    giver = (await network.ask(owner, id=offer))["node"]["party"]["id"]
    values = {"id": giver, "excludedId": seeker}
    long = values | {"reason": "x" * 501}
    assert await network.refusals(EXCLUDE, **long) == [("INVALID", "input.reason")]
    assert await network.refusals(EXCLUDE, **values, until="2099-01-01", reason="x") == []
    assert await state_of(network, match) is MatchState.WITHDRAWN
    why = "query ($n: ID!, $o: ID!) { whyNot(needId: $n, offerId: $o) { failures { code } } }"
    codes = (await network.ask(why, n=need, o=offer))["whyNot"]["failures"]
    assert {"code": "EXCLUDED"} in codes
    assert await network.refusals(READMIT, **values) == []
    assert await network.refusals(READMIT, **values) == [("NOT_FOUND", "input")]


async def test_a_party_is_paused_and_wakes_again(network: Network) -> None:
    forge = await network.register_sme("Forge")
    until = "2099-01-01T00:00:00+00:00"
    paused = await network.ask(PAUSE, input={"id": forge, "until": until})
    assert paused["pauseParty"]["party"] == {"pausedUntil": until}
    awake = await network.ask(PAUSE, input={"id": forge, "until": None})
    assert awake["pauseParty"]["party"] == {"pausedUntil": None}
    past = {"id": forge, "until": "2001-01-01T00:00:00+00:00"}
    assert await network.refusals(PAUSE, **past) == [("INVALID", "input.until")]


async def test_a_party_that_leaves_takes_its_needs_and_matches_along(network: Network) -> None:
    need, _, match = await pair(network)
    owner = "query ($id: ID!) { node(id: $id) { ... on Need { status party { id } } } }"
    seeker = (await network.ask(owner, id=need))["node"]["party"]["id"]
    left = (await network.ask(WITHDRAW, id=seeker))["withdrawParty"]
    assert left == {"party": {"id": seeker}}
    assert (await network.ask(owner, id=need))["node"]["status"] == "CLOSED"
    assert await state_of(network, match) is MatchState.WITHDRAWN
    of_need = await Events(network.graph).page(first=9, subject_id=split_global_id(need)[1])
    assert [(event.action, event.cause) for event in of_need.items] == [
        ("need.closed", "party.withdrawn")
    ]
    unknown = (await network.ask(WITHDRAW, id=str(global_id("Mentor", new_id()))))["withdrawParty"]
    assert unknown["errors"] == [{"code": "NOT_FOUND", "path": ["id"]}]


async def seeker_who_left(network: Network, stopped_by: StoppedBy) -> tuple[str, str]:
    """A party that is out, and its need."""
    seeker = await network.register_sme("Forge")
    need = await network.register_need(seeker, "Voir les défauts")
    party_id = split_global_id(seeker)[1]
    await withdraw_party(network.graph, party_id, stopped_by=stopped_by, actor="mail:test")
    return seeker, need


async def test_staff_take_back_whom_they_had_withdrawn(network: Network) -> None:
    seeker, need = await seeker_who_left(network, StoppedBy.STAFF)
    party_id, need_id = split_global_id(seeker)[1], split_global_id(need)[1]
    form = {"id": seeker, "reason": "MISTAKE"}
    # A second time changes nothing.
    for _ in range(2):
        back = (await network.ask(RETURN, input=form))["returnParty"]
        assert back == {"party": {"id": seeker}}
    party = await Parties(network.graph).get(party_id)
    assert (party.is_opted_out, party.withdrawn_at, party.stopped_by) == (False, None, None)
    assert (await Needs(network.graph).get(need_id)).status == "OPEN"
    assert need_id in await Matches(network.graph).waiting_needs(10)
    (event,) = (await Events(network.graph).page(first=5, action="party.returned")).items
    assert (event.cause, event.actor.partition(":")[0]) == ("MISTAKE", "key")


@pytest.mark.parametrize("by_staff", ["never", "before", "after"])
@pytest.mark.parametrize("has_complained", [False, True])
async def test_who_left_comes_back_by_its_own_word_since(
    network: Network, by_staff: str, *, has_complained: bool
) -> None:
    seeker, _ = await seeker_who_left(
        network, StoppedBy.STAFF if by_staff == "before" else StoppedBy.ITSELF
    )
    party_id = split_global_id(seeker)[1]
    before = network.graph.clock()
    if has_complained:
        await network.graph.write("opt_out_party", id=party_id)
    elif by_staff == "before":
        await withdraw_party(
            network.graph, party_id, stopped_by=StoppedBy.ITSELF, actor="mail:test"
        )
    if by_staff == "after":
        await withdraw_party(network.graph, party_id, stopped_by=StoppedBy.STAFF, actor="key:test")
    too_early = before if has_complained else before - timedelta(days=1)
    party, asked = {"id": seeker}, {"id": seeker, "reason": "ASKED"}
    for form, code in (
        (party | {"reason": "MISTAKE"}, "CONFLICT"),
        (asked | {"askedAt": too_early.isoformat()}, "CONFLICT"),
        (asked, "INVALID"),
        (asked | {"askedAt": "2099-01-01T00:00:00+00:00"}, "INVALID"),
        (asked | {"askedAt": "2026-01-01T00:00:00"}, "INVALID"),
        (asked | {"reason": "MISTAKE", "askedAt": before.isoformat()}, "INVALID"),
    ):
        assert await network.refusals(RETURN, **form) == [(code, "input.askedAt")]
    assert (await Parties(network.graph).get(party_id)).is_opted_out
    word = network.graph.clock().isoformat()
    await network.ask(RETURN, input=asked | {"askedAt": word})
    back = await Parties(network.graph).get(party_id)
    assert (back.is_opted_out, back.stopped_at, back.complained_at) == (False, None, None)
    (event,) = (await Events(network.graph).page(first=5, action="party.returned")).items
    assert (event.cause, event.details) == ("ASKED", {"asked_at": word})


async def engaged(network: Network) -> tuple[str, str]:
    """An engagement, and its offer."""
    need, offer, match = await pair(network)
    await network.ask(PROPOSE, needIds=[need])
    for side in ("SEEKER", "GIVER"):
        await network.ask(ANSWER, input={"matchId": match, "side": side, "answer": "ACCEPT"})
    found = await network.ask("{ engagements { nodes { id } } }")
    return str(found["engagements"]["nodes"][0]["id"]), offer


async def test_an_engagement_that_ends_gives_its_place_back(network: Network) -> None:
    engagement, offer = await engaged(network)
    taken = "query ($id: ID!) { node(id: $id) { ... on Offer { taken } } }"

    async def advance(state: str) -> Json:
        found = await network.ask(ADVANCE, input={"id": engagement, "state": state})
        payload: Json = found["advanceEngagement"]
        return payload

    assert (await advance("ACTIVE"))["engagement"] == {"state": "ACTIVE"}
    assert (await network.ask(taken, id=offer))["node"] == {"taken": 1}
    for _ in range(2):
        assert (await advance("COMPLETED"))["engagement"] == {"state": "COMPLETED"}
        assert (await network.ask(taken, id=offer))["node"] == {"taken": 0}
    refusal = {"code": "CONFLICT", "path": ["input", "state"]}
    assert await advance("ACTIVE") == {"errors": [refusal]}
    events = await network.ask('{ events(action: "engagement.advanced") { nodes { details } } }')
    states = [event["details"]["state"] for event in events["events"]["nodes"]]
    assert states == ["COMPLETED", "ACTIVE"]


async def test_coverage_sets_demand_against_supply(network: Network) -> None:
    forge = await network.register_sme("Forge", place={"departement": "18"}, sector="25.62B")
    anne = await network.register_mentor("Anne", place={"region": "53"})
    first = await network.register_need(forge, "un", skills=["mlops"])
    await network.register_need(forge, "deux", sector="10.61A")
    offer = await network.register_offer(
        anne, "Conseil", skills=["mlops"], regions=["24", "11"], capacity=3
    )
    await suggest(network, first, offer)

    async def rows(by: str) -> dict[str, Any]:
        found = (await network.ask(COVERAGE, by=by))["coverage"]
        for row in found:
            days = row.pop("medianWaitingDays")
            assert (days is None) is (row["openNeeds"] == 0)
        return {row.pop("code"): tuple(row.values()) for row in found}

    assert await rows("REGION") == {
        "24": ("Centre-Val de Loire", 2, 1, 1, 3),
        "11": ("Île-de-France", 0, 0, 1, 3),
    }
    sectors = await rows("SECTOR")
    assert {code: row[1:] for code, row in sectors.items()} == {
        "25": (1, 0, 0, 0),
        "10": (1, 1, 0, 0),
        None: (0, 0, 1, 3),
    }
    assert {code: row[1:] for code, row in (await rows("SKILL")).items()} == {"mlops": (1, 0, 1, 3)}
    asked = await queries_of(network, COVERAGE, by="SKILL")
    # Names of skills are remembered for a minute.
    assert asked.pop("list_skills", 0) <= 1
    assert asked == {"list_coverage_by_skill": 1}


async def test_programs_are_registered_changed_and_listed(network: Network) -> None:
    values = {"name": "Printemps", "startsOn": "2027-03-01", "endsOn": "2027-06-30"}
    made = (await network.ask(PROGRAM, input=values))["registerProgram"]["program"]
    assert {key: made[key] for key in values} == values
    changed = await network.ask(UPDATE_PROGRAM, input={"id": made["id"], "startsOn": None})
    assert changed["updateProgram"]["program"] == {"name": "Printemps", "startsOn": None}
    wrong = values | {"endsOn": "2027-01-01"}
    assert await network.refusals(PROGRAM, **wrong) == [("INVALID", "input.endsOn")]
    assert await network.refusals(PROGRAM, name=" ") == [("INVALID", "input.name")]
    found = await network.ask("{ programs(last: 5) { totalCount nodes { id } } }")
    assert found["programs"] == {"totalCount": 1, "nodes": [{"id": made["id"]}]}


async def test_the_audit_trail_is_for_staff(new_network: NewNetwork) -> None:
    staff = await new_network(Scope.STAFF)
    party = await staff.register_sme()
    need = await staff.register_need(party, "un")
    await staff.ask(mutation("closeNeed"), id=need)
    query = """
    query ($id: ID) {
      events(subjectId: $id) { totalCount nodes { id actor action subjectId createdAt } }
    }
    """
    (event,) = (await staff.ask(query, id=need))["events"]["nodes"]
    assert event["action"] == "need.closed"
    assert event["subjectId"] == split_global_id(need)[1]
    node = "query ($id: ID!) { node(id: $id) { ... on Event { action } } }"
    assert (await staff.ask(node, id=event["id"]))["node"] == {"action": "need.closed"}
    reader = await new_network(Scope.READ)
    assert (await reader.error(query))["extensions"]["code"] == "FORBIDDEN"
    assert (await reader.ask(node, id=event["id"]))["node"] is None


@pytest.mark.parametrize("query", ["{ events { nodes { id } } }", "{ programs { nodes { id } } }"])
async def test_a_list_is_one_query(network: Network, query: str) -> None:
    await network.ask("{ viewer { keyName } }")
    assert list((await queries_of(network, query)).values()) == [1]
