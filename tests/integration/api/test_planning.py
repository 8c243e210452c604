"""What both sides of an engagement agree on, by its door in the API."""

from typing import Any

import pytest

from api.settings import ApiSettings
from tests.factories import engaged
from tests.integration.api.conftest import NewClient, NewNetwork
from tests.integration.api.documents import mutation
from tests.integration.api.network import Network
from tests.integration.api.people import SETTINGS, two_sides
from tests.integration.api.test_following import the_engagement
from tests.issuer import Issuer

PLANNED = "note plannedAt milestones { title dueOn reachedOn }"
PLAN = mutation("planEngagement", f"engagement {{ {PLANNED} }}")
READ = f"{{ engagements {{ nodes {{ {PLANNED} }} }} }}"
TRAIL = "{ events(first: 1) { nodes { action details } } }"


@pytest.fixture
def settings() -> ApiSettings:
    return SETTINGS


async def plan(network: Network, engagement: str, **given: Any) -> dict[str, Any]:
    arguments = {"engagementId": engagement, "side": "SEEKER"} | given
    return dict((await network.ask(PLAN, input=arguments))["planEngagement"]["engagement"])


async def test_what_is_not_sent_stays_and_null_takes_away(network: Network) -> None:
    await engaged(network.graph)
    engagement = await the_engagement(network)
    milestone = {"title": "Premier essai", "dueOn": "2027-03-01", "reachedOn": None}
    assert (await plan(network, engagement, milestones=[milestone]))["milestones"] == [milestone]
    reached = milestone | {"reachedOn": "2027-02-20"}
    noted = await plan(network, engagement, note="Le mardi à 9 h", milestones=[reached])
    assert (noted["note"], noted["milestones"]) == ("Le mardi à 9 h", [reached])
    assert (await plan(network, engagement, note=None))["milestones"] == [reached]
    emptied = await plan(network, engagement, milestones=None)
    assert (emptied["note"], emptied["milestones"]) == (None, [])


async def test_who_has_not_read_the_newest_plan_overwrites_nothing(network: Network) -> None:
    await engaged(network.graph)
    engagement = await the_engagement(network)
    first = (await plan(network, engagement, note="un"))["plannedAt"]
    second = (await plan(network, engagement, note="deux", plannedAt=first))["plannedAt"]
    given = {"engagementId": engagement, "side": "GIVER", "note": "trois", "plannedAt": first}
    assert await network.refusals(PLAN, **given) == [("CONFLICT", "input.plannedAt")]
    (found,) = (await network.ask(READ))["engagements"]["nodes"]
    assert (found["note"], found["plannedAt"]) == ("deux", second)


async def test_both_sides_read_and_write_it_and_nobody_else(
    network: Network, new_network: NewNetwork, issuer: Issuer, new_client: NewClient
) -> None:
    company, mentor, ids = await two_sides(network, issuer, new_client)
    await network.ask(mutation("proposeMatches"), needIds=[ids["need"]])
    for side in ("SEEKER", "GIVER"):
        given = {"matchId": ids["match"], "side": side, "answer": "ACCEPT"}
        await network.ask(mutation("answerMatch"), input=given)
    engagement = await the_engagement(network)
    given = {"engagementId": engagement, "side": "GIVER", "note": "Le mardi"}
    assert await mentor.refusals(PLAN, **given) == []
    assert await company.refusals(PLAN, **given) == [("INVALID", "input.side")]
    for who in (company, mentor, network):
        (seen,) = (await who.ask(READ))["engagements"]["nodes"]
        assert seen["note"] == "Le mardi"
    other = await new_network()
    assert await other.refusals(PLAN, **given) == [("NOT_FOUND", "input.engagementId")]
    (event,) = (await network.ask(TRAIL))["events"]["nodes"]
    assert event["action"] == "engagement.planned"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"note": "x" * 5_001}, "input.note"),
        ({"milestones": [{"title": " "}]}, "input.milestones.0.title"),
        ({"milestones": [{"title": "x"}] * 21}, "input.milestones"),
    ],
)
async def test_what_is_too_long_is_told(
    network: Network, changes: dict[str, Any], path: str
) -> None:
    await engaged(network.graph)
    given = {"engagementId": await the_engagement(network), "side": "SEEKER"} | changes
    assert await network.refusals(PLAN, **given) == [("INVALID", path)]
