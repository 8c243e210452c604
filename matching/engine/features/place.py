"""Nearness of places."""

from collections.abc import Sequence

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.geography import distance_km, radians
from matching.engine.types import FloatArray, Giver, IntArray, Seeker

DECAY_KM = 50.0
REMOTE = 0.4


def place_nearness(
    seekers: Sequence[Seeker], givers: Sequence[Giver], i: IntArray, j: IntArray
) -> FloatArray:
    """exp(-km / 50), at least .4 where both accept to work at a distance; shape (arcs,)."""
    distance = distance_km(
        radians([seeker.latitude for seeker in seekers])[i],
        radians([seeker.longitude for seeker in seekers])[i],
        radians([giver.latitude for giver in givers])[j],
        radians([giver.longitude for giver in givers])[j],
    )
    near = np.where(np.isnan(distance), UNKNOWN, np.exp(-distance / DECAY_KM))
    is_remote = (
        np.array([seeker.is_remote for seeker in seekers], dtype=bool)[i]
        & np.array([giver.is_remote for giver in givers], dtype=bool)[j]
    )
    return np.where(is_remote, np.maximum(near, REMOTE), near)
