"""That the simulated network is as hard as the data that are known, and as uneven."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import rankdata

from matching.engine.config import config_for
from matching.engine.simulator.engine_config import fitted_config
from matching.engine.simulator.pairs import all_pairs
from matching.engine.simulator.people import draw_mentors, draw_sides
from matching.engine.simulator.settings import Truth, WorldSettings
from matching.engine.simulator.state import State
from matching.engine.simulator.texts import draw_texts
from matching.engine.simulator.view import View
from matching.engine.simulator.world import World, draw_world
from matching.engine.types import BoolArray, FloatArray

PRIOR = config_for("MENTORING")
SETTINGS = WorldSettings(needs=600, mentors=195, rounds=1)


@pytest.fixture(scope="module")
def world() -> World:
    return draw_world(SETTINGS, PRIOR, 1)


def first_view(world: World) -> View:
    config = fitted_config(PRIOR, world.settings)
    return View(world, State.start(world), config, np.random.default_rng(0))


def auc(scores: FloatArray, is_hit: BoolArray) -> float:
    ranks, n_hits = rankdata(scores), int(is_hit.sum())
    above = float(ranks[is_hit].sum()) - n_hits * (n_hits + 1) / 2
    return above / (n_hits * (len(scores) - n_hits))


def test_the_encoder_finds_the_nearest_of_195_as_often_as_on_gsoc() -> None:
    """hit@1 .245 and hit@10 .555 there."""
    random = np.random.default_rng(1)
    meant, seen = next(draw_texts(SETTINGS, *draw_sides(SETTINGS, random), random))
    nearest = meant.cosine_wanted.argmax(axis=1)
    of_nearest = seen.cosine_wanted[np.arange(SETTINGS.needs), nearest]
    n_before = (seen.cosine_wanted > of_nearest[:, None]).sum(axis=1)
    assert np.mean(n_before < 1) == pytest.approx(0.245, abs=0.08)
    assert np.mean(n_before < 10) == pytest.approx(0.555, abs=0.08)


def test_the_product_orders_pairs_as_well_as_on_speed_dating(world: World) -> None:
    """AUC for a mutual yes there: one side .673, mean .724, product .760."""
    now = world.rounds[0]
    pairs = first_view(world).probabilities_on(all_pairs(SETTINGS.needs, SETTINGS.mentors))
    random = np.random.default_rng(1)
    is_mutual = random.random(len(pairs.mutual)) < (now.seeker * now.giver).ravel()
    assert auc(pairs.seeker, is_mutual) == pytest.approx(0.673, abs=0.06)
    assert auc(pairs.mutual, is_mutual) == pytest.approx(0.760, abs=0.04)


def test_the_fitted_biases_know_how_often_people_say_yes(world: World) -> None:
    now, pairs = world.rounds[0], all_pairs(SETTINGS.needs, SETTINGS.mentors)
    known = first_view(world).probabilities_on(pairs)
    assert known.seeker.mean() == pytest.approx(now.seeker.mean(), rel=0.25)
    assert known.giver.mean() == pytest.approx(now.giver.mean(), rel=0.25)


def test_the_latent_truth_says_yes_as_often_but_elsewhere(world: World) -> None:
    latent = draw_world(replace(SETTINGS, truth=Truth.LATENT), PRIOR, 1).rounds[0]
    now = world.rounds[0]
    assert latent.seeker.mean() == pytest.approx(now.seeker.mean(), rel=0.02)
    assert len(np.unique(latent.seeker)) == 2
    assert 0.05 < np.corrcoef(latent.seeker.ravel(), now.seeker.ravel())[0, 1] < 0.8


def test_the_smallest_region_has_fewest_mentors_per_need() -> None:
    many = replace(SETTINGS, needs=20_000, mentors=10_000)
    seekers, givers = draw_sides(many, np.random.default_rng(1))
    per_need = np.bincount(givers.region) / np.bincount(seekers.region)
    assert per_need[-1] < 0.5 * per_need[0]


def test_wishes_drift_and_texts_follow_late() -> None:
    moving = replace(SETTINGS, rounds=4)
    random = np.random.default_rng(1)
    rounds = list(draw_texts(moving, *draw_sides(moving, random), random))
    change = [
        float(np.abs(one[side].wanted - rounds[0][side].wanted).mean())
        for side in (0, 1)
        for one in rounds[1:]
    ]
    assert change[0] < change[1] < change[2]
    assert 0 < change[3] < change[0]


def test_new_mentors_have_neither_record_nor_full_profile(world: World) -> None:
    is_new = world.mentors.is_new
    assert (State.start(world).asked_givers[is_new] == 0).all()
    assert world.known.skills[:, is_new].mean() < world.known.skills[:, ~is_new].mean()


def test_mentors_have_two_to_four_places() -> None:
    capacity = draw_mentors(SETTINGS, np.random.default_rng(1)).capacity
    assert set(capacity.tolist()) == {2, 3, 4}
