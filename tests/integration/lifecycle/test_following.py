"""What both sides say of an engagement, and what comes of it."""

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.following import FollowUp, SideOutcome, record_follow_up, record_outcome
from graph.lifecycle.proposing import propose
from graph.models.impact import Impact, rebuilt
from graph.models.vocabulary import EngagementState, MatchKind, PartyKind, Progress, Side
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.needs import Needs
from graph.repositories.outcomes import Outcomes
from graph.repositories.parties import Parties
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    accept,
    engaged,
    new_offer,
    say_useful,
    suggest,
)


async def entries(graph: Graph, subject_id: str) -> list[tuple[str, dict[str, object]]]:
    page = await Events(graph).page(subject_id=subject_id, first=100, is_ascending=True)
    return [(event.action, event.details) for event in page.items]


async def test_what_a_side_says_after_30_days_is_kept_and_noted(network: Graph) -> None:
    engagement = await engaged(network)
    said = FollowUp(
        engagement_id=engagement.id,
        side=Side.GIVER,
        day=30,
        progress=Progress.NEEDS_HELP,
        actor="mail:1",
        text="Pas de nouvelles d’eux.",
    )
    kept = await record_follow_up(network, said)
    assert (kept.giver_day_30, kept.giver_day_30_text) == ("NEEDS_HELP", said.text)
    assert kept.seeker_day_30 is kept.giver_day_90 is None
    (_, last) = await entries(network, engagement.id)
    assert last == (
        "engagement.followed_up",
        {"side": "GIVER", "day": 30, "progress": "NEEDS_HELP"},
    )


async def test_nobody_follows_up_what_there_is_not(network: Graph) -> None:
    engagement = await engaged(network)
    for where, engagement_id in (
        (network, "nothing"),
        (network.for_tenant("other"), engagement.id),
    ):
        said = SideOutcome(
            engagement_id=engagement_id, side=Side.SEEKER, is_useful=True, actor="test"
        )
        with pytest.raises(NotFoundError):
            await record_outcome(where, said)


async def member_engaged(graph: Graph, incubator_id: str) -> str:
    """An engagement of a member of an incubator."""
    seeker = await Parties(graph).save(a_party())
    member = {"party_id": seeker.id, "incubator_id": incubator_id}
    await Parties(graph).link_members([member])
    need = await Needs(graph).save(seeker.id, a_need(kind=MatchKind.PILOT))
    offer = await new_offer(graph, kind=MatchKind.PILOT)
    (match,) = await suggest(graph, a_suggestion(need.id, offer.id))
    await propose(graph, actor="test", need_ids=[need.id])
    await accept(graph, match.id, Side.SEEKER)
    await accept(graph, match.id, Side.GIVER)
    return (await Engagements(graph).by_matches([match.id]))[match.id].id


async def test_figures_of_impact_are_those_that_entries_alone_tell(network: Graph) -> None:
    incubator = await Parties(network).save(a_party(kind=PartyKind.INCUBATOR))
    ours = [await member_engaged(network, incubator.id) for _ in range(3)]
    lone = await engaged(network)
    await Engagements(network).advance(ours[0], EngagementState.COMPLETED, actor="test")
    await Engagements(network).advance(ours[1], EngagementState.STOPPED, actor="test")
    for side, saved, invested in ((Side.SEEKER, 4_000, None), (Side.GIVER, 9_000, 500)):
        said = SideOutcome(
            engagement_id=ours[0],
            side=side,
            is_useful=True,
            actor="test",
            has_continued=side is Side.GIVER,
            saved_eur=saved,
            invested_eur=invested,
        )
        await record_outcome(network, said)
    await say_useful(network, ours[1], Side.SEEKER)
    await say_useful(network, ours[1], Side.GIVER, is_useful=False)
    await say_useful(network, lone.id, is_useful=False)
    await say_useful(network, lone.id)
    live = await Outcomes(network).impact()
    assert live == [
        Impact(
            incubator.id,
            MatchKind.PILOT,
            engagements=3,
            completed=1,
            stopped=1,
            judged=2,
            useful=1,
            continued=1,
            saved_eur=4_000,
            invested_eur=500,
        ),
        Impact(None, MatchKind.MENTORING, engagements=1, judged=1, useful=1),
    ]
    trail = await Events(network).page(first=1_000, is_ascending=True)
    assert rebuilt(trail.items) == live


async def test_a_standing_comes_from_five_outcomes_and_from_what_was_said_first(
    network: Graph,
) -> None:
    offer = await new_offer(network, capacity=9)
    said = []
    for _ in range(5):
        seeker = await Parties(network).save(a_party())
        need = await Needs(network).save(seeker.id, a_need())
        (match,) = await suggest(network, a_suggestion(need.id, offer.id))
        await propose(network, actor="test", need_ids=[need.id])
        await accept(network, match.id, Side.SEEKER)
        await accept(network, match.id, Side.GIVER)
        said.append((await Engagements(network).by_matches([match.id]))[match.id].id)
    for engagement_id in said[:4]:
        await say_useful(network, engagement_id)
    outcomes = Outcomes(network)
    assert (await outcomes.standings())[offer.party_id] == (0, 0)
    await say_useful(network, said[4], is_useful=False)
    assert await outcomes.standings() == {offer.party_id: (5, 4)}
    assert await outcomes.standings([offer.party_id]) == {offer.party_id: (5, 4)}
    for engagement_id in said:
        await say_useful(network, engagement_id, is_useful=False)
    assert await outcomes.standings() == {offer.party_id: (5, 4)}
