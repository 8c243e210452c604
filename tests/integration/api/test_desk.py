"""The desk of a network's staff."""

from datetime import timedelta

import pytest

from graph.lifecycle.rules import AskingRule, set_rule
from graph.models.vocabulary import MatchKind, Scope, Side
from tests.factories import accept, at, half_accepted_pair, new_need, proposed_pair, suggested_pair
from tests.integration.api.conftest import NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network, queries_of

WAITING = """
query ($kind: MatchKind, $days: Int! = 0, $first: Int! = 20, $after: String) {
  waitingNeeds(kind: $kind, days: $days, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { need { id title } ageDays waitsFor waitingAt openMatches }
  }
}
"""
SILENCE = """
query ($side: Side, $days: Int! = 0) {
  silence(side: $side, days: $days) {
    totalCount nodes { match { id } side askedAt silentDays party { name } }
  }
}
"""
TIMELINE = """
query ($id: ID!, $language: Language! = FR, $first: Int! = 20, $after: String) {
  matchTimeline(matchId: $id, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { actor action cause createdAt sentence(language: $language) }
  }
}
"""
FORECAST = """
query ($weeks: Int! = 4) {
  capacityForecast(weeks: $weeks) {
    kind offers capacity taken paused overdue plannedDays weeks { free returning ending }
  }
}
"""
DAY = timedelta(days=1)


async def test_needs_wait_by_age_and_tell_for_whom(network: Network) -> None:
    graph = network.graph
    old = await new_need(at(graph, graph.clock() - 40 * DAY))
    suggested = await suggested_pair(graph)
    asked = await proposed_pair(graph)
    half = await half_accepted_pair(graph)
    both = await half_accepted_pair(graph)
    await accept(graph, both.match.id, Side.GIVER)
    first = (await network.ask(WAITING, first=2))["waitingNeeds"]
    rest = await network.ask(WAITING, first=2, after=first["pageInfo"]["endCursor"])
    found = first["nodes"] + rest["waitingNeeds"]["nodes"]
    assert [(each["waitsFor"], each["openMatches"]) for each in found] == [
        ("MATCHING", 0),
        ("PROPOSAL", 1),
        ("SEEKER", 1),
        ("GIVER", 1),
    ]
    assert [each["ageDays"] for each in found] == [40, 0, 0, 0]
    titles = [each.need.title for each in (suggested, asked, half)]
    assert [each["need"]["title"] for each in found] == [old.title, *titles]
    assert first["totalCount"] == 4
    of_long = (await network.ask(WAITING, days=40))["waitingNeeds"]
    assert (of_long["totalCount"], of_long["nodes"]) == (1, found[:1])
    assert (await network.ask(WAITING, kind="PILOT"))["waitingNeeds"]["nodes"] == []


REVIEW = "{ reviewQueue { totalCount nodes { id state need { title } } } }"


async def test_what_waits_for_review_is_what_the_rules_say(network: Network) -> None:
    graph = network.graph
    pair = await suggested_pair(graph)
    assert (await network.ask(REVIEW))["reviewQueue"] == {"totalCount": 0, "nodes": []}
    await set_rule(graph, MatchKind.PILOT, AskingRule(is_review_required=True), actor="test")
    assert (await network.ask(REVIEW))["reviewQueue"]["totalCount"] == 0
    await set_rule(graph, MatchKind.MENTORING, AskingRule(is_review_required=True), actor="test")
    found = (await network.ask(REVIEW))["reviewQueue"]
    assert [each["need"]["title"] for each in found["nodes"]] == [pair.need.title]
    assert found["totalCount"] == 1
    assert (await network.ask(WAITING))["waitingNeeds"]["nodes"][0]["waitsFor"] == "REVIEW"
    approve = mutation("reviewMatch")
    given = {"matchId": found["nodes"][0]["id"], "isApproved": True}
    assert await network.refusals(approve, **given) == []
    assert (await network.ask(REVIEW))["reviewQueue"]["nodes"] == []
    assert (await network.ask(WAITING))["waitingNeeds"]["nodes"][0]["waitsFor"] == "PROPOSAL"


async def test_silence_tells_who_says_nothing_and_since_when(network: Network) -> None:
    graph = network.graph
    await suggested_pair(graph)
    asked = await proposed_pair(at(graph, graph.clock() - 9 * DAY))
    half = await half_accepted_pair(graph)
    found = (await network.ask(SILENCE))["silence"]
    told = [(each["side"], each["silentDays"], each["party"]["name"]) for each in found["nodes"]]
    assert told == [("SEEKER", 9, asked.seeker.name), ("GIVER", 0, half.giver.name)]
    assert found["totalCount"] == 2
    assert (await network.ask(SILENCE, days=5))["silence"]["nodes"] == found["nodes"][:1]
    assert (await network.ask(SILENCE, side="GIVER"))["silence"]["nodes"] == found["nodes"][1:]


