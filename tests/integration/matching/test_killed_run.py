"""A run whose worker is lost: what is in force afterwards, and how the next worker goes on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from graph.connection import Graph
from graph.models.entities import Match
from graph.models.vocabulary import RunState
from graph.repositories.matches import Matches
from graph.repositories.runs import Runs
from matching.embedding import Embedder
from matching.service import MatchingService
from tests.factories import new_need, new_offer

WORDS = ("Compter les palettes", "Lire des bons de commande", "Voir les rayures des tôles")


@pytest.fixture
def service(network: Graph, embedder: Embedder) -> MatchingService:
    """Matching that writes need by need."""
    return MatchingService(network, embedder, batch_needs=1)


def stops_at(name: str, number: int) -> Callable[[str, int, int], None]:
    """A progress that ends its task as the loss of a worker does, after so much of a step."""

    def progress(step: str, done: int, _total: int) -> None:
        if (step, done) == (name, number):
            raise asyncio.CancelledError

    return progress


async def in_force(network: Graph, need_ids: list[str]) -> list[list[Match]]:
    found = await Matches(network).suggestions_by_needs(need_ids, 9)
    return [found[need_id] for need_id in need_ids]


async def two_runs(network: Graph, service: MatchingService) -> tuple[list[str], str]:
    """Needs with the suggestions of a first run, and a second run that is asked for."""
    needs = [await new_need(network, title=words) for words in WORDS]
    for words in WORDS:
        await new_offer(network, title=words, capacity=9)
    first = await Runs(network).create(seed=1)
    await service.execute_run(first.id)
    for words in WORDS:
        await new_offer(network, title=f"{words}, sur place", capacity=9)
    second = await Runs(network).create(seed=2)
    return [need.id for need in needs], second.id


async def test_killed_before_it_is_complete_it_leaves_the_former_run_in_force(
    network: Graph, service: MatchingService
) -> None:
    need_ids, run_id = await two_runs(network, service)
    before = await in_force(network, need_ids)
    with pytest.raises(asyncio.CancelledError):
        await service.execute_run(run_id, stops_at("stage", 2))
    assert await in_force(network, need_ids) == before
    assert all(before)

    runs = Runs(network)
    assert await runs.reopen(run_id, network.clock() + timedelta(hours=1))
    assert "the run before stay in force" in ((await runs.get(run_id)).error or "")
    again = await service.execute_run(run_id)
    assert again is not None
    assert again.state is RunState.FINISHED
    assert {m.run_id for cards in await in_force(network, need_ids) for m in cards} == {run_id}


async def test_killed_while_it_comes_into_force_the_next_worker_goes_on(
    network: Graph, service: MatchingService
) -> None:
    need_ids, run_id = await two_runs(network, service)
    with pytest.raises(asyncio.CancelledError):
        await service.execute_run(run_id, stops_at("store", 1))
    runs_of_needs = [{m.run_id for m in cards} for cards in await in_force(network, need_ids)]
    # Never two runs on one need; one need is of the new run, the others of the former.
    assert all(len(runs) == 1 for runs in runs_of_needs)
    assert sum(runs == {run_id} for runs in runs_of_needs) == 1

    assert await Runs(network).reopen(run_id, network.clock() + timedelta(hours=1))
    steps: list[str] = []
    finished = await service.execute_run(run_id, lambda step, _done, _total: steps.append(step))
    assert finished is not None
    assert finished.state is RunState.FINISHED
    assert set(steps) == {"store"}
    assert {m.run_id for cards in await in_force(network, need_ids) for m in cards} == {run_id}
