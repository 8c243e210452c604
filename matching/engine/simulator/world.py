"""A simulated network: what is true in each round, what is known, and how chance falls.

Everything random is drawn here, once per world, and is the same for all strategies: two of them
that show the same pair in the same round get the same answers.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matching.engine.config import KindConfig
from matching.engine.simulator.pairs import Standing
from matching.engine.simulator.people import Mentors, Side, draw_mentors, draw_sides
from matching.engine.simulator.profiles import Profile, known_profile, true_profile
from matching.engine.simulator.settings import WorldSettings
from matching.engine.simulator.texts import Closeness, draw_texts
from matching.engine.simulator.truth import draw_tastes, true_acceptances
from matching.engine.types import BoolArray, Float32Array


@dataclass(frozen=True, slots=True)
class Chance:
    """One round's luck: uniform numbers and who answers at all.

    `seeker`, `giver` and `arrival` (the order of requests) have shape (needs, mentors);
    `opens_mail` (needs,); `replies` (needs, mentors): whether a giver answers that request.
    """

    seeker: Float32Array
    giver: Float32Array
    arrival: Float32Array
    opens_mail: BoolArray
    replies: BoolArray


@dataclass(frozen=True, slots=True)
class Round:
    """What holds in one round; arrays of shape (needs, mentors)."""

    seeker: Float32Array  # true acceptances, given an answer
    giver: Float32Array
    seen: Closeness
    chance: Chance


@dataclass(frozen=True, slots=True)
class World:
    """A network and its rounds."""

    settings: WorldSettings
    seekers: Side
    givers: Side
    mentors: Mentors
    known: Profile
    rounds: tuple[Round, ...]


def draw_world(settings: WorldSettings, config: KindConfig, seed: int) -> World:
    """A world; the same arguments give the same one.

    `config` gives the weights by which people judge in the functional truth.
    """
    random = np.random.default_rng(seed)
    seekers, givers = draw_sides(settings, random)
    mentors = draw_mentors(settings, random)
    tastes = draw_tastes(settings, seekers, givers, random)
    truth = true_profile(seekers, givers)
    known = known_profile(settings, seekers, givers, mentors, random)
    standing = Standing(
        of_seekers=expit(seekers.leniency),
        of_givers=expit(givers.leniency),
        availability=np.where(mentors.is_dormant, 0.5, 1.0),
    )
    rounds = []
    for meant, seen in draw_texts(settings, seekers, givers, random):
        seeker, giver = true_acceptances(settings, config, truth, meant, standing, tastes)
        rounds.append(Round(seeker, giver, seen, _chance(settings, mentors, random)))
    return World(settings, seekers, givers, mentors, known, tuple(rounds))


def _chance(settings: WorldSettings, mentors: Mentors, random: np.random.Generator) -> Chance:
    shape = (settings.needs, settings.mentors)
    answers = np.where(mentors.is_dormant, settings.dormant_answers, settings.giver_answers)
    return Chance(
        seeker=random.random(shape, dtype=np.float32),
        giver=random.random(shape, dtype=np.float32),
        arrival=random.random(shape, dtype=np.float32),
        opens_mail=random.random(settings.needs) < settings.seeker_answers,
        replies=random.random(shape, dtype=np.float32) < answers,
    )
