"""Answers, branch by branch: what the person is told, what is written, who is asked next."""

from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.answering import Answered
from graph.lifecycle.ending import expire_match
from graph.lifecycle.states import Outcome
from graph.models.vocabulary import Answer, DeclineReason, MatchState, NeedStatus, Side
from graph.repositories.engagements import Engagements
from graph.repositories.events import Events
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.parties import Parties
from tests.factories import (
    a_question,
    a_suggestion,
    accept,
    answer,
    half_accepted_pair,
    mails,
    match_now,
    new_offer,
    new_tenant,
    proposed_pair,
    suggest,
    suggested_pair,
)


async def _waiting(tenant: Graph) -> list[str]:
    return await Matches(tenant).waiting_needs(1_000)


async def _mailed(tenant: Graph) -> list[tuple[str, str]]:
    """Kind and recipient of each mail, oldest first."""
    return [(mail.kind.value, mail.recipient_id) for mail in reversed(await mails(tenant))]


async def _unchanged(tenant: Graph, given: Answered, outcome: Outcome) -> None:
    assert given.outcome is outcome
    assert given.match == await match_now(tenant, given.match.id)
    assert given.needs_to_match == ()


async def test_the_first_yes_asks_the_other_side(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    given = await accept(tenant, pair.match.id, Side.SEEKER)
    assert given.outcome is Outcome.WAITING_FOR_OTHER
    assert (given.match.state, given.match.asked_side) == (MatchState.PROPOSED, Side.GIVER)
    assert (given.match.seeker_answer, given.match.giver_answer) == ("ACCEPT", None)
    assert await _mailed(tenant) == [
        ("MATCH_CARD", pair.seeker.id),
        ("MATCH_CARD", pair.giver.id),
    ]
    assert (await Offers(tenant).get(pair.offer.id)).taken == 0


async def test_the_second_side_has_all_the_time_from_when_it_is_asked(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    asked = await match_now(tenant, pair.match.id)
    given = await accept(tenant, pair.match.id, Side.SEEKER)
    assert asked.proposed_at
    assert given.match.proposed_at
    assert given.match.proposed_at > asked.proposed_at


async def test_two_yes_make_an_engagement(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant)
    given = await accept(tenant, pair.match.id, Side.GIVER)
    assert given.outcome is Outcome.ENGAGED
    assert given.match.state is MatchState.ACCEPTED
    (engagement,) = (await Engagements(tenant).page(first=9)).items
    assert engagement.id == given.engagement_id
    assert (await Offers(tenant).get(pair.offer.id)).taken == 1
    assert (await Needs(tenant).get(pair.need.id)).status is NeedStatus.ACCEPTED
    introduced = [who for kind, who in await _mailed(tenant) if kind == "INTRODUCTION"]
    assert introduced == [pair.seeker.id, pair.giver.id]
    neighbors = await Parties(tenant).neighbors([pair.seeker.id])
    assert [neighbor["id"] for neighbor in neighbors[pair.seeker.id]] == [pair.giver.id]


async def test_an_engagement_withdraws_what_no_longer_fits(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant)
    rival = await suggested_pair(tenant)
    spare = await new_offer(tenant)
    (of_the_need,) = await suggest(tenant, a_suggestion(pair.need.id, spare.id))
    (of_the_offer,) = await suggest(tenant, a_suggestion(rival.need.id, pair.offer.id))
    (bystander,) = await suggest(
        tenant, a_suggestion((await suggested_pair(tenant)).need.id, spare.id)
    )
    given = await accept(tenant, pair.match.id, Side.GIVER)
    for match in (of_the_need, of_the_offer):
        assert (await match_now(tenant, match.id)).state is MatchState.WITHDRAWN
    assert (await match_now(tenant, bystander.id)).state is MatchState.SUGGESTED
    assert given.needs_to_match == (rival.need.id,)
    assert await _waiting(tenant) == [rival.need.id]


async def test_an_offer_with_a_place_left_keeps_its_other_matches(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant, capacity=2)
    other = await suggested_pair(tenant)
    (match,) = await suggest(tenant, a_suggestion(other.need.id, pair.offer.id))
    given = await accept(tenant, pair.match.id, Side.GIVER)
    assert given.needs_to_match == ()
    assert (await match_now(tenant, match.id)).state is MatchState.SUGGESTED


@pytest.mark.parametrize("side", list(Side))
async def test_a_decline_has_the_need_matched_again(tenant: Graph, side: Side) -> None:
    pair = await (proposed_pair if side is Side.SEEKER else half_accepted_pair)(tenant)
    given = await answer(
        tenant,
        pair.match.id,
        side,
        Answer.DECLINE,
        reason=DeclineReason.TOO_FAR,
        text="Trop loin",
    )
    assert given.outcome is Outcome.DECLINED
    assert given.match.state is MatchState.DECLINED
    assert given.match.decline_reason == "TOO_FAR"
    assert given.needs_to_match == (pair.need.id,)
    assert await _waiting(tenant) == [pair.need.id]
    party_id = pair.seeker.id if side is Side.SEEKER else pair.giver.id
    assert (await Parties(tenant).get(party_id)).paused_until is None


@pytest.mark.parametrize("side", list(Side))
async def test_a_pause_declines_and_pauses_who_answers(tenant: Graph, side: Side) -> None:
    pair = await (proposed_pair if side is Side.SEEKER else half_accepted_pair)(tenant)
    until = tenant.clock().replace(microsecond=0) + timedelta(days=60)
    given = await answer(tenant, pair.match.id, side, Answer.PAUSE, pause_until=until)
    assert given.outcome is Outcome.PAUSED
    assert given.match.state is MatchState.DECLINED
    parties = await Parties(tenant).get_many([pair.seeker.id, pair.giver.id])
    paused = {party.id: party.paused_until for party in parties.values()}
    who, not_who = (pair.seeker, pair.giver) if side is Side.SEEKER else (pair.giver, pair.seeker)
    assert paused == {who.id: until, not_who.id: None}
    assert await _waiting(tenant) == [pair.need.id]


async def test_a_pause_without_a_date_is_one_all_the_same(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    await answer(tenant, pair.match.id, Side.SEEKER, Answer.PAUSE)
    until = (await Parties(tenant).get(pair.seeker.id)).paused_until
    assert until
    assert until > tenant.clock() + timedelta(days=29)


async def test_who_was_not_asked_changes_nothing(tenant: Graph) -> None:
    suggested, proposed = await suggested_pair(tenant), await proposed_pair(tenant)
    for match_id, side in (
        (suggested.match.id, Side.SEEKER),
        (suggested.match.id, Side.GIVER),
        (proposed.match.id, Side.GIVER),
    ):
        await _unchanged(tenant, await accept(tenant, match_id, side), Outcome.NOT_ASKED)


@pytest.mark.parametrize("second", list(Answer))
async def test_a_second_answer_changes_nothing(tenant: Graph, second: Answer) -> None:
    pair = await half_accepted_pair(tenant)
    given = await answer(tenant, pair.match.id, Side.SEEKER, second)
    await _unchanged(tenant, given, Outcome.ALREADY_ANSWERED)
    assert len(await mails(tenant)) == 2


async def test_an_answer_after_the_other_side_declined_comes_too_late(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    await answer(tenant, pair.match.id, Side.SEEKER, Answer.DECLINE)
    given = await accept(tenant, pair.match.id, Side.GIVER)
    await _unchanged(tenant, given, Outcome.NO_LONGER_AVAILABLE)


async def test_a_yes_for_an_offer_that_is_full_withdraws(tenant: Graph) -> None:
    first, second = await half_accepted_pair(tenant), await suggested_pair(tenant)
    (match,) = await suggest(tenant, a_suggestion(second.need.id, first.offer.id))
    await tenant.write("propose_matches", rows=[a_question(tenant, match)])
    # Taken by hand, as nothing withdraws the proposal then.
    await tenant.run_statement(
        "MATCH (o:Offer {id: $id}) SET o.taken = o.capacity", id=first.offer.id
    )
    given = await accept(tenant, match.id, Side.SEEKER)
    assert given.outcome is Outcome.NO_LONGER_AVAILABLE
    assert given.match.state is MatchState.WITHDRAWN
    assert given.needs_to_match == (second.need.id,)


async def test_an_unanswered_proposal_expires_once(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    assert await expire_match(tenant, pair.match.id)
    assert not await expire_match(tenant, pair.match.id)
    assert (await match_now(tenant, pair.match.id)).state is MatchState.EXPIRED
    assert await _waiting(tenant) == [pair.need.id]
    given = await accept(tenant, pair.match.id, Side.SEEKER)
    await _unchanged(tenant, given, Outcome.EXPIRED)


async def test_what_is_over_does_not_expire(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant)
    await accept(tenant, pair.match.id, Side.GIVER)
    assert not await expire_match(tenant, pair.match.id)
    assert (await match_now(tenant, pair.match.id)).state is MatchState.ACCEPTED


async def test_a_pair_that_is_over_can_be_suggested_again(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    await expire_match(tenant, pair.match.id)
    (again,) = await suggest(tenant, a_suggestion(pair.need.id, pair.offer.id))
    assert again.id != pair.match.id


async def test_every_answer_is_in_the_audit_trail_without_its_text(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    await answer(
        tenant,
        pair.match.id,
        Side.SEEKER,
        Answer.DECLINE,
        reason=DeclineReason.OTHER,
        text="Secret",
    )
    events = (await Events(tenant).page(first=9, subject_id=pair.match.id)).items
    assert [event.action for event in events] == ["match.decline", "match.proposed"]
    assert events[0].details == {"outcome": "DECLINED", "reason": "OTHER", "side": "SEEKER"}
    assert events[0].actor == "test"


async def test_a_match_of_others_is_not_found(tenant: Graph, migrated_graph: Graph) -> None:
    other = await new_tenant(migrated_graph)
    pair = await proposed_pair(other)
    with pytest.raises(NotFoundError):
        await accept(tenant, pair.match.id, Side.SEEKER)
    with pytest.raises(NotFoundError):
        await expire_match(tenant, pair.match.id)
    assert (await match_now(other, pair.match.id)).state is MatchState.PROPOSED
