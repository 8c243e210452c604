"""What happens by the clock: runs that were interrupted, proposals that end, whose night it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from graph.connection import Graph
from graph.lifecycle.ending import expire_match
from graph.lifecycle.links import LINK_AGE
from graph.models.vocabulary import MatchState, RunState, Side
from graph.repositories.outbox import Outbox
from graph.repositories.runs import Runs
from matching.embedding import Embedder, EmbedderUnavailableError, EmbeddingModel, Vectors
from tests.factories import (
    accept,
    at,
    match_now,
    new_need,
    new_offer,
    new_tenant,
    proposed_pair,
)
from workers.context import WorkerContext
from workers.jobs.execute_run import execute_run
from workers.jobs.expire_proposals import expire_proposals
from workers.main import make_worker
from workers.settings import WorkerSettings


class Absent:
    """An encoder that does not answer."""

    def __init__(self, model: EmbeddingModel) -> None:
        self.model = model

    async def passages(self, texts: Sequence[str], *, progress: object = None) -> Vectors:
        raise EmbedderUnavailableError(f"down: {len(texts)} texts, {progress}")

    async def queries(self, texts: Sequence[str], *, progress: object = None) -> Vectors:
        return await self.passages(texts, progress=progress)

    async def close(self) -> None:
        """Nothing is open."""


def _tenant_of(graph: Graph) -> str:
    assert graph.tenant_id is not None
    return graph.tenant_id


async def _network(context: WorkerContext) -> Graph:
    network = await new_tenant(context.graph)
    await new_need(network)
    await new_offer(network)
    return network


async def test_a_run_outlives_an_encoder_that_does_not_answer(
    context: WorkerContext, embedder: Embedder
) -> None:
    network = await _network(context)
    run = await Runs(network).create(seed=7)
    without = replace(context, embedder=Absent(embedder.model))
    with pytest.raises(EmbedderUnavailableError):
        await execute_run(without, tenant_id=_tenant_of(network), run_id=run.id)
    assert (await Runs(network).get(run.id)).state is RunState.REQUESTED

    await execute_run(context, tenant_id=_tenant_of(network), run_id=run.id)
    assert (await Runs(network).get(run.id)).state is RunState.FINISHED


async def test_a_second_try_of_a_run_asks_whom_the_first_did_not(context: WorkerContext) -> None:
    network = await _network(context)
    run = await Runs(network).create(seed=7)
    # The first worker was lost between the run and the mails.
    await context.matching(_tenant_of(network)).execute_run(run.id)

    await execute_run(context, tenant_id=_tenant_of(network), run_id=run.id)

    assert len((await Outbox(network).page(first=10)).items) == 1


async def test_a_yes_between_finding_and_ending_keeps_the_proposal(context: WorkerContext) -> None:
    network = await new_tenant(context.graph)
    pair = await proposed_pair(network)
    later = at(network, network.clock() + LINK_AGE + timedelta(hours=1))
    before = later.clock() - LINK_AGE
    await accept(later, pair.match.id, Side.SEEKER)

    assert not await expire_match(later, pair.match.id, asked_before=before)
    now = await match_now(network, pair.match.id)
    assert (now.state, now.asked_side) == (MatchState.PROPOSED, Side.GIVER)


async def test_all_that_are_too_old_end_in_one_go(context: WorkerContext) -> None:
    network = await new_tenant(context.graph)
    long_ago = at(network, network.clock() - LINK_AGE - timedelta(hours=1))
    pairs = [await proposed_pair(long_ago) for _ in range(3)]

    await expire_proposals(context, batch=1)

    states = [(await match_now(network, pair.match.id)).state for pair in pairs]
    assert states == [MatchState.EXPIRED] * 3


async def test_the_clockwork_keeps_to_utc_wherever_the_machine_is(context: WorkerContext) -> None:
    assert make_worker(context, WorkerSettings()).timezone is UTC
