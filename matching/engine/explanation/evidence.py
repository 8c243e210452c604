"""The facts behind a feature of one pair: what can be shown, checked and taken away."""

from collections.abc import Mapping

from matching.engine.eligibility.reach import pair_distance_km
from matching.engine.features import UNKNOWN
from matching.engine.features.sector import SAME_CLASS, SAME_SECTION, nearness
from matching.engine.results import Feature, Value
from matching.engine.types import Giver, Seeker

Values = dict[str, Value]
MOST_NODES = 3
_FEW_PLACES = 0.5


def evidence(
    code: Feature, seeker: Seeker, giver: Giver, parents: Mapping[str, str]
) -> Values | None:
    """What speaks for the pair in this feature, None where nothing can be told."""
    if code is Feature.SKILLS:
        return _shared_skills(seeker, giver, parents)
    tell = _EVIDENCE.get(code)
    return tell(seeker, giver) if tell else None


def objection(code: Feature, seeker: Seeker, giver: Giver) -> Values | None:
    """What speaks against the pair in this feature, None where nothing can be told."""
    tell = _OBJECTIONS.get(code)
    return tell(seeker, giver) if tell else None


def common_nodes(seeker: Seeker, giver: Giver) -> tuple[str, ...]:
    """The nodes next to both, the one with the fewest neighbors first."""
    degrees = dict(giver.neighbors)
    shared = {
        node: max(degree, degrees[node]) for node, degree in seeker.neighbors if node in degrees
    }
    return tuple(sorted(shared, key=lambda node: (shared[node], node)))


def _nothing_more(_seeker: Seeker, _giver: Giver) -> Values | None:
    return {}


def _shared_skills(seeker: Seeker, giver: Giver, parents: Mapping[str, str]) -> Values | None:
    shared = seeker.skills & giver.skills
    broader = {parents[skill] for skill in giver.skills if skill in parents}
    related = {
        skill
        for skill in seeker.skills - shared
        if skill in broader or parents.get(skill) in giver.skills
    }
    if not shared and not related:
        return None
    return {"skills": tuple(sorted(shared)), "related": tuple(sorted(related))}


def _missing_skills(seeker: Seeker, giver: Giver) -> Values | None:
    missing = tuple(sorted(seeker.skills - giver.skills))
    return {"missing": missing} if missing else None


def _near_sector(seeker: Seeker, giver: Giver) -> Values | None:
    score = nearness(seeker.sector, giver.sectors)
    if seeker.sector is None or score <= SAME_SECTION:
        return None
    return {"sector": seeker.sector, "level": "CLASS" if score == SAME_CLASS else "DIVISION"}


def _far_sector(seeker: Seeker, giver: Giver) -> Values | None:
    if seeker.sector is None or nearness(seeker.sector, giver.sectors) > UNKNOWN:
        return None
    return {"sector": seeker.sector, "is_known": float(bool(giver.sectors))}


def _known_distance(seeker: Seeker, giver: Giver) -> Values | None:
    distance = pair_distance_km(seeker, giver)
    return None if distance is None else {"distance_km": round(distance, 1)}


def _distance(seeker: Seeker, giver: Giver) -> Values | None:
    return _known_distance(seeker, giver) or {}


def _stage(seeker: Seeker, _giver: Giver) -> Values | None:
    return {"stage": seeker.stage} if seeker.stage else None


def _other_stage(seeker: Seeker, giver: Giver) -> Values | None:
    if seeker.stage is None or seeker.stage in giver.preferred_stages:
        return None
    return {"stage": seeker.stage, "is_known": float(bool(giver.preferred_stages))}


def _acquaintances(seeker: Seeker, giver: Giver) -> Values | None:
    nodes = common_nodes(seeker, giver)[:MOST_NODES]
    if not nodes:
        return None
    values: Values = {"nodes": nodes}
    sides = (("seeker_ties", dict(seeker.ties)), ("giver_ties", dict(giver.ties)))
    return values | {name: tuple(ties.get(node, "") for node in nodes) for name, ties in sides}


def _no_acquaintance(seeker: Seeker, giver: Giver) -> Values | None:
    return None if common_nodes(seeker, giver) else {}


def _few_places(_seeker: Seeker, giver: Giver) -> Values | None:
    return {} if giver.free < _FEW_PLACES * giver.capacity else None


# Reputation is in neither: it is made of the other's answers, which are told to nobody.
_EVIDENCE = {
    Feature.TEXT: _nothing_more,
    Feature.SECTOR: _near_sector,
    Feature.PLACE: _known_distance,
    Feature.MATURITY: _stage,
    Feature.GRAPH: _acquaintances,
    Feature.AVAILABILITY: _nothing_more,
}
_OBJECTIONS = {
    Feature.TEXT: _nothing_more,
    Feature.SKILLS: _missing_skills,
    Feature.SECTOR: _far_sector,
    Feature.PLACE: _distance,
    Feature.MATURITY: _other_stage,
    Feature.GRAPH: _no_acquaintance,
    Feature.AVAILABILITY: _few_places,
}
