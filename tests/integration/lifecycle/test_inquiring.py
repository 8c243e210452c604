"""Both sides are asked how an engagement goes, once a day that it is asked on, if they may be."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.addresses import refuse_address
from graph.lifecycle.following import DAYS, Day, asked_day
from graph.lifecycle.inquiring import (
    LATEST,
    ask_how_it_goes,
    engagements_to_follow,
    stop_asking,
)
from graph.lifecycle.relating import withdraw_party
from graph.models.entities import Engagement, OutboxRow
from graph.models.vocabulary import EngagementState, MailKind, Progress, Side, StoppedBy
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.tenants import Tenants
from tests.factories import OF_ALL_TESTS, at, engaged, mails, say_how_it_goes

Becomes = Callable[[Graph, Engagement], Awaitable[None]]
START = datetime(2027, 1, 7, 22, tzinfo=UTC)
"""A Thursday, late in the evening; a month later it is a Saturday."""


async def asked_on(network: Graph, day: Day, *, late: timedelta = timedelta()) -> list[bool]:
    """Asks about the network's engagements, as the job does."""
    then = at(network, START + timedelta(days=day) + late)
    found = [
        each["id"]
        for each in await engagements_to_follow(then, day, OF_ALL_TESTS)
        if each["tenant_id"] == network.tenant_id
    ]
    return [await ask_how_it_goes(then, engagement_id, day) for engagement_id in found]


async def questions(network: Graph) -> list[OutboxRow]:
    found = [mail for mail in await mails(network) if mail.kind is MailKind.FOLLOW_UP]
    return sorted(found, key=lambda mail: (mail.due_at, mail.side or ""))


async def test_each_side_is_asked_once_on_either_day_in_its_hours(network: Graph) -> None:
    tenant = await Tenants(network).ensure(
        f"test-{new_id()}", "Réseau qui dort", has_quiet_hours=True
    )
    network = network.for_tenant(tenant.id)
    engagement = await engaged(at(network, START))
    for day in DAYS:
        assert await asked_on(network, day, late=-timedelta(hours=1)) == []
        assert await asked_on(network, day) == [True]
        assert await asked_on(network, day) == []
    sent = await questions(network)
    assert [(asked_day(mail.key), mail.side) for mail in sent] == [
        (day, side) for day in DAYS for side in (Side.GIVER, Side.SEEKER)
    ]
    assert {mail.match_ids for mail in sent} == {(engagement.match_id,)}
    # Of a Saturday, and of a Wednesday night: Monday and Thursday at eight in Paris.
    assert [mail.due_at for mail in sent[::2]] == [
        datetime(2027, 2, 8, 7, tzinfo=UTC),
        datetime(2027, 4, 8, 6, tzinfo=UTC),
    ]
    page = await Events(network).page(action="engagement.asked", first=5, is_ascending=True)
    told = [(event.actor, event.cause, event.details) for event in page.items]
    assert told == [("system", f"day {day}", {"day": day, "mails": 2}) for day in DAYS]


async def test_two_workers_at_once_ask_once(network: Graph) -> None:
    engagement = await engaged(network)
    assert await ask_how_it_goes(network, engagement.id, 30)
    assert not await ask_how_it_goes(network, engagement.id, 30)
    assert len(await questions(network)) == 2


async def test_nobody_is_asked_when_it_is_too_late_or_over(network: Graph) -> None:
    await engaged(at(network, START))
    assert await asked_on(network, 30, late=LATEST + timedelta(hours=1)) == []
    over = await engaged(at(network, START + timedelta(days=20)))
    await Engagements(network).advance(over.id, EngagementState.STOPPED, actor="test")
    assert await asked_on(network, 30, late=timedelta(days=20)) == []
    assert not await ask_how_it_goes(network, over.id, 30)
    assert await questions(network) == []


async def has_said_it(network: Graph, engagement: Engagement) -> None:
    await say_how_it_goes(network, engagement.id, Progress.GOING_WELL)


async def has_left(network: Graph, engagement: Engagement) -> None:
    await withdraw_party(network, engagement.seeker_id, stopped_by=StoppedBy.ITSELF, actor="test")


async def takes_no_mail(network: Graph, engagement: Engagement) -> None:
    await refuse_address(network, engagement.seeker_id, cause="test")


async def wants_none(network: Graph, engagement: Engagement) -> None:
    await stop_asking(network, engagement.seeker_id, actor="test")


@pytest.mark.parametrize("becomes", [has_said_it, has_left, takes_no_mail, wants_none])
async def test_a_side_that_may_not_be_asked_is_not(network: Graph, becomes: Becomes) -> None:
    engagement = await engaged(network)
    await becomes(network, engagement)
    assert await ask_how_it_goes(network, engagement.id, 30)
    assert [mail.side for mail in await questions(network)] == [Side.GIVER]
