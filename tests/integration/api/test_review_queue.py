"""What staff do with the review queue."""

from typing import Any

from api.global_ids import global_id
from graph.ids import new_id
from graph.lifecycle.rules import AskingRule, set_rule
from graph.models.vocabulary import MatchKind, MatchState, Scope
from graph.repositories.events import Events
from tests.factories import Pair, a_suggestion, match_now, new_offer, suggest, suggested_pair
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Json, Network

REVIEW = mutation("reviewMatch", "outcome match { state declineReason }")
REVIEWS = mutation("reviewMatches", "isDryRun items { matchId outcome match { state } }")
ORDER = mutation("orderSuggestions", "suggestions { id rank staffRank }")
ASSIGN = mutation("assignNeed", "need { assignee }")
TIMELINE = "query ($id: ID!) { matchTimeline(matchId: $id) { totalCount nodes { sentence } } }"
QUEUE = "query ($who: String) { reviewQueue(assignee: $who) { totalCount nodes { id } } }"
SUGGESTED = "query ($id: ID!) { node(id: $id) { ... on Need { suggestions(first: 5) { id } } } }"


def no(match_id: str, **more: Any) -> Json:
    given = {"matchId": global_id("Match", match_id), "isApproved": False, "reason": "TOO_FAR"}
    return given | more


async def reviewed_pair(network: Network) -> Pair:
    rule = AskingRule(is_review_required=True)
    await set_rule(network.graph, MatchKind.MENTORING, rule, actor="test")
    return await suggested_pair(network.graph)


async def queue(network: Network, who: str | None = None) -> list[str]:
    found = (await network.ask(QUEUE, who=who))["reviewQueue"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["id"] for node in found["nodes"]]


async def test_a_rejection_has_a_reason_and_a_note_that_only_the_graph_keeps(
    network: Network,
) -> None:
    pair = await reviewed_pair(network)
    given = no(pair.match.id, note="Deux heures de route")
    told = (await network.ask(REVIEW, input=given))["reviewMatch"]
    assert told["outcome"] == "REJECTED"
    assert told["match"] == {"state": "WITHDRAWN", "declineReason": "TOO_FAR"}
    (event,) = (await Events(network.graph).page(first=9, subject_id=pair.match.id)).items
    assert (event.action, event.cause) == ("match.rejected", "review")
    assert event.details == {"reason": "TOO_FAR"}
    assert event.actor.startswith("key:")
    yes = {"matchId": given["matchId"], "isApproved": True}
    again = (await network.ask(REVIEW, input=yes))["reviewMatch"]
    assert (again["outcome"], again["match"]) == ("UNCHANGED", told["match"])


async def test_a_dry_run_of_reviews_tells_what_then_becomes_of_each(network: Network) -> None:
    one, two = await reviewed_pair(network), await reviewed_pair(network)
    yes = {"matchId": global_id("Match", two.match.id), "isApproved": True}
    reviews = [no(one.match.id), no(one.match.id), yes, yes, no(new_id())]
    tried = await network.ask(REVIEWS, input={"reviews": reviews, "isDryRun": True})
    assert [item["outcome"] for item in tried["reviewMatches"]["items"]] == [
        "REJECTED",
        "UNCHANGED",
        "APPROVED",
        "UNCHANGED",
        None,
    ]
    assert (await match_now(network.graph, one.match.id)).state is MatchState.SUGGESTED
    assert len(await queue(network)) == 2
    done = (await network.ask(REVIEWS, input={"reviews": reviews}))["reviewMatches"]
    assert done == tried["reviewMatches"] | {"isDryRun": False}
    assert await queue(network) == []