async def test_a_timeline_tells_everything_in_its_order_in_both_languages(
    network: Network, new_network: NewNetwork
) -> None:
    pair = await half_accepted_pair(network.graph)
    await accept(network.graph, pair.match.id, Side.GIVER)
    query = f'{{ matches(needId: "{await need_id(network)}") {{ nodes {{ id }} }} }}'
    (match,) = (await network.ask(query))["matches"]["nodes"]
    found = (await network.ask(TIMELINE, id=match["id"]))["matchTimeline"]
    actions = [each["action"] for each in found["nodes"]]
    assert actions == ["match.proposed", "match.accept", "match.accept", "engagement.started"]
    assert {each["actor"] for each in found["nodes"]} == {"test"}
    moments = [each["createdAt"] for each in found["nodes"]]
    assert moments == sorted(moments)
    assert found["nodes"][1]["cause"] == "answer"
    assert found["nodes"][1]["sentence"] == "Le service a noté un oui du côté du besoin."
    in_english = (await network.ask(TIMELINE, id=match["id"], language="EN"))["matchTimeline"]
    assert in_english["nodes"][2]["sentence"] == (
        "The service noted a yes from the side with the offer."
    )
    assert found["totalCount"] == len(actions)
    page = (await network.ask(TIMELINE, id=match["id"], first=1))["matchTimeline"]
    rest = await network.ask(TIMELINE, id=match["id"], after=page["pageInfo"]["endCursor"])
    assert page["nodes"] + rest["matchTimeline"]["nodes"] == found["nodes"]
    other = await new_network()
    assert (await other.ask(TIMELINE, id=match["id"]))["matchTimeline"]["nodes"] == []


async def need_id(network: Network) -> str:
    (need,) = (await network.ask("{ needs { nodes { id } } }"))["needs"]["nodes"]
    return str(need["id"])


async def test_capacity_counts_pauses_that_end_and_engagements_that_will(network: Network) -> None:
    graph = network.graph
    now = graph.clock()
    pair = await half_accepted_pair(at(graph, now - 170 * DAY), capacity=3)
    await accept(at(graph, now - 170 * DAY), pair.match.id, Side.GIVER)
    away = await suggested_pair(graph, capacity=2)
    await graph.write("pause_party", id=away.giver.id, until=now + 8 * DAY)
    (found,) = (await network.ask(FORECAST))["capacityForecast"]
    weeks = found.pop("weeks")
    assert found == {
        "kind": "MENTORING",
        "offers": 2,
        "capacity": 5,
        "taken": 1,
        "paused": 2,
        "overdue": 0,
        "plannedDays": 180.0,
    }
    assert [(each["free"], each["returning"], each["ending"]) for each in weeks] == [
        (2, 0, 0),
        (2, 0, 0),
        (5, 2, 1),
        (5, 0, 0),
        (5, 0, 0),
    ]


@pytest.mark.parametrize(
    "field",
    [
        "waitingNeeds(days: -1) { totalCount }",
        "silence(days: 4000) { totalCount }",
        "capacityForecast(weeks: 27) { kind }",
    ],
)
async def test_numbers_out_of_range_are_refused(network: Network, field: str) -> None:
    error = await network.error(f"{{ {field} }}")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "must be between" in error["message"]


async def test_each_list_of_the_desk_is_one_query(network: Network) -> None:
    await half_accepted_pair(network.graph)
    (match,) = (await network.ask("{ matches { nodes { id } } }"))["matches"]["nodes"]
    fields = {
        "reviewQueue { nodes { rank } }": "list_matches_to_review_ascending",
        "waitingNeeds { nodes { waitsFor need { title } } }": "list_waiting_needs_ascending",
        "waitingNeeds(order: NEWEST_FIRST) { nodes { ageDays } }": "list_waiting_needs",
        "silence { nodes { side match { state } } }": "list_unanswered_matches_ascending",
        "followUpQueue { nodes { id } }": "list_follow_up_queue_ascending",
        "capacityForecast { kind weeks { free } }": "get_capacity",
        f'matchTimeline(matchId: "{match["id"]}") {{ nodes {{ sentence }} }}': (
            "list_events_of_match_ascending"
        ),
    }
    for field, query in fields.items():
        assert await queries_of(network, f"{{ {field} }}") == {query: 1}


async def test_the_desk_is_for_staff(new_network: NewNetwork) -> None:
    writer = await new_network(Scope.WRITE)
    error = await writer.error("{ waitingNeeds { totalCount } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
