"""Matches: stored, renewed, withdrawn, counted."""

import asyncio
from datetime import timedelta

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.ending import expire_match
from graph.models.vocabulary import Answer, MatchState, Side
from graph.repositories.embeddings import Embeddings
from graph.repositories.matches import Matches, expired_proposals
from graph.repositories.needs import Needs
from graph.repositories.runs import Runs
from tests.factories import (
    OF_ALL_TESTS,
    a_suggestion,
    accept,
    answer,
    at,
    half_accepted_pair,
    match_now,
    new_need,
    new_offer,
    new_tenant,
    proposed_pair,
    suggest,
    suggested_pair,
)


async def test_a_suggestion_comes_back_as_stored(tenant: Graph) -> None:
    need, offer, run = (
        await new_need(tenant),
        await new_offer(tenant),
        await Runs(tenant).create(seed=1),
    )
    given = a_suggestion(
        need.id,
        offer.id,
        rank=2,
        probability=0.25,
        reservation={"code": "FAR", "fr": "à 300 km"},
        giver_reasons=[{"code": "SKILLS", "fr": "votre métier"}],
    )
    matches = Matches(tenant)
    stored = await matches.store([need.id], [given], run_id=run.id, started_at=tenant.clock())
    assert stored == 1
    (match,) = (await matches.page(first=9)).items
    assert match.model_dump(include={"rank", "probability", "reservation"}) == {
        "rank": 2,
        "probability": 0.25,
        "reservation": {"code": "FAR", "fr": "à 300 km"},
    }
    assert list(match.reasons) == given.reasons
    assert list(match.giver_reasons) == given.giver_reasons
    assert (match.seeker_id, match.giver_id) == (need.party_id, offer.party_id)
    assert (match.state, match.kind, match.run_id) == (MatchState.SUGGESTED, need.kind, run.id)


async def test_a_new_matching_renews_and_withdraws(tenant: Graph) -> None:
    need, kept, gone = await new_need(tenant), await new_offer(tenant), await new_offer(tenant)
    first = await suggest(
        tenant, a_suggestion(need.id, kept.id, rank=1), a_suggestion(need.id, gone.id, rank=2)
    )
    (renewed,) = await suggest(tenant, a_suggestion(need.id, kept.id, probability=0.9))
    assert (renewed.id, renewed.probability) == (first[0].id, 0.9)
    assert (await match_now(tenant, first[1].id)).state is MatchState.WITHDRAWN
    (again,) = await suggest(tenant, a_suggestion(need.id, gone.id))
    assert again.id != first[1].id


