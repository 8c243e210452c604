"""What a party's record says: how often it accepts, whether it has places."""

from collections.abc import Sequence

import numpy as np

from matching.engine.types import FloatArray, Giver, Seeker

# The strength of the prior, in answers.
PRIOR_ANSWERS = 10.0
_SILENT = 0.5


def mean_acceptance(parties: Sequence[Seeker] | Sequence[Giver]) -> float:
    """The acceptance rate of a side, drawn to one half while there are few answers."""
    asked = sum(party.asked for party in parties)
    accepted = sum(party.accepted for party in parties)
    return (accepted + PRIOR_ANSWERS / 2) / (asked + PRIOR_ANSWERS)


def reputation(parties: Sequence[Seeker] | Sequence[Giver], mean: float) -> FloatArray:
    """(accepted + 10 mean) / (asked + 10); shape (parties,)."""
    asked = np.array([party.asked for party in parties], dtype=np.float64)
    accepted = np.array([party.accepted for party in parties], dtype=np.float64)
    rate: FloatArray = (accepted + PRIOR_ANSWERS * mean) / (asked + PRIOR_ANSWERS)
    return rate


def availability(givers: Sequence[Giver]) -> FloatArray:
    """Free places over capacity, halved where the giver let its last requests lie; (givers,)."""
    free = np.array([giver.free / max(giver.capacity, 1) for giver in givers], dtype=np.float64)
    pace = np.array([1.0 if giver.has_answered_recently else _SILENT for giver in givers])
    available: FloatArray = np.clip(free, 0.0, 1.0) * pace
    return available
