"""Nearness of places."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.geography import distance_km, radians
from matching.engine.types import BoolArray, FloatArray, Giver, IntArray, Seeker

DECAY_KM = 50.0
REMOTE = 0.4


@dataclass(frozen=True, slots=True)
class Sites:
    """Where a side is; shape (n,), NaN where unknown."""

    latitude: FloatArray
    longitude: FloatArray
    is_remote: BoolArray


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Both sides' coordinates in radians, and who accepts to work at a distance."""

    seekers: Sites
    givers: Sites

    def on(self, i: IntArray, j: IntArray) -> FloatArray:
        """exp(-km / 50), at least .4 where both accept to work at a distance; shape (arcs,)."""
        seekers, givers = self.seekers, self.givers
        distance = distance_km(
            seekers.latitude[i], seekers.longitude[i], givers.latitude[j], givers.longitude[j]
        )
        near = np.where(np.isnan(distance), UNKNOWN, np.exp(-distance / DECAY_KM))
        is_remote = seekers.is_remote[i] & givers.is_remote[j]
        return np.where(is_remote, np.maximum(near, REMOTE), near)


def place_table(seekers: Sequence[Seeker], givers: Sequence[Giver]) -> PlaceTable:
    """Encode both sides."""
    return PlaceTable(_sites(seekers), _sites(givers))


def _sites(parties: Sequence[Seeker] | Sequence[Giver]) -> Sites:
    return Sites(
        latitude=radians([party.latitude for party in parties]),
        longitude=radians([party.longitude for party in parties]),
        is_remote=np.array([party.is_remote for party in parties], dtype=bool),
    )
