"""One draw of the weights per run: what nobody has tried yet is tried now and then.

Thompson sampling (Chapelle and Li, "An empirical evaluation of Thompson sampling", NIPS 2011),
with the weights' prior in place of their posterior until answers give one.
"""

from dataclasses import replace

import numpy as np

from matching.engine.config import KindConfig, SideWeights
from matching.engine.types import FloatArray

RELATIVE_SD, LEAST_SD = 0.5, 0.3
"""The prior of the learning: half of a weight, but .3 logits at least."""


def explore(
    config: KindConfig,
    random: np.random.Generator,
    *,
    seeker_covariance: FloatArray | None = None,
    giver_covariance: FloatArray | None = None,
) -> KindConfig:
    """The same configuration with the weights of both sides drawn around theirs.

    A covariance, shape (features, features), is that of a posterior; without one the prior's
    holds. Deviations are `config.exploration` times as large as that, 0 draws nothing; a weight
    never changes its sign, and biases stay: allocation compares, it does not count.
    """
    if config.exploration <= 0:
        return config
    return replace(
        config,
        seeker=_drawn(config.seeker, seeker_covariance, config.exploration, random),
        giver=_drawn(config.giver, giver_covariance, config.exploration, random),
    )


def _drawn(
    side: SideWeights, covariance: FloatArray | None, share: float, random: np.random.Generator
) -> SideWeights:
    mean = side.array()
    if covariance is None:
        covariance = np.diag(np.maximum(RELATIVE_SD * np.abs(mean), LEAST_SD) ** 2)
    drawn = random.multivariate_normal(mean, covariance * share**2, method="cholesky")
    same_sign = np.where(drawn * mean >= 0, drawn, 0.0)
    return SideWeights(side.bias, tuple(float(weight) for weight in same_sign))
