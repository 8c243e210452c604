"""Proposing, storing and closing at the same time: nobody is asked twice, or for nothing."""

import asyncio

from graph.connection import Graph
from graph.lifecycle.proposing import propose
from graph.lifecycle.rules import CARDS
from graph.models.vocabulary import Answer, MailKind, MatchState, Side
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.outbox import Outbox
from tests.factories import (
    a_question,
    a_suggestion,
    accept,
    answer,
    mails,
    match_now,
    new_need,
    new_offer,
    suggest,
    tomorrow,
)


async def test_a_need_that_is_being_asked_gets_no_second_mail_from_an_older_list(
    network: Graph,
) -> None:
    need, offers = await new_need(network), [await new_offer(network) for _ in range(2)]
    first, second = await suggest(
        network, *(a_suggestion(need.id, offer.id, rank=i) for i, offer in enumerate(offers))
    )
    # Two processes have read what can be proposed; one was told of the first card only.
    for match in (first, second):
        await network.write("propose_matches", rows=[a_question(network, match)])
    assert (await match_now(network, first.id)).state is MatchState.PROPOSED
    assert (await match_now(network, second.id)).state is MatchState.SUGGESTED


async def test_three_cards_of_one_need_go_out_together(network: Graph) -> None:
    need = await new_need(network)
    pairs = [a_suggestion(need.id, (await new_offer(network)).id, rank=i) for i in range(4)]
    matches = await suggest(network, *pairs)
    await asyncio.gather(*(propose(network, actor="test") for _ in range(4)))
    states = [(await match_now(network, match.id)).state for match in matches]
    assert states == [MatchState.PROPOSED] * CARDS + [MatchState.SUGGESTED]
    (mail,) = await mails(network)
    assert len(mail.match_ids) == CARDS


async def test_a_need_closed_while_its_matches_are_stored_keeps_none(network: Graph) -> None:
    offer = await new_offer(network)
    for _ in range(25):
        need = await new_need(network)
        pair = a_suggestion(need.id, offer.id)
        await asyncio.gather(
            Needs(network).close(need.id, actor="test"),
            Matches(network).store([need.id], [pair], run_id=None, started_at=network.clock()),
        )
        assert (await Matches(network).suggestions_by_needs([need.id], 9))[need.id] == []


async def test_after_three_refusals_the_next_candidate_is_asked(network: Graph) -> None:
    need, offers = await new_need(network), [await new_offer(network) for _ in range(4)]
    first = await suggest(network, *(a_suggestion(need.id, o.id) for o in offers[:3]))
    await propose(network, actor="test")
    for match in first:
        # What a matching finds meanwhile waits: the other cards are still being answered.
        await suggest(network, a_suggestion(need.id, offers[3].id))
        assert await propose(network, actor="test") == 0
        answered = await answer(network, match.id, Side.SEEKER, Answer.DECLINE)
        assert answered.needs_to_match == (need.id,)
    assert await propose(tomorrow(network), actor="test") == 1
    (newest, *_) = (await Outbox(network).page(first=1)).items
    (match_id,) = newest.match_ids
    assert (await match_now(network, match_id)).offer_id == offers[3].id


async def test_of_two_accepted_cards_the_first_mentor_to_answer_is_introduced(
    network: Graph,
) -> None:
    need, offers = await new_need(network), [await new_offer(network) for _ in range(3)]
    matches = await suggest(network, *(a_suggestion(need.id, offer.id) for offer in offers))
    await propose(network, actor="test")
    for match in matches[:2]:
        await accept(network, match.id, Side.SEEKER)
    await asyncio.gather(*(accept(network, match.id, Side.GIVER) for match in matches[:2]))
    states = sorted([(await match_now(network, match.id)).state for match in matches])
    assert states == [MatchState.ACCEPTED, MatchState.WITHDRAWN, MatchState.WITHDRAWN]
    kinds = [mail.kind for mail in await mails(network)]
    assert kinds.count(MailKind.INTRODUCTION) == 2
