"""How well a seeker's stage suits a giver's preferred stages."""

from collections.abc import Sequence

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.types import FloatArray, Giver, IntArray, Seeker
from matching.engine.vocabulary import Vocabulary

STAGES = ("IDEA", "PROTOTYPE", "MARKET", "GROWTH")
# By the number of steps between the stage and the nearest preferred one.
_BY_STEPS = (1.0, 0.6, 0.3, 0.1)


def suitability(stage: str | None, preferred: frozenset[str]) -> float:
    """1 at a preferred stage, .6, .3 and .1 at one, two and three steps from it, on one pair."""
    if stage is None or not preferred:
        return UNKNOWN
    if stage in preferred:
        return 1.0
    if stage not in STAGES:
        return 0.0
    steps = [abs(STAGES.index(stage) - STAGES.index(one)) for one in preferred if one in STAGES]
    return _BY_STEPS[min(steps)] if steps else 0.0


def stage_suitability(
    seekers: Sequence[Seeker], givers: Sequence[Giver], i: IntArray, j: IntArray
) -> FloatArray:
    """`suitability` on arcs; shape (arcs,)."""
    stages = Vocabulary.of([[seeker.stage for seeker in seekers if seeker.stage]])
    known = (*stages.terms, None)
    scores = [suitability(stage, giver.preferred_stages) for giver in givers for stage in known]
    table = np.array(scores, dtype=np.float64).reshape(len(givers), len(known))
    # The last column, which -1 reads, is that of an unknown stage.
    found: FloatArray = table[j, stages.indices(seeker.stage for seeker in seekers)[i]]
    return found
