"""The features of pairs that do not change from round to round: what is, and what is on record.

The definitions are those of `matching.engine.features`, written for all pairs at once on drawn
arrays instead of records of a network.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.simulator.people import Mentors, Side
from matching.engine.simulator.settings import WorldSettings
from matching.engine.types import BoolArray, Float32Array, FloatArray

NEARNESS_KM = 50.0
SECTOR_LEVELS = (0.3, 0.6, 1.0)  # same section, division, class
STAGE_LEVELS = np.array([1.0, 0.5, 0.2, 0.0])  # by the distance of two stages


@dataclass(frozen=True, slots=True)
class Profile:
    """Skills, sector, place, maturity and graph features in [0, 1]; shape (needs, mentors)."""

    skills: Float32Array
    sector: Float32Array
    place: Float32Array
    maturity: Float32Array
    graph: Float32Array


def true_profile(seekers: Side, givers: Side) -> Profile:
    """What a perfectly informed matchmaker would know."""
    return Profile(
        skills=skills_met(seekers.skills, givers.skills),
        sector=_sector(seekers, givers),
        place=_place(seekers, givers),
        maturity=_maturity(seekers, givers),
        graph=_closeness(seekers.events, givers.events),
    )


def known_profile(
    settings: WorldSettings,
    seekers: Side,
    givers: Side,
    mentors: Mentors,
    random: np.random.Generator,
) -> Profile:
    """What is on record: skills and events with gaps, stages often unsaid; new ones know less."""
    listing = np.where(mentors.is_new, settings.new_listing, settings.skill_listing)
    recording = np.where(mentors.is_new, settings.new_recording, settings.event_recording)
    listed = givers.skills & (random.random(givers.skills.shape) < listing[:, None])
    met = givers.events & (random.random(givers.events.shape) < recording[:, None])
    seen = seekers.events & (random.random(seekers.events.shape) < settings.event_recording)
    maturity = np.where(mentors.states_stage, _maturity(seekers, givers), UNKNOWN)
    return Profile(
        skills=skills_met(seekers.skills, listed),
        sector=_sector(seekers, givers),
        place=_place(seekers, givers),
        maturity=maturity.astype(np.float32),
        graph=_closeness(seen, met),
    )


def skills_met(required: BoolArray, provided: BoolArray) -> Float32Array:
    """The idf-weighted part of the required skills that are provided."""
    n_having = provided.sum(axis=0)
    weight = np.log((1 + len(provided)) / (1 + n_having)).astype(np.float32)
    wanted = required * weight
    shared = wanted @ provided.T.astype(np.float32)
    return np.asarray(shared / np.maximum(wanted.sum(axis=1), 1e-9)[:, None], dtype=np.float32)


def _sector(seekers: Side, givers: Side) -> Float32Array:
    same = np.ones((len(seekers.sector), len(givers.sector)), dtype=bool)
    found = np.zeros(same.shape, dtype=np.float32)
    for level, value in enumerate(SECTOR_LEVELS):
        same &= seekers.sector[:, level, None] == givers.sector[None, :, level]
        found[same] = value
    return found


def _place(seekers: Side, givers: Side) -> Float32Array:
    gaps = seekers.position_km[:, None, :] - givers.position_km[None, :, :]
    near = np.exp(-np.sqrt((gaps**2).sum(axis=2)) / NEARNESS_KM)
    both_remote = seekers.is_remote[:, None] & givers.is_remote[None, :]
    return np.asarray(np.where(both_remote, np.maximum(near, UNKNOWN), near), dtype=np.float32)


def _maturity(seekers: Side, givers: Side) -> Float32Array:
    apart = np.abs(seekers.stage[:, None] - givers.stage[None, :])
    return np.asarray(STAGE_LEVELS[apart], dtype=np.float32)


def _closeness(left: BoolArray, right: BoolArray) -> Float32Array:
    """1 - exp(-Adamic-Adar) over the events of both."""
    degrees: FloatArray = np.maximum(left.sum(axis=0) + right.sum(axis=0), 2).astype(np.float64)
    common = (left / np.log(degrees)).astype(np.float32) @ right.T.astype(np.float32)
    return np.asarray(-np.expm1(-common), dtype=np.float32)
