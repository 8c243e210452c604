"""How well a seeker's stage suits a giver's preferred stages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.features.scale import UNKNOWN
from matching.engine.types import Float32Array, Giver, IntArray, Seeker
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


@dataclass(frozen=True, slots=True)
class StageTable:
    """`suitability` of every stage (the last: none) for every distinct set of stages."""

    suitability: Float32Array  # (sets, stages + 1)
    seekers: IntArray
    givers: IntArray

    def on(self, i: IntArray, j: IntArray) -> Float32Array:
        """`suitability` on arcs; shape (arcs,)."""
        found: Float32Array = self.suitability[self.givers[j], self.seekers[i]]
        return found


def stage_table(seekers: Sequence[Seeker], givers: Sequence[Giver]) -> StageTable:
    """Encode both sides."""
    stages = Vocabulary.of([[seeker.stage for seeker in seekers if seeker.stage]])
    sets = sorted({tuple(sorted(giver.preferred_stages)) for giver in givers})
    row_of = {preferred: row for row, preferred in enumerate(sets)}
    known = (*stages.terms, None)
    scores = [suitability(stage, frozenset(preferred)) for preferred in sets for stage in known]
    of_givers = [row_of[tuple(sorted(giver.preferred_stages))] for giver in givers]
    return StageTable(
        np.array(scores, dtype=np.float32).reshape(len(sets), len(known)),
        # -1, an unknown stage, reads the last column.
        stages.indices(seeker.stage for seeker in seekers),
        np.array(of_givers, dtype=np.intp),
    )
