"""What the simulated network learns from: its own cards, as they were known, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine.config import KindConfig, config_for
from matching.engine.learning import Label, Why
from matching.engine.partition import Arcs
from matching.engine.simulator.answers import Answers, answer
from matching.engine.simulator.engine_config import fitted_config
from matching.engine.simulator.learning import Heard, relearned
from matching.engine.simulator.rounds import Trace, play
from matching.engine.simulator.settings import Truth, WorldSettings
from matching.engine.simulator.state import State
from matching.engine.simulator.strategies import STRATEGIES
from matching.engine.simulator.view import View
from matching.engine.simulator.world import World, draw_world

PRIOR = config_for("MENTORING")
SETTINGS = WorldSettings(needs=400, mentors=100, rounds=2, truth=Truth.LATENT)
CONFIG = fitted_config(PRIOR, SETTINGS)


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(SETTINGS, PRIOR, 1)


@pytest.fixture(scope="module")
def trace(world: World) -> Trace:
    return play(world, CONFIG, STRATEGIES["auction"], seed=1)


def first_round(world: World) -> tuple[View, Arcs, Answers]:
    view = View(world, State.start(world), CONFIG, np.random.default_rng(1))
    cards = STRATEGIES["auction"].choose(view).arcs
    return view, cards, answer(world, view.state, cards)


def said(labels: tuple[Label, ...]) -> list[bool | None]:
    return [label.accepted for label in labels]


def test_silence_is_neither_yes_nor_no(world: World) -> None:
    view, cards, answers = first_round(world)
    heard = Heard().with_round(view, cards, answers)
    assert said(heard.seeker).count(None) == (~answers.opened).sum() > 0
    assert said(heard.seeker).count(True) == answers.asked.sum() > 0
    assert said(heard.giver).count(None) == (answers.asked & ~answers.read).sum() > 0
    assert said(heard.giver).count(True) == answers.engaged.sum() > 0


def test_givers_are_heard_only_about_requests(world: World) -> None:
    view, cards, answers = first_round(world)
    heard = Heard().with_round(view, cards, answers)
    assert len(heard.seeker) == len(cards)
    mentors = [f"mentor-{j:05}" for j in cards.j[answers.asked]]
    assert [label.party_id for label in heard.giver] == mentors


def test_labels_hold_what_each_side_saw_of_a_card(world: World) -> None:
    view, cards, answers = first_round(world)
    heard = Heard().with_round(view, cards, answers)
    features = view.features_on(cards)
    seen = np.array([label.features for label in heard.seeker])
    given = np.array([label.features for label in heard.giver])
    assert seen == pytest.approx(features.seeker, abs=1e-6)
    assert given == pytest.approx(features.giver[answers.asked], abs=1e-6)


def test_rounds_are_added_up(world: World) -> None:
    view, cards, answers = first_round(world)
    once = Heard().with_round(view, cards, answers)
    twice = once.with_round(view, cards, answers)
    assert twice == Heard(seeker=2 * once.seeker, giver=2 * once.giver)


def test_nothing_is_learned_from_the_wishes_of_pairs_that_were_not_shown(
    world: World, trace: Trace
) -> None:
    is_shown = np.zeros((SETTINGS.needs, SETTINGS.mentors), dtype=bool)
    for played in trace.rounds:
        is_shown[played.cards.arcs.i, played.cards.arcs.j] = True
    other = replace(
        world,
        rounds=tuple(
            replace(
                one,
                seeker=np.where(is_shown, one.seeker, 1 - one.seeker),
                giver=np.where(is_shown, one.giver, 1 - one.giver),
            )
            for one in world.rounds
        ),
    )
    again = play(other, CONFIG, STRATEGIES["auction"], seed=1)
    assert [played.refits for played in again.rounds] == [played.refits for played in trace.rounds]


def test_the_first_round_is_that_of_the_weights_set_by_people(world: World, trace: Trace) -> None:
    without = play(world, CONFIG, STRATEGIES["auction_without_learning"], seed=1)
    first, second = (
        [
            np.array_equal(one.cards.arcs.i, other.cards.arcs.i)
            and np.array_equal(one.cards.arcs.j, other.cards.arcs.j)
        ]
        for one, other in zip(trace.rounds, without.rounds, strict=True)
    )
    assert first == [True]
    assert second == [False]
    assert all(played.refits == () for played in without.rounds)


def test_where_people_judge_by_another_rule_the_refit_wins(trace: Trace) -> None:
    seeker, _ = trace.rounds[0].refits
    assert seeker.why is Why.WINS
    assert seeker.side != CONFIG.seeker


def test_a_refused_refit_keeps_the_weights_in_force() -> None:
    current: KindConfig = replace(CONFIG, seeker=PRIOR.seeker)
    config, refits = relearned(Heard(), prior=CONFIG, current=current)
    assert config == current
    assert [one.why for one in refits] == [Why.TOO_FEW_ANSWERS] * 2
