"""An engagement that is stopped gives its place back, and its need can be looked for again."""

from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError, OutdatedError
from graph.lifecycle.concluding import NEED_AGE, conclude_need, overdue_needs, set_steward
from graph.lifecycle.proposing import propose
from graph.lifecycle.reopening import reopen_need
from graph.models.vocabulary import EngagementState, NeedStatus, Side
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from tests.factories import (
    OF_ALL_TESTS,
    a_suggestion,
    accept,
    at,
    engaged,
    new_need,
    new_offer,
    suggest,
    tomorrow,
)


async def test_a_place_comes_back_once_and_the_need_finds_another(network: Graph) -> None:
    engagement = await engaged(network)
    need_id, offer_id = engagement.need_id, engagement.offer_id
    with pytest.raises(OutdatedError):
        await reopen_need(network, need_id, actor="test")
    for _ in range(2):
        await Engagements(network).advance(engagement.id, EngagementState.STOPPED, actor="test")
    assert (await Offers(network).get_many([offer_id]))[offer_id].taken == 0
    assert (await Needs(network).get(need_id)).status is NeedStatus.ACCEPTED
    opened = await reopen_need(network, need_id, actor="test")
    assert opened.status is NeedStatus.OPEN
    assert need_id in await Matches(network).waiting_needs(10)
    past = await Matches(network).past_pairs(network.clock() + timedelta(days=365))
    assert [(pair["need_id"], pair["offer_id"]) for pair in past] == [(need_id, offer_id)]
    other = await new_offer(network)
    (match,) = await suggest(network, a_suggestion(need_id, other.id))
    later = tomorrow(network)
    assert await propose(later, actor="test", need_ids=[need_id]) == 1
    await accept(later, match.id, Side.SEEKER)
    await accept(later, match.id, Side.GIVER)
    assert (await Needs(network).get(need_id)).status is NeedStatus.ACCEPTED


async def test_it_is_looked_for_as_long_as_a_new_one(network: Graph) -> None:
    need = await new_need(network)
    then = at(network, network.clock() + NEED_AGE + timedelta(hours=1))
    await set_steward(network, "Claire", actor="test")
    assert await conclude_need(then, need.id)
    opened = await reopen_need(then, need.id, actor="test")
    assert (opened.status, opened.handed_to) == (NeedStatus.OPEN, None)
    assert await reopen_need(then, need.id, actor="test") == opened
    assert not await conclude_need(then, need.id)
    assert need.id not in [each["id"] for each in await overdue_needs(then, OF_ALL_TESTS)]
    much_later = at(network, then.clock() + NEED_AGE + timedelta(hours=1))
    assert need.id in [each["id"] for each in await overdue_needs(much_later, OF_ALL_TESTS)]
    assert await conclude_need(much_later, need.id)
    page = await Events(network).page(subject_id=need.id, action="need.reopened", first=5)
    assert [(event.actor, event.cause) for event in page.items] == [("test", "was HANDED_OVER")]
    with pytest.raises(NotFoundError):
        await reopen_need(network.for_tenant("other"), need.id, actor="test")
