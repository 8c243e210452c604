"""What both sides say of an engagement, and the figures that come of it."""

from typing import Any

import pytest

from api.settings import ApiSettings
from graph.models.vocabulary import MatchKind, Progress, Side
from tests.factories import engaged, say_how_it_goes, say_useful
from tests.integration.api.conftest import NewClient, NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network, queries_of
from tests.integration.api.people import SETTINGS, two_sides
from tests.issuer import Issuer

SAID = "engagement { followUps { side day progress text } outcomes { side isUseful savedEur } }"
FOLLOW_UP = mutation("recordFollowUp", SAID)
ADVANCE = mutation("advanceEngagement")
REOPEN = mutation("reopenNeed", "need { status }")
OUTCOME = mutation("recordOutcome", SAID)
ENGAGEMENTS = "{ engagements { nodes { id followUps { side text } outcomes { side } } } }"
IMPACT = "{ impact { kind engagements judged useful savedEur incubator { name } } }"


@pytest.fixture
def settings() -> ApiSettings:
    return SETTINGS


async def the_engagement(network: Network) -> str:
    (found,) = (await network.ask(ENGAGEMENTS))["engagements"]["nodes"]
    return str(found["id"])


def a_follow_up(engagement: str, **changes: Any) -> dict[str, Any]:
    return {
        "engagementId": engagement,
        "side": "SEEKER",
        "day": 30,
        "progress": "NEEDS_HELP",
    } | changes


async def test_staff_keep_what_both_sides_say(network: Network, new_network: NewNetwork) -> None:
    await engaged(network.graph)
    engagement = await the_engagement(network)
    await network.ask(FOLLOW_UP, input=a_follow_up(engagement, text="Aidez-nous."))
    await network.ask(FOLLOW_UP, input=a_follow_up(engagement, side="GIVER", progress="OVER"))
    given = {"engagementId": engagement, "side": "GIVER", "isUseful": True, "savedEur": 900}
    found = (await network.ask(OUTCOME, input=given))["recordOutcome"]["engagement"]
    assert found == {
        "followUps": [
            {"side": "SEEKER", "day": 30, "progress": "NEEDS_HELP", "text": "Aidez-nous."},
            {"side": "GIVER", "day": 30, "progress": "OVER", "text": None},
        ],
        "outcomes": [{"side": "GIVER", "isUseful": True, "savedEur": 900}],
    }
    other = await new_network()
    refused = [("NOT_FOUND", "input.engagementId")]
    assert await other.refusals(FOLLOW_UP, **a_follow_up(engagement)) == refused
    assert await other.refusals(OUTCOME, **given) == refused


QUEUE = "query ($progress: Progress! = NEEDS_HELP) { followUpQueue(progress: $progress) { totalCount nodes { id } } }"


async def test_who_needs_help_is_in_the_queue_until_that_is_over(network: Network) -> None:
    first, second = await engaged(network.graph), await engaged(network.graph)
    for each, side in ((first, Side.GIVER), (second, Side.SEEKER)):
        await say_how_it_goes(network.graph, each.id, Progress.NEEDS_HELP, side)
    found = (await network.ask(QUEUE))["followUpQueue"]
    assert found["totalCount"] == 2
    ids = [each["id"] for each in found["nodes"]]
    # Somebody has called: the one side is well, and for the other it is over.
    await network.ask(FOLLOW_UP, input=a_follow_up(ids[0], side="GIVER", progress="GOING_WELL"))
    assert (await network.ask(QUEUE))["followUpQueue"]["nodes"] == [{"id": ids[1]}]
    await network.ask(FOLLOW_UP, input=a_follow_up(ids[1], progress="OVER"))
    assert (await network.ask(QUEUE))["followUpQueue"]["nodes"] == []
    assert (await network.ask(QUEUE, progress="OVER"))["followUpQueue"]["nodes"] == [{"id": ids[1]}]
    await network.ask(ADVANCE, input={"id": ids[1], "state": "COMPLETED"})
    assert (await network.ask(QUEUE, progress="OVER"))["followUpQueue"]["totalCount"] == 0


async def test_a_need_opens_again_when_its_engagement_is_over(network: Network) -> None:
    await engaged(network.graph)
    (need,) = (await network.ask("{ needs { nodes { id } } }"))["needs"]["nodes"]
    refusal = (await network.ask(REOPEN, id=need["id"]))["reopenNeed"]["errors"]
    assert [(each["code"], each["path"]) for each in refusal] == [("CONFLICT", ["id"])]
    given = {"id": await the_engagement(network), "state": "STOPPED"}
    await network.ask(ADVANCE, input=given)
    opened = await network.ask(REOPEN, id=need["id"])
    assert opened["reopenNeed"] == {"need": {"status": "OPEN"}}


async def test_each_side_says_and_sees_its_own_only(
    network: Network, issuer: Issuer, new_client: NewClient
) -> None:
    company, mentor, ids = await two_sides(network, issuer, new_client)
    await network.ask(mutation("proposeMatches"), needIds=[ids["need"]])
    for side in ("SEEKER", "GIVER"):
        given = {"matchId": ids["match"], "side": side, "answer": "ACCEPT"}
        await network.ask(mutation("answerMatch"), input=given)
    engagement = await the_engagement(network)
    said = a_follow_up(engagement, text="Il ne répond pas.")
    assert await company.refusals(FOLLOW_UP, **said) == []
    assert await mentor.refusals(FOLLOW_UP, **said) == [("INVALID", "input.side")]
    useful = {"engagementId": engagement, "side": "GIVER", "isUseful": False}
    assert await mentor.refusals(OUTCOME, **useful) == []
    assert await company.refusals(OUTCOME, **useful) == [("INVALID", "input.side")]
    text = {"side": "SEEKER", "text": said["text"]}
    seen = [(await who.ask(ENGAGEMENTS))["engagements"]["nodes"][0] for who in (company, mentor)]
    assert [each["followUps"] for each in seen] == [[text], []]
    assert [each["outcomes"] for each in seen] == [[], [{"side": "GIVER"}]]


@pytest.mark.parametrize(
    ("query", "changes", "path"),
    [
        (FOLLOW_UP, {"day": 31}, "input.day"),
        (FOLLOW_UP, {"text": "x" * 2_001}, "input.text"),
        (OUTCOME, {"savedEur": -1}, "input.savedEur"),
        (OUTCOME, {"investedEur": 2_000_000_000}, "input.investedEur"),
    ],
)
async def test_what_cannot_be_is_told(
    network: Network, query: str, changes: dict[str, Any], path: str
) -> None:
    await engaged(network.graph)
    given = a_follow_up(await the_engagement(network))
    if query is OUTCOME:
        given = {"engagementId": given["engagementId"], "side": "SEEKER", "isUseful": True}
    assert await network.refusals(query, **given | changes) == [("INVALID", path)]


async def test_impact_is_one_query(network: Network) -> None:
    engagement = await engaged(network.graph)
    await say_useful(network.graph, engagement.id)
    await network.ask("{ viewer { keyName } }")  # the key is remembered from here on
    assert await queries_of(network, "{ impact { engagements } }") == {"list_impact": 1}
    assert (await network.ask(IMPACT))["impact"] == [
        {
            "kind": MatchKind.MENTORING,
            "engagements": 1,
            "judged": 1,
            "useful": 1,
            "savedEur": 0.0,
            "incubator": None,
        }
    ]
