from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.config import config_for
from matching.engine.simulator.checks import count_breaches, is_same
from matching.engine.simulator.engine_config import fitted_config
from matching.engine.simulator.rounds import Trace, play
from matching.engine.simulator.settings import Truth, WorldSettings
from matching.engine.simulator.strategies import STRATEGIES
from matching.engine.simulator.world import World, draw_world

PRIOR = config_for("MENTORING")
SMALL = WorldSettings(needs=24, mentors=8, rounds=3, topics=4)
CONFIG = fitted_config(PRIOR, SMALL)

names = st.sampled_from(sorted(STRATEGIES))
seeds = st.integers(0, 10**6)


def world_of(seed: int, truth: Truth = Truth.FUNCTIONAL) -> World:
    return draw_world(replace(SMALL, truth=truth), PRIOR, seed)


def trace_of(world: World, name: str, seed: int = 0) -> Trace:
    return play(world, CONFIG, STRATEGIES[name], seed=seed)


@given(seeds, names, st.sampled_from(Truth))
@settings(max_examples=40, deadline=None)
def test_no_limit_is_ever_exceeded(seed: int, name: str, truth: Truth) -> None:
    world = world_of(seed, truth)
    trace = trace_of(world, name)
    assert count_breaches(world, trace) == 0
    assert (trace.state.free >= 0).all()


@given(seeds, names)
@settings(max_examples=40, deadline=None)
def test_an_engagement_takes_one_need_and_one_place(seed: int, name: str) -> None:
    world = world_of(seed)
    trace = trace_of(world, name)
    engaged = sum(int(played.answers.engaged.sum()) for played in trace.rounds)
    assert engaged == (trace.state.engaged_in >= 0).sum()
    assert engaged == world.mentors.capacity.sum() - trace.state.free.sum()


@given(seeds, names)
@settings(max_examples=40, deadline=None)
def test_only_who_was_asked_answers(seed: int, name: str) -> None:
    for played in trace_of(world_of(seed), name).rounds:
        answers = played.answers
        assert (answers.engaged <= answers.read).all()
        assert (answers.read <= answers.asked).all()
        assert (answers.asked <= answers.opened).all()


@given(seeds, names)
@settings(max_examples=30, deadline=None)
def test_a_giver_reads_no_more_than_it_can(seed: int, name: str) -> None:
    for played in trace_of(world_of(seed), name).rounds:
        read = np.bincount(played.cards.arcs.j[played.answers.read], minlength=SMALL.mentors)
        assert (read <= SMALL.requests_read).all()


@given(seeds, names)
@settings(max_examples=30, deadline=None)
def test_nobody_sees_a_pair_twice_within_the_window(seed: int, name: str) -> None:
    rounds = trace_of(world_of(seed), name).rounds
    pairs = [
        pair for one in rounds for pair in zip(one.cards.arcs.i, one.cards.arcs.j, strict=True)
    ]
    assert len(set(pairs)) == len(pairs)


@given(seeds, names)
@settings(max_examples=20, deadline=None)
def test_the_same_input_gives_the_same_trace(seed: int, name: str) -> None:
    first, second = (trace_of(world_of(seed), name) for _ in range(2))
    assert is_same(first, second)


def test_another_seed_gives_another_world() -> None:
    assert not is_same(trace_of(world_of(1), "auction"), trace_of(world_of(2), "auction"))


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_one_need_and_one_mentor_are_a_network(name: str) -> None:
    tiny = WorldSettings(needs=1, mentors=1, rounds=2)
    trace = play(draw_world(tiny, PRIOR, 3), CONFIG, STRATEGIES[name], seed=3)
    assert len(trace.rounds) == 2


@pytest.mark.parametrize("field", ["needs", "mentors", "rounds"])
def test_an_empty_network_is_refused(field: str) -> None:
    sizes = {"needs": 3, "mentors": 3, "rounds": 1, field: 0}
    with pytest.raises(ValueError, match="at least one need"):
        WorldSettings(needs=sizes["needs"], mentors=sizes["mentors"], rounds=sizes["rounds"])


def test_without_places_nobody_is_shown() -> None:
    full = WorldSettings(needs=6, mentors=3, rounds=2, smallest_capacity=0, largest_capacity=0)
    world = draw_world(full, PRIOR, 1)
    for name in STRATEGIES:
        assert all(len(played.cards.arcs) == 0 for played in trace_of(world, name).rounds)
