"""Staff's own order of suggestions: who is asked first follows it, whatever is matched since."""

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError, OutdatedError
from graph.ids import new_id
from graph.lifecycle.ordering import NoneOfNeedError, order_suggestions
from graph.lifecycle.proposing import propose
from graph.lifecycle.reviewing import Review, review_match
from graph.lifecycle.rules import AskingRule, set_rule
from graph.lifecycle.steps import Rejection
from graph.models.entities import Match
from graph.models.vocabulary import MatchKind, MatchState, RejectReason, Side
from graph.repositories.events import Events
from graph.repositories.labels import Labels
from tests.factories import a_suggestion, mails, match_now, new_need, new_offer, suggest, tomorrow


async def three(graph: Graph) -> list[Match]:
    """The suggestions of a need, ranked 1 to 3, that are shown in the order 2, 3, 1."""
    need, offers = await new_need(graph), [await new_offer(graph) for _ in range(3)]
    pairs = [
        a_suggestion(need.id, offer.id, rank=i + 1, position=(3, 1, 2)[i], cards=3)
        for i, offer in enumerate(offers)
    ]
    return await suggest(graph, *pairs)


async def test_who_is_asked_first_and_what_is_shown_first_follow_staff(network: Graph) -> None:
    first, second, third = [match.id for match in await three(network)]
    need_id = (await match_now(network, first)).need_id
    ordered = await order_suggestions(network, need_id, [third, second], actor="key:1")
    assert [(match.id, match.staff_rank) for match in ordered] == [
        (third, 1),
        (second, 2),
        (first, 3),
    ]
    await propose(network, actor="test")
    (mail,) = await mails(network)
    assert mail.match_ids == (third, second, first)
    learned = (await Labels(network).page(first=9)).items
    assert {label.propensity for label in learned} == {None}


async def test_one_giver_is_asked_in_staffs_order_and_a_newer_matching_keeps_it(
    network: Graph,
) -> None:
    await set_rule(network, MatchKind.MENTORING, AskingRule(Side.GIVER), actor="test")
    first, second, third = await three(network)
    await order_suggestions(network, first.need_id, [third.id, first.id], actor="key:1")
    newer = await new_offer(network)
    again = [first.offer_id, second.offer_id, third.offer_id, newer.id]
    pairs = [a_suggestion(first.need_id, key, rank=4 - i) for i, key in enumerate(again)]
    await suggest(tomorrow(network), *pairs)
    await propose(tomorrow(network), actor="test")
    assert (await match_now(network, third.id)).state is MatchState.PROPOSED
    assert (await match_now(network, first.id)).staff_rank == 2


async def test_each_change_of_place_is_told_and_the_same_order_tells_nothing(
    network: Graph,
) -> None:
    first, second, third = await three(network)
    for _ in range(2):
        await order_suggestions(network, first.need_id, [second.id, first.id], actor="key:1")
    for match, place in ((first, 2), (second, 1), (third, 3)):
        (event,) = (await Events(network).page(first=9, subject_id=match.id)).items
        assert (event.actor, event.action, event.cause) == ("key:1", "match.ordered", "review")
        assert event.details == {"place": place}


async def test_what_cannot_be_ordered_is_told_and_changes_nothing(network: Graph) -> None:
    one, other, _ = await three(network)
    (strange, *_) = await three(network)
    no = Rejection(RejectReason.NOT_RELEVANT, "Trop tôt")
    await review_match(network, Review(other.id, "key:1", no))
    for ids, error in (
        ([one.id, strange.id], NoneOfNeedError),
        ([one.id, new_id()], NoneOfNeedError),
        ([one.id, other.id], OutdatedError),
    ):
        with pytest.raises(error):
            await order_suggestions(network, one.need_id, ids, actor="key:1")
    with pytest.raises(NotFoundError):
        await order_suggestions(network, new_id(), [one.id], actor="key:1")
    assert (await match_now(network, one.id)).staff_rank is None
