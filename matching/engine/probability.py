"""The probability that both sides say yes.

The product of the two acceptances is the expected number of mutual acceptances of a card.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matching.engine.config import KindConfig, SideWeights
from matching.engine.features import ArcFeatures
from matching.engine.types import Float32Array, FloatArray


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Each side's acceptance and both together; shape (arcs,)."""

    seeker: FloatArray
    giver: FloatArray
    mutual: FloatArray


def acceptance(features: FloatArray | Float32Array, side: SideWeights) -> FloatArray:
    """sigma(b + w . f), shape (arcs,)."""
    # In the precision of the features: a copy in another one would take half a gigabyte.
    logits = np.dot(features, np.asarray(side.array(), dtype=features.dtype))
    return np.asarray(expit(side.bias + logits), dtype=np.float64)


def reciprocal(features: ArcFeatures, config: KindConfig) -> Probabilities:
    """Both acceptances, and p = sigma(b_s + w_s . f) sigma(b_g + w_g . f) h; on every arc."""
    seeker = acceptance(features.seeker, config.seeker)
    giver = acceptance(features.giver, config.giver)
    return Probabilities(seeker, giver, seeker * giver * config.usefulness)
