"""What a run found: kept beside it, then brought into force batch by batch."""

from datetime import timedelta

from graph.connection import Graph
from graph.models.vocabulary import MatchState
from graph.repositories.matches import Matches
from graph.repositories.runs import Runs
from graph.repositories.staging import Staging
from tests.factories import a_suggestion, match_now, new_need, new_offer, suggest


async def test_staged_cards_are_not_in_force(tenant: Graph) -> None:
    need, old, new = await new_need(tenant), await new_offer(tenant), await new_offer(tenant)
    (before,) = await suggest(tenant, a_suggestion(need.id, old.id))
    run = await Runs(tenant).create(seed=1)
    staging = Staging(tenant, run.id)
    await staging.put(1, [need.id], [a_suggestion(need.id, new.id)], {})
    assert await staging.report() is None
    assert (await Matches(tenant).suggestions_by_needs([need.id], 9))[need.id] == [before]


async def test_a_batch_replaces_all_cards_of_its_needs_at_once(tenant: Graph) -> None:
    need, old, new = await new_need(tenant), await new_offer(tenant), await new_offer(tenant)
    (before,) = await suggest(tenant, a_suggestion(need.id, old.id))
    run = await Runs(tenant).create(seed=1)
    staging = Staging(tenant, run.id)
    await staging.put(1, [need.id], [a_suggestion(need.id, new.id)], {})
    await staging.put(2, [], [], {})
    await staging.seal({"counts": {"cards": 1}})
    assert await staging.report() == {"counts": {"cards": 1}}

    batch = await staging.next_batch()
    assert batch is not None
    assert (batch.number, batch.need_ids, batch.n_left) == (1, [need.id], 2)
    await staging.apply(batch, tenant.clock())
    (after,) = (await Matches(tenant).suggestions_by_needs([need.id], 9))[need.id]
    assert (after.offer_id, after.run_id) == (new.id, run.id)
    assert (await match_now(tenant, before.id)).state is MatchState.WITHDRAWN

    rest = await staging.next_batch()
    assert rest is not None
    assert (rest.number, rest.n_left) == (2, 1)
    await staging.clear()
    assert await staging.next_batch() is None
    assert await staging.report() is None


async def test_a_lost_run_says_what_is_in_force(tenant: Graph) -> None:
    runs, later = Runs(tenant), tenant.clock() + timedelta(hours=1)
    half, whole = await runs.create(seed=1), await runs.create(seed=2)
    for run in (half, whole):
        await runs.start(run.id)
    await Staging(tenant, whole.id).seal({})
    for run in (half, whole):
        assert await runs.reopen(run.id, later)
    assert "the run before stay in force" in ((await runs.get(half.id)).error or "")
    assert "the rest of them follows" in ((await runs.get(whole.id)).error or "")


async def test_a_failed_run_leaves_nothing_staged(tenant: Graph) -> None:
    run = await Runs(tenant).create(seed=1)
    await Staging(tenant, run.id).seal({})
    await Runs(tenant).fail(run.id, "no vectors")
    assert await Staging(tenant, run.id).report() is None
