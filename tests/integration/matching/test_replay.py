"""A run is replayed on the network that it left behind, or says what changed since."""

from typing import Any

import pytest

from graph.connection import Graph
from graph.errors import NotFoundError
from graph.ids import new_id
from graph.lifecycle.proposing import propose
from graph.models.entities import Need, Offer
from graph.models.vocabulary import PolicyOrigin, Side
from graph.repositories.matches import Matches
from graph.repositories.needs import Needs
from graph.repositories.offers import Offers
from graph.repositories.policies import Policies
from graph.repositories.runs import Runs
from matching.replay.record import cards_of, pack
from matching.replay.service import NoReplayError, sentences
from matching.service import MatchingService
from tests.factories import accept, an_offer, new_need
from tests.integration.matching.conftest import OFFERS, do_run

Filled = tuple[list[Need], list[Offer]]


async def test_a_run_is_the_same_when_replayed(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    run = await do_run(network, service)
    found = await service.replay(run.id)
    stored = (await Matches(network).page(first=100)).items
    assert found.to_dict() == {
        "run": run.id,
        "same": True,
        "cards": len(stored),
        "changed": {},
        "differs": [],
    }
    assert len(stored) >= len(market[0])
    assert "the same matches" in sentences(found)[0]
    prices = {offer.shadow_price for offer in (await Offers(network).page(first=9)).items}
    assert prices


async def test_asking_people_and_new_parameters_change_no_earlier_run(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    run = await do_run(network, service)
    assert await propose(network, actor="test") == len(market[0])
    await Policies(network).add(
        "MENTORING", {"cards": 1, "floor": 0.2}, origin=PolicyOrigin.STAFF, actor="test"
    )
    assert (await service.replay(run.id)).is_same
    later = await do_run(network, service)
    assert later.counts["cards"] < run.counts["cards"]
    assert (await service.replay(later.id)).is_same
    assert (await service.replay(run.id)).is_same


async def test_an_edited_offer_is_named(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    _, offers = market
    run = await do_run(network, service)
    edited = an_offer(title=OFFERS[0], capacity=2, languages=("en",))
    await Offers(network).save(offers[0].party_id, edited, offer_id=offers[0].id)
    found = await service.replay(run.id)
    assert not found.is_same
    assert found.changed == {"offers": (offers[0].id,)}
    assert found.to_dict()["changed"] == {"offers": [offers[0].id]}
    assert sentences(found)[1] == f"  offers: 1: {offers[0].id}"


async def test_a_new_text_is_a_new_vector(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    _, offers = market
    run = await do_run(network, service)
    edited = an_offer(title="Cuisine moléculaire", capacity=2)
    await Offers(network).save(offers[0].party_id, edited, offer_id=offers[0].id)
    await service.embed()
    found = await service.replay(run.id)
    assert found.changed["vectors_of_offers"] == (offers[0].id,)


async def test_what_came_and_what_closed_is_named(
    network: Graph, market: Filled, service: MatchingService
) -> None:
    needs, _ = market
    run = await do_run(network, service)
    added = await new_need(network)
    await Needs(network).close(needs[0].id, actor="test")
    found = await service.replay(run.id)
    assert found.changed["needs"] == tuple(sorted([added.id, needs[0].id]))


@pytest.mark.usefixtures("market")
async def test_answers_are_named(network: Graph, service: MatchingService) -> None:
    run = await do_run(network, service)
    await propose(network, actor="test")
    match = next(m for m in (await Matches(network).page(first=100)).items if m.proposed_at)
    await accept(network, match.id, Side.SEEKER)
    found = await service.replay(run.id)
    assert found.changed["answers"] == (match.seeker_id,)


@pytest.mark.usefixtures("market")
async def test_other_matches_than_then_are_told(network: Graph, service: MatchingService) -> None:
    run = await do_run(network, service)
    parameters: dict[str, Any] = {**run.parameters}
    parameters["configs"] = {
        kind: {**config, "cards": 1} for kind, config in parameters["configs"].items()
    }
    finished = await _finish(network, run.id, parameters)
    found = await service.replay(finished)
    assert not found.is_same
    assert found.changed == {}
    assert all(difference.before for difference in found.differ)
    assert any(difference.after is None for difference in found.differ)
    assert "its inputs are as they were, but" in sentences(found)[0]


async def _finish(graph: Graph, run_id: str, parameters: dict[str, Any]) -> str:
    run = await Runs(graph).finish(
        run_id, parameters=parameters, model="", counts={}, value=0, dual_bound=0, gap=0
    )
    return run.id


@pytest.mark.usefixtures("market")
async def test_an_old_run_keeps_its_digests(network: Graph, service: MatchingService) -> None:
    run = await do_run(network, service)
    await network.run_statement("MATCH (i:RunInputs {run_id: $id}) DELETE i", id=run.id)
    assert (await service.replay(run.id)).is_same
    await new_need(network)
    found = await service.replay(run.id)
    assert found.changed["needs"] == ()
    assert "the newest 30 runs alone keep which" in sentences(found)[1]


@pytest.mark.usefixtures("market")
async def test_a_run_that_cannot_be_replayed_says_why(
    network: Graph, service: MatchingService
) -> None:
    with pytest.raises(NotFoundError, match="no run has the id"):
        await service.replay(new_id())
    failed = await Runs(network).create(seed=1)
    with pytest.raises(NoReplayError, match=r"is requested\. Only a finished run"):
        await service.replay(failed.id)
    await Runs(network).fail(failed.id, "no vectors")
    with pytest.raises(NoReplayError, match=r"is failed: no vectors\. Only a finished run"):
        await service.replay(failed.id)
    older = await Runs(network).create(seed=1)
    await _finish(network, older.id, {"configs": {}})
    with pytest.raises(NoReplayError, match="made before runs kept what they read"):
        await service.replay(older.id)
    run = await do_run(network, service)
    await network.run_statement(
        "MATCH (i:RunInputs {run_id: $id}) SET i.content = $content", id=run.id, content=b"x"
    )
    with pytest.raises(NoReplayError, match="damaged"):
        await service.replay(run.id)
    assert pack({}, cards_of([]))
