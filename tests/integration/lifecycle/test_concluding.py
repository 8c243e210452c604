"""Every need ends in a stated time, whoever is silent: a year of a small network."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.concluding import (
    NEED_AGE,
    conclude_need,
    overdue_needs,
    set_steward,
)
from graph.lifecycle.ending import expire_match
from graph.lifecycle.links import LINK_AGE
from graph.lifecycle.ordering import assign_need
from graph.lifecycle.proposing import propose
from graph.models.entities import Match, Need
from graph.models.vocabulary import Answer, MatchState, NeedStatus, Side
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs, need_row
from graph.repositories.parties import Parties, party_row
from tests.factories import (
    OF_ALL_TESTS,
    a_need,
    a_party,
    a_suggestion,
    answer,
    at,
    match_now,
    new_offer,
    suggest,
)

START = datetime(2027, 1, 6, 9, tzinfo=UTC)
# Longer than a question stands open.
STEP = timedelta(days=15)
STEPS = 25
Temper = Callable[[int, Side], Answer | None]


def silent(_number: int, _side: Side) -> Answer | None:
    """Nobody ever answers."""
    return None


def only_seekers(_number: int, side: Side) -> Answer | None:
    """Seekers want everything, and no mentor answers."""
    return Answer.ACCEPT if side is Side.SEEKER else None


def moody(number: int, side: Side) -> Answer | None:
    """Anything, in turn: silence, yes, no, not now."""
    turn: list[Answer | None] = [None, Answer.ACCEPT, Answer.DECLINE, Answer.ACCEPT, Answer.PAUSE]
    return turn[(number + (side is Side.GIVER)) % len(turn)]


async def _needs(network: Graph, how_many: int) -> list[str]:
    parties = [party_row(new_id(), a_party()) for _ in range(how_many)]
    await Parties(network).save_all(parties)
    rows = [need_row(new_id(), party["id"], a_need()) for party in parties]
    await Needs(network).save_all(rows, then_match=False)
    return [row["id"] for row in rows]


async def _conclude(network: Graph, waiting: Sequence[Need]) -> None:
    """What the job does, on the days when it finds something: it looks at the needs of all tests."""
    if any(need.created_at < network.clock() - NEED_AGE for need in waiting):
        found = {need["id"] for need in await overdue_needs(network, OF_ALL_TESTS)}
        for need_id in found & {need.id for need in waiting}:
            await conclude_need(network, need_id)


async def _day(network: Graph, offers: list[str], temper: Temper) -> None:
    """What the other jobs do, and what people answer."""
    for number, match in enumerate(await _proposed(network)):
        if (match.proposed_at or START) < network.clock() - LINK_AGE:
            await expire_match(network, match.id)
        elif (given := temper(number, match.asked_side or Side.SEEKER)) is not None:
            await answer(network, match.id, match.asked_side or Side.SEEKER, given)
    open_needs = await Needs(network).page(first=100, status=NeedStatus.OPEN)
    pairs = [a_suggestion(need.id, offer) for need in open_needs.items for offer in offers]
    ids = [need.id for need in open_needs.items]
    await Matches(network).store(ids, pairs, run_id=None, started_at=network.clock())
    await propose(network, actor="system", is_released=False)


async def _proposed(network: Graph) -> list[Match]:
    return list((await Matches(network).page(first=100, states=[MatchState.PROPOSED])).items)


@pytest.mark.parametrize("temper", [silent, only_seekers, moody])
async def test_every_need_ends_in_its_time(network: Graph, temper: Temper) -> None:
    await set_steward(network, "Claire Petit", actor="key:1")
    offers = [(await new_offer(at(network, START))).id for _ in range(2)]
    needs: list[str] = []
    waiting: Sequence[Need] = ()
    for step in range(STEPS):
        then = at(network, START + step * STEP)
        if step % 4 == 0 and step < STEPS - NEED_AGE // STEP - 2:
            needs += await _needs(then, 2)
        await _conclude(then, waiting)
        await _day(then, offers, temper)
        waiting = (await Needs(network).page(first=100, status=NeedStatus.OPEN)).items
        assert all(need.created_at > then.clock() - NEED_AGE - STEP for need in waiting)
    found = list((await Needs(network).get_many(needs)).values())
    assert {need.status for need in found} <= {NeedStatus.ACCEPTED, NeedStatus.HANDED_OVER}
    assert len(found) == len(needs) >= 8
    for need in found:
        await _is_told(network, need)
    assert await _proposed(network) == []


async def _is_told(network: Graph, need: Need) -> None:
    """The end of a need is in the trail; one that was handed over says to whom."""
    if need.status is NeedStatus.HANDED_OVER:
        (event,) = (await Events(network).page(first=9, subject_id=need.id)).items
        assert (event.actor, event.action) == ("system", "need.handed_over")
        assert need.handed_to == "Claire Petit"


async def test_whom_a_need_is_assigned_to_comes_before_who_is_named_for_all(network: Graph) -> None:
    await set_steward(network, "Claire Petit", actor="key:1")
    (need_id,) = await _needs(at(network, START), 1)
    await assign_need(network, need_id, "Paul Grand", actor="key:1")
    assert await conclude_need(at(network, START + NEED_AGE + STEP), need_id)
    need = (await Needs(network).get_many([need_id]))[need_id]
    assert (need.status, need.handed_to) == (NeedStatus.HANDED_OVER, "Paul Grand")


async def test_without_a_named_person_a_need_is_closed_and_says_why(network: Graph) -> None:
    (need_id,) = await _needs(at(network, START), 1)
    offer = await new_offer(network)
    (match,) = await suggest(at(network, START), a_suggestion(need_id, offer.id))
    late = at(network, START + NEED_AGE + timedelta(hours=1))
    assert await conclude_need(late, need_id)
    assert not await conclude_need(late, need_id)
    assert (await Needs(network).get(need_id)).status is NeedStatus.CLOSED
    assert (await match_now(network, match.id)).state is MatchState.WITHDRAWN
    (event,) = (await Events(network).page(first=9, subject_id=need_id)).items
    assert (event.action, event.cause) == ("need.closed", "open for 90 days")
    (ended,) = (await Events(network).page(first=9, subject_id=match.id)).items
    assert (ended.actor, ended.cause) == ("system", "open for 90 days")


async def test_a_need_has_all_its_time(network: Graph) -> None:
    (need_id,) = await _needs(at(network, START), 1)
    early = at(network, START + NEED_AGE - timedelta(hours=1))
    assert not await conclude_need(early, need_id)
    assert need_id not in {need["id"] for need in await overdue_needs(early, OF_ALL_TESTS)}
