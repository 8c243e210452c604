"""Great-circle distances."""

import numpy as np

from matching.engine.types import FloatArray

EARTH_RADIUS_KM = 6371.0088


def radians(values: list[float | None]) -> FloatArray:
    """Degrees to radians; NaN where unknown."""
    degrees = [np.nan if value is None else value for value in values]
    known: FloatArray = np.radians(np.array(degrees, dtype=np.float64))
    return known


def distance_km(
    latitude: FloatArray, longitude: FloatArray, to_latitude: FloatArray, to_longitude: FloatArray
) -> FloatArray:
    """Haversine distance of points given in radians; shapes broadcast, NaN where unknown."""
    half_chord = (
        np.sin((to_latitude - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(to_latitude) * np.sin((to_longitude - longitude) / 2) ** 2
    )
    distance: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half_chord, 0.0, 1.0)))
    return distance