async def test_mistakes_are_told_by_review_before_anything_is_done(network: Network) -> None:
    pair = await reviewed_pair(network)
    good = no(pair.match.id)
    for change, field in (
        ({"reason": None}, "reason"),
        ({"note": "x" * 2_001}, "note"),
        ({"isApproved": True}, "isApproved"),
        ({"isApproved": True, "reason": None, "note": "Non"}, "isApproved"),
    ):
        bad = good | change
        assert await network.refusals(REVIEW, **bad) == [("INVALID", f"input.{field}")]
        refused = [("INVALID", f"input.reviews.1.{field}")]
        assert await network.refusals(REVIEWS, reviews=[good, bad]) == refused
    assert await network.refusals(REVIEWS, reviews=[]) == [("INVALID", "input.reviews")]
    assert len(await queue(network)) == 1


async def test_an_order_is_told_and_read_and_refused_where_it_is_too_late(network: Network) -> None:
    pair = await reviewed_pair(network)
    offer = await new_offer(network.graph)
    pairs = [
        a_suggestion(pair.need.id, each, rank=i) for i, each in ((1, pair.offer.id), (2, offer.id))
    ]
    ids = [global_id("Match", match.id) for match in await suggest(network.graph, *pairs)]
    given = {"needId": global_id("Need", pair.need.id), "matchIds": ids[::-1]}
    ordered = (await network.ask(ORDER, input=given))["orderSuggestions"]["suggestions"]
    assert [(each["id"], each["rank"], each["staffRank"]) for each in ordered] == [
        (ids[1], 2, 1),
        (ids[0], 1, 2),
    ]
    found = (await network.ask(SUGGESTED, id=given["needId"]))["node"]["suggestions"]
    assert [each["id"] for each in found] == ids[::-1]
    strange = [*ids, global_id("Match", new_id())]
    refused = [("NOT_FOUND", "input.matchIds.2")]
    assert await network.refusals(ORDER, **given | {"matchIds": strange}) == refused
    refused = [("INVALID", "input.matchIds.2")]
    assert await network.refusals(ORDER, **given | {"matchIds": [*ids, ids[0]]}) == refused
    await network.ask(REVIEW, input=no(pair.match.id))
    assert await network.refusals(ORDER, **given) == [("CONFLICT", "input.matchIds")]
    assert await network.refusals(ORDER, **given | {"matchIds": []}) == [
        ("INVALID", "input.matchIds")
    ]


async def test_each_colleague_has_a_queue(network: Network) -> None:
    one, two = await reviewed_pair(network), await reviewed_pair(network)
    given = {"needId": global_id("Need", one.need.id), "assignee": "Claire Petit"}
    told = (await network.ask(ASSIGN, input=given))["assignNeed"]
    assert told["need"]["assignee"] == "Claire Petit"
    assert await queue(network, "Claire Petit") == [global_id("Match", one.match.id)]
    assert await queue(network, "Paul Grand") == []
    assert len(await queue(network)) == len((one, two))
    (event,) = (await Events(network.graph).page(first=9, subject_id=one.need.id)).items
    assert (event.action, event.cause) == ("need.assigned", "review")
    assert event.details == {"to": "Claire Petit"}
    assert await network.refusals(ASSIGN, **given | {"assignee": "x" * 201}) == [
        ("INVALID", "input.assignee")
    ]
    await network.ask(ASSIGN, input=given | {"assignee": None})
    assert await queue(network, "Claire Petit") == []
    timeline = (await network.ask(TIMELINE, id=global_id("Match", one.match.id)))["matchTimeline"]
    assert timeline["totalCount"] == len(timeline["nodes"])
    who = "Le logiciel du réseau"
    assert [each["sentence"] for each in timeline["nodes"]] == [
        f"{who} a désigné qui suit les suggestions du besoin : Claire Petit.",
        f"{who} a laissé ouvert qui suit les suggestions du besoin.",
    ]


async def test_the_queue_is_for_staff_alone(new_network: NewNetwork) -> None:
    writer = await new_network(Scope.WRITE)
    given = no(new_id())
    for query, variables in ((REVIEW, given), (REVIEWS, {"reviews": [given]})):
        error = await writer.error(query, input=variables)
        assert error["extensions"]["code"] == "FORBIDDEN"
