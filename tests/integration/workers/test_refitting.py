"""The nightly refit against the real graph: what is kept, what is refused, and that it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from graph.connection import Graph
from graph.ids import new_id
from graph.lifecycle.proposing import propose
from graph.models.entities import Event, Match
from graph.models.vocabulary import Answer, PolicyOrigin, Side
from graph.repositories.events import Events
from graph.repositories.needs import Needs
from graph.repositories.parties import Parties
from graph.repositories.policies import Policies
from matching.engine.config import FEATURES, config_for
from matching.engine.learning import Why
from matching.engine.learning.split import HELD_OUT, is_held_out
from matching.learning.nightly import subject_of
from tests.factories import (
    a_need,
    a_party,
    a_suggestion,
    answer,
    at,
    new_offer,
    new_tenant,
    proposed_pair,
    suggest,
)
from workers.context import WorkerContext
from workers.jobs.refit_weights import refit_weights

N_PARTIES, NEEDS_EACH, N_CARDS = 40, 2, 3
LOW = dict.fromkeys(FEATURES, 0.1)
"""By the prior weights, nobody would accept such a card."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What stands in the graph about the weights of one kind."""

    seeker: Event | None
    giver: Event | None
    versions: int


async def _trail(graph: Graph, kind: str = "MENTORING") -> Trail:
    subjects = [subject_of(kind, side) for side in Side]
    found = await Events(graph).last_of(subjects)
    history = await Policies(graph).history(kind, first=9)
    return Trail(found.get(subjects[0]), found.get(subjects[1]), len(history.items))


def _members() -> list[str]:
    """Ids of which as many examine as a share of them should: it is drawn by the id."""
    examining: list[str] = []
    teaching: list[str] = []
    n_examining = round(HELD_OUT * N_PARTIES)
    while len(examining) < n_examining or len(teaching) < N_PARTIES - n_examining:
        member = new_id()
        (examining if is_held_out([member])[0] else teaching).append(member)
    return [*examining[:n_examining], *teaching[: N_PARTIES - n_examining]]


async def _asked(graph: Graph) -> list[Match]:
    """240 cards on the way to 40 seekers, none of which looks good."""
    offers = [await new_offer(graph, capacity=500) for _ in range(N_CARDS)]
    needs = []
    for member in _members():
        party = await Parties(graph).save(a_party(), party_id=member)
        needs += [await Needs(graph).save(party.id, a_need()) for _ in range(NEEDS_EACH)]
    suggestions = [
        a_suggestion(
            need.id,
            offer.id,
            rank=rank,
            position=rank,
            cards=N_CARDS,
            propensity=1 / 3,
            features=LOW,
        )
        for need in needs
        for rank, offer in enumerate(offers, start=1)
    ]
    matches = await suggest(graph, *suggestions)
    # Nobody is asked about two needs on one day.
    for days in reversed(range(NEEDS_EACH)):
        await propose(at(graph, graph.clock() - timedelta(days=days)), actor="test")
    return matches


async def _say(graph: Graph, matches: Sequence[Match]) -> None:
    """Fifteen in sixteen say yes."""
    for number, match in enumerate(matches):
        said = Answer.ACCEPT if number % 16 else Answer.DECLINE
        await answer(graph, match.id, Side.SEEKER, said)


async def test_answers_change_the_weights_once(context: WorkerContext, network: Graph) -> None:
    await _say(network, await _asked(network))
    for _ in range(2):
        await refit_weights(context)

    trail = await _trail(network)
    assert trail.versions == 1
    (version,) = (await Policies(network).current()).values()
    assert (version.origin, version.number) == (PolicyOrigin.LEARNED, 1)
    assert "240 réponses de 40 membres" in version.note
    assert "240 answers of 40 members" in version.note
    assert trail.seeker is not None
    assert (trail.seeker.action, trail.seeker.cause) == ("weights.kept", Why.WINS)
    assert trail.seeker.details["answers"] == 240
    assert trail.seeker.details["log_loss_after"] < trail.seeker.details["log_loss_before"]
    assert trail.giver is not None
    assert (trail.giver.action, trail.giver.cause) == ("weights.refused", Why.TOO_FEW_ANSWERS)
    every = await Events(network).page(first=9, subject_id=subject_of("MENTORING", Side.SEEKER))
    assert len(every.items) == 1

    configs = (await context.matching(network.tenant_id or "").policies.in_force()).configs
    default = config_for("MENTORING")
    assert configs["MENTORING"].seeker.bias > default.seeker.bias
    assert configs["MENTORING"].giver == default.giver
    assert configs["PILOT"] == config_for("PILOT")


async def test_few_answers_change_nothing_and_say_why(
    context: WorkerContext, network: Graph
) -> None:
    pair = await proposed_pair(network)
    await answer(network, pair.match.id, Side.SEEKER, Answer.DECLINE)
    for _ in range(2):
        await refit_weights(context)
    trail = await _trail(network)
    assert trail.versions == 0
    assert trail.seeker is not None
    assert (trail.seeker.cause, trail.seeker.details["answers"]) == (Why.TOO_FEW_ANSWERS, 1)
    assert trail.giver is None


async def test_new_answers_are_decided_anew(context: WorkerContext, network: Graph) -> None:
    for expected in (1, 2):
        pair = await proposed_pair(network)
        await answer(network, pair.match.id, Side.SEEKER, Answer.DECLINE)
        await refit_weights(context)
        trail = await _trail(network)
        assert trail.seeker is not None
        assert trail.seeker.details["answers"] == expected


async def test_a_network_that_cannot_be_refitted_holds_up_no_other(
    context: WorkerContext, network: Graph
) -> None:
    after = await new_tenant(context.graph)
    for graph in (network, after):
        pair = await proposed_pair(graph)
        await answer(graph, pair.match.id, Side.SEEKER, Answer.DECLINE)
        if graph is network:
            await graph.run_statement(
                "MATCH (m:Match {id: $id}) SET m.propensity = 7.0", id=pair.match.id
            )
    await refit_weights(context)
    assert (await _trail(network)).seeker is None
    assert (await _trail(after)).seeker is not None
