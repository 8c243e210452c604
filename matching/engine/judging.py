"""The probability of given pairs under given parameters, candidates or not."""

from collections.abc import Sequence

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.features import calibrate
from matching.engine.kind_run import random_for
from matching.engine.parallel import Check, go_on
from matching.engine.partition import Arcs, take
from matching.engine.scoring import score
from matching.engine.types import Market


def judge(
    market: Market,
    pairs: Sequence[tuple[str, str]],
    config: KindConfig,
    *,
    seed: int,
    check: Check = go_on,
) -> dict[tuple[str, str], float]:
    """The probability that `run` with this seed and configuration would give (need, offer) pairs.

    Raises:
        KeyError: the market lacks a need or an offer of this kind.
    """
    partition = take(market, config.kind)
    rows = {seeker.id: row for row, seeker in enumerate(partition.seekers)}
    columns = {giver.id: column for column, giver in enumerate(partition.givers)}
    if not pairs:
        return {}
    positions = sorted({(rows[need], columns[offer]) for need, offer in pairs})
    i, j = np.array(positions, dtype=np.intp).T
    calibration = calibrate(partition, config, random_for(config.kind, seed))
    scored = score(partition, calibration, config, always=Arcs(i, j), check=check)
    found = {
        (int(row), int(column)): float(p)
        for row, column, p in zip(scored.arcs.i, scored.arcs.j, scored.mutual, strict=True)
    }
    return {(need, offer): found[rows[need], columns[offer]] for need, offer in pairs}