async def test_a_new_matching_leaves_alone_who_is_being_asked(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    asked = await match_now(tenant, pair.match.id)
    await suggest(tenant, a_suggestion(pair.need.id, pair.offer.id, probability=0.9))
    assert await match_now(tenant, pair.match.id) == asked
    await suggest(tenant, a_suggestion(pair.need.id, (await new_offer(tenant)).id))
    assert await match_now(tenant, pair.match.id) == asked


async def test_a_closed_need_gets_no_suggestion(tenant: Graph) -> None:
    pair = await half_accepted_pair(tenant)
    await accept(tenant, pair.match.id, Side.GIVER)
    late = a_suggestion(pair.need.id, (await new_offer(tenant)).id)
    started_at = tenant.clock()
    assert (
        await Matches(tenant).store([pair.need.id], [late], run_id=None, started_at=started_at) == 0
    )


async def test_other_tenants_needs_and_offers_make_no_match(
    tenant: Graph, migrated_graph: Graph
) -> None:
    theirs = await suggested_pair(await new_tenant(migrated_graph))
    need, offer = await new_need(tenant), await new_offer(tenant)
    pairs = [a_suggestion(need.id, theirs.offer.id), a_suggestion(theirs.need.id, offer.id)]
    both = [need.id, theirs.need.id]
    assert await Matches(tenant).store(both, pairs, run_id=None, started_at=tenant.clock()) == 0


async def test_a_need_that_changed_meanwhile_goes_on_waiting(tenant: Graph) -> None:
    need, matches = await new_need(tenant), Matches(tenant)
    read_at = tenant.clock()
    assert await matches.request([need.id, new_id()]) == [need.id]
    await matches.store([need.id], [], run_id=None, started_at=read_at)
    assert await matches.waiting_needs(9) == [need.id]
    await matches.store([need.id], [], run_id=None, started_at=tenant.clock())
    assert await matches.waiting_needs(9) == []


async def test_a_postponed_need_waits(tenant: Graph) -> None:
    need, matches = await new_need(tenant), Matches(tenant)
    await matches.request([need.id])
    due_at = tenant.clock() + timedelta(hours=1)
    await matches.postpone(need.id, due_at)
    assert await matches.waiting_needs(9) == []
    assert await Matches(at(tenant, due_at)).waiting_needs(9) == [need.id]


async def test_suggestions_are_listed_best_first_on_both_sides(tenant: Graph) -> None:
    needs = [await new_need(tenant) for _ in range(2)]
    offers = [await new_offer(tenant) for _ in range(3)]
    pairs = [
        a_suggestion(need.id, offer.id, rank=3 - i, probability=0.1 * (i + 1) + 0.05 * n)
        for n, need in enumerate(needs)
        for i, offer in enumerate(offers)
    ]
    await suggest(tenant, *pairs)
    by_need = await Matches(tenant).suggestions_by_needs([needs[0].id, new_id()], limit=2)
    assert [[m.offer_id for m in found] for found in by_need.values()] == [
        [offers[2].id, offers[1].id],
        [],
    ]
    by_offer = await Matches(tenant).suggestions_by_offers([offers[0].id], limit=9)
    assert [m.need_id for m in by_offer[offers[0].id]] == [needs[1].id, needs[0].id]


async def test_pages_are_stable_and_filtered(tenant: Graph) -> None:
    pairs = [await suggested_pair(tenant) for _ in range(3)]
    matches = Matches(tenant)
    first = await matches.page(first=2)
    await suggested_pair(tenant)
    rest = await matches.page(first=2, after=first.items[-1].id)
    ids = [m.id for m in first.items + rest.items]
    assert (ids, rest.has_next) == ([pair.match.id for pair in reversed(pairs)], False)
    one = pairs[1]
    for page in (
        await matches.page(first=9, need_id=one.need.id),
        await matches.page(first=9, offer_id=one.offer.id),
    ):
        assert [m.id for m in page.items] == [one.match.id]
    assert (await matches.page(first=9, states=[MatchState.PROPOSED])).items == ()


async def test_answers_and_past_pairs_are_counted(tenant: Graph) -> None:
    pair, declined = await half_accepted_pair(tenant), await proposed_pair(tenant)
    await answer(tenant, declined.match.id, Side.SEEKER, Answer.DECLINE)
    await suggested_pair(tenant)
    assert await Matches(tenant).answer_counts() == {
        pair.seeker.id: (1, 1),
        declined.seeker.id: (1, 0),
    }
    assert await Matches(tenant).count_by_state() == {"PROPOSED": 1, "DECLINED": 1, "SUGGESTED": 1}
    past = await Matches(tenant).past_pairs(tenant.clock() - timedelta(days=1))
    assert {(row["need_id"], row["declined_at"] is not None) for row in past} == {
        (pair.need.id, False),
        (declined.need.id, True),
    }
    assert await Matches(tenant).past_pairs(tenant.clock()) == []


async def test_answers_and_past_pairs_of_some_are_those_of_all(tenant: Graph) -> None:
    pair, declined = await half_accepted_pair(tenant), await proposed_pair(tenant)
    await answer(tenant, declined.match.id, Side.SEEKER, Answer.DECLINE)
    await accept(tenant, pair.match.id, Side.GIVER)
    matches, since = Matches(tenant), tenant.clock() - timedelta(days=1)
    everyone = [pair.seeker.id, pair.giver.id, declined.seeker.id, declined.giver.id]
    assert await matches.answer_counts(everyone) == await matches.answer_counts()
    assert await matches.answer_counts([pair.giver.id]) == {pair.giver.id: (1, 1)}
    all_pairs = await matches.past_pairs(since)
    assert [row["need_id"] for row in all_pairs].count(declined.need.id) == 1
    assert await matches.past_pairs(since, need_ids=[declined.need.id]) == [
        row for row in all_pairs if row["need_id"] == declined.need.id
    ]


async def test_proposals_that_nobody_answered_are_found(tenant: Graph) -> None:
    long_ago = tenant.clock().replace(year=2001)
    pair = await proposed_pair(at(tenant, long_ago))
    soon_after = long_ago + timedelta(days=1)
    found = await expired_proposals(tenant, before=soon_after, limit=OF_ALL_TESTS)
    row = {"id": pair.match.id, "tenant_id": tenant.tenant_id}
    assert row in found
    await expire_match(tenant, pair.match.id)
    assert row not in await expired_proposals(tenant, before=soon_after, limit=OF_ALL_TESTS)


async def test_embedding_waits_are_named_by_tenant(tenant: Graph) -> None:
    await new_need(tenant)
    assert await Embeddings(tenant).count_pending() == 2


async def test_a_request_at_the_very_moment_a_match_is_stored_is_never_lost(tenant: Graph) -> None:
    need, matches = await new_need(tenant), Matches(tenant)
    for _ in range(10):
        read_at = tenant.clock()
        await asyncio.gather(
            matches.store([need.id], [], run_id=None, started_at=read_at),
            matches.request([need.id]),
        )
        assert await matches.waiting_needs(9) == [need.id]


async def test_cards_are_counted_on_both_sides_within_a_window(tenant: Graph) -> None:
    pair = await proposed_pair(tenant)
    await suggested_pair(tenant)
    matches = Matches(tenant)
    everyone = {pair.seeker.id: 1, pair.giver.id: 1}
    before, after = tenant.clock() - timedelta(days=1), tenant.clock() + timedelta(days=1)
    assert await matches.shown_counts(before) == everyone
    assert await matches.shown_counts(before, list(everyone)) == everyone
    assert await matches.shown_counts(after) == {}
    assert await matches.shown_counts(after, list(everyone)) == {}


async def test_outcomes_are_of_answered_matches_alone(tenant: Graph) -> None:
    accepted, declined = await half_accepted_pair(tenant), await proposed_pair(tenant)
    await proposed_pair(tenant)
    assert await Matches(tenant).outcomes(9) == []
    await accept(tenant, accepted.match.id, Side.GIVER)
    await answer(tenant, declined.match.id, Side.SEEKER, Answer.DECLINE)
    found = await Matches(tenant).outcomes(9)
    assert [(row["kind"], row["is_accepted"]) for row in found] == [
        ("MENTORING", False),
        ("MENTORING", True),
    ]


async def test_why_nothing_was_found_stays_until_something_is(tenant: Graph) -> None:
    need, offer = await new_need(tenant), await new_offer(tenant)
    why = {"cause": "NO_GOOD_OFFER", "fr": "Rien.", "en": "Nothing.", "nearest_misses": []}
    matches, now = Matches(tenant), tenant.clock()
    await matches.store([need.id], [], run_id=None, started_at=now, abstentions={need.id: why})
    assert (await Needs(tenant).get(need.id)).abstention == why
    found = [a_suggestion(need.id, offer.id)]
    await matches.store([need.id], found, run_id=None, started_at=now)
    assert (await Needs(tenant).get(need.id)).abstention is None
