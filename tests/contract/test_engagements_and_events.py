"""Engagements and the audit trail."""

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.events import event_row
from graph.models.entities import Engagement
from graph.models.vocabulary import EngagementState, Side
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from tests.factories import accept, half_accepted_pair, new_tenant


async def _engaged(tenant: Graph) -> Engagement:
    pair = await half_accepted_pair(tenant)
    await accept(tenant, pair.match.id, Side.GIVER)
    return (await Engagements(tenant).by_matches([pair.match.id]))[pair.match.id]


async def test_an_engagement_knows_its_match_and_parties(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant)
    await accept(tenant, pair.match.id, Side.GIVER)
    (engagement,) = (await Engagements(tenant).page(first=9)).items
    assert engagement.state is EngagementState.STARTED
    assert (engagement.match_id, engagement.kind) == (pair.match.id, pair.need.kind)
    assert (engagement.need_id, engagement.offer_id) == (pair.need.id, pair.offer.id)
    assert (engagement.seeker_id, engagement.giver_id) == (pair.seeker.id, pair.giver.id)


async def test_engagements_are_paged_and_read_by_id(tenant: Graph, migrated_graph: Graph) -> None:
    engagements = [await _engaged(tenant) for _ in range(3)]
    reader = Engagements(tenant)
    page = await reader.page(first=2)
    assert (list(page.items), page.has_next) == ([engagements[2], engagements[1]], True)
    assert list((await reader.page(first=2, after=page.items[1].id)).items) == [engagements[0]]
    one = engagements[0]
    assert await reader.get_many([one.id, new_id()]) == {one.id: one}
    stranger = Engagements(await new_tenant(migrated_graph))
    assert await stranger.get_many([one.id]) == {}
    assert await stranger.by_matches([one.match_id]) == {}


async def test_the_trail_is_appended_and_read_newest_first(tenant: Graph) -> None:
    events = Events(tenant)
    subject_id = new_id()
    rows = [
        event_row("key:1", "need.closed", subject_id, cause="test", count=number)
        for number in range(3)
    ]
    await events.record([*rows, event_row("key:1", "need.closed", new_id())])
    page = await events.page(first=2, subject_id=subject_id)
    assert [event.details for event in page.items] == [{"count": 2}, {"count": 1}]
    assert page.has_next
    await events.record([event_row("key:1", "need.closed", subject_id)])
    rest = await events.page(first=2, after=page.items[-1].id, subject_id=subject_id)
    assert [event.details for event in rest.items] == [{"count": 0}]
    first = rest.items[0]
    assert (first.actor, first.action, first.cause) == ("key:1", "need.closed", "test")
    assert len((await events.page(first=9)).items) == 5
