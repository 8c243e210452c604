"""Features of pairs in the engine's order, from their parts."""

from dataclasses import dataclass

import numpy as np

from matching.engine.config import FEATURES
from matching.engine.features import ArcFeatures
from matching.engine.partition import Arcs
from matching.engine.results import Feature
from matching.engine.simulator.profiles import Profile
from matching.engine.simulator.texts import Closeness
from matching.engine.types import Float32Array, FloatArray

_Columns = dict[Feature, FloatArray | Float32Array]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a side's record and calendar say, each in [0, 1].

    `of_seekers` has shape (needs,); `of_givers` and `availability` (mentors,).
    """

    of_seekers: FloatArray
    of_givers: FloatArray
    availability: FloatArray


def all_pairs(n_seekers: int, n_givers: int) -> Arcs:
    """Every pair, sorted."""
    flat = np.arange(n_seekers * n_givers)
    return Arcs(flat // n_givers, flat % n_givers)


def features_on(arcs: Arcs, text: Closeness, profile: Profile, standing: Standing) -> ArcFeatures:
    """The features of arcs as each side sees them."""
    i, j = arcs.i, arcs.j
    both: _Columns = {
        Feature.SKILLS: profile.skills[i, j],
        Feature.SECTOR: profile.sector[i, j],
        Feature.PLACE: profile.place[i, j],
        Feature.MATURITY: profile.maturity[i, j],
        Feature.GRAPH: profile.graph[i, j],
        Feature.AVAILABILITY: standing.availability[j],
    }
    seeker: _Columns = {Feature.TEXT: text.wanted[i, j], Feature.REPUTATION: standing.of_givers[j]}
    giver: _Columns = {Feature.TEXT: text.wished[i, j], Feature.REPUTATION: standing.of_seekers[i]}
    return ArcFeatures(seeker=_columns({**both, **seeker}), giver=_columns({**both, **giver}))


def _columns(features: _Columns) -> FloatArray:
    first = next(iter(features.values()))
    table = np.empty((len(first), len(FEATURES)))
    for column, name in enumerate(FEATURES):
        table[:, column] = features[name]
    return table
