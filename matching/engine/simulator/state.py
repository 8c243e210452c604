"""What a simulated network has come to: places, records, who was shown to whom."""

from dataclasses import dataclass

import numpy as np

from matching.engine.features.record import PRIOR_ANSWERS
from matching.engine.simulator.pairs import Standing
from matching.engine.simulator.world import World
from matching.engine.types import BoolArray, FloatArray, IntArray


@dataclass(slots=True)
class State:
    """Changes from round to round. Shapes: (needs,), (mentors,) or (needs, mentors).

    `asked` and `accepted` count answers, as silence says nothing; `proposed_in` is the round in
    which a pair was last shown, -1 for never; `engaged_in` likewise for a need.
    """

    number: int
    free: IntArray
    engaged_in: IntArray
    proposed_in: IntArray
    shown_seekers: IntArray
    shown_givers: IntArray
    asked_seekers: IntArray
    accepted_seekers: IntArray
    asked_givers: IntArray
    accepted_givers: IntArray
    answers_lately: BoolArray

    @staticmethod
    def start(world: World) -> "State":
        """Before the first round: new mentors have no record."""
        n, m = world.settings.needs, world.settings.mentors
        has_record = ~world.mentors.is_new
        return State(
            number=0,
            free=world.mentors.capacity.copy(),
            engaged_in=np.full(n, -1),
            proposed_in=np.full((n, m), -1),
            shown_seekers=np.zeros(n, dtype=np.intp),
            shown_givers=np.zeros(m, dtype=np.intp),
            asked_seekers=world.seekers.asked.copy(),
            accepted_seekers=world.seekers.accepted.copy(),
            asked_givers=world.givers.asked * has_record,
            accepted_givers=world.givers.accepted * has_record,
            answers_lately=np.ones(m, dtype=bool),
        )

    def allowed(self, world: World, proposed_days: float) -> BoolArray:
        """Whether a pair may be shown: need open, place free, not proposed lately."""
        days = (self.number - self.proposed_in) * world.settings.round_days
        is_fresh = (self.proposed_in < 0) | (days >= proposed_days)
        return is_fresh & (self.engaged_in < 0)[:, None] & (self.free > 0)[None, :]

    def standing(self, world: World) -> Standing:
        """The records as the engine reads them."""
        pace = np.where(self.answers_lately, 1.0, 0.5)
        return Standing(
            of_seekers=_rate(self.asked_seekers, self.accepted_seekers),
            of_givers=_rate(self.asked_givers, self.accepted_givers),
            availability=self.free / np.maximum(world.mentors.capacity, 1) * pace,
        )


def _rate(asked: IntArray, accepted: IntArray) -> FloatArray:
    """(accepted + 10 r) / (asked + 10), r the mean of the side."""
    mean = (accepted.sum() + PRIOR_ANSWERS / 2) / (asked.sum() + PRIOR_ANSWERS)
    rate: FloatArray = (accepted + PRIOR_ANSWERS * mean) / (asked + PRIOR_ANSWERS)
    return rate
