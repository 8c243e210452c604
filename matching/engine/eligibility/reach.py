"""Place: who is too far for whom, and the smaller of the changes that would help."""

import math

from matching.engine.geography import distance_km, radians
from matching.engine.results import Value
from matching.engine.types import Giver, Seeker

FEW_KM = 20.0
"""Up to here a wider radius is the smaller change, beyond it working at a distance."""


def pair_distance_km(seeker: Seeker, giver: Giver) -> float | None:
    """The distance of the two parties, None where one of the places is unknown."""
    found = distance_km(
        radians([seeker.latitude]),
        radians([seeker.longitude]),
        radians([giver.latitude]),
        radians([giver.longitude]),
    )
    return None if math.isnan(found[0]) else float(found[0])


def sides(*, at_seeker: bool, at_giver: bool) -> str:
    """SEEKER, GIVER or BOTH: who would have to change something."""
    if at_seeker and at_giver:
        return "BOTH"
    return "SEEKER" if at_seeker else "GIVER"


def place_failure(seeker: Seeker, giver: Giver) -> dict[str, Value] | None:
    """What keeps the two apart, and as `smallest` what would mend it most easily.

    REMOTE: those of `remote_refused_by` accept to work at a distance. RADIUS: those of
    `radius_of` go `missing_km` farther. REGION: the offer serves one more region. STATE_PLACE:
    the need's party says where it is.
    """
    if seeker.is_remote and giver.is_remote:
        return None
    values: dict[str, Value] = {}
    if giver.regions and seeker.region not in giver.regions:
        # The id of the place: a bare code of a region is that of a trade, too.
        values["region"] = f"region:{seeker.region}" if seeker.region else ""
    values |= _missing_km(seeker, giver)
    if not values:
        return None
    side = sides(at_seeker=not seeker.is_remote, at_giver=not giver.is_remote)
    return values | {"remote_refused_by": side, "smallest": _smallest(values, side)}


def _missing_km(seeker: Seeker, giver: Giver) -> dict[str, Value]:
    distance = pair_distance_km(seeker, giver)
    if distance is None:
        return {}
    missing = [
        0.0 if radius is None else max(0.0, distance - radius)
        for radius in (seeker.radius_km, giver.radius_km)
    ]
    if not any(missing):
        return {}
    return {
        "distance_km": round(distance, 1),
        "missing_km": float(math.ceil(max(missing))),
        "radius_of": sides(at_seeker=missing[0] > 0, at_giver=missing[1] > 0),
    }


def _smallest(values: dict[str, Value], refused_by: str) -> str:
    # One change must do: where a region is missing too, a wider radius alone would not.
    if "region" not in values:
        missing = values["missing_km"]
        is_near = isinstance(missing, float) and missing <= FEW_KM
        return "RADIUS" if is_near or refused_by == "BOTH" else "REMOTE"
    if "missing_km" in values or refused_by != "BOTH":
        return "REMOTE"
    return "REGION" if values["region"] else "STATE_PLACE"
