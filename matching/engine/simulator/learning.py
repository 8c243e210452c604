"""What a network learns between two rounds: the answers that it has, and the nightly decision.

The same labels and the same decision as of `matching.engine.learning`. Nothing is taken from the
truth: only from cards that the strategy itself showed, as their features were known then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matching.engine.config import KindConfig
from matching.engine.learning import Label, Refit, refit
from matching.engine.partition import Arcs
from matching.engine.simulator.answers import Answers
from matching.engine.simulator.parties import company_id, mentor_id
from matching.engine.simulator.view import View
from matching.engine.types import BoolArray, Float32Array, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Heard:
    """All answers and silences so far, of each side: what a network keeps for its refits."""

    seeker: tuple[Label, ...] = field(default=())
    giver: tuple[Label, ...] = field(default=())

    def with_round(self, view: View, cards: Arcs, answers: Answers) -> "Heard":
        """One round more; `view` is the one from which its cards were chosen."""
        features = view.features_on(cards)
        seekers, givers = view.world.seekers, view.world.givers
        asked = np.flatnonzero(answers.asked)
        # The simulated order of cards has no effect, so every card counts as one that stood alone.
        return Heard(
            seeker=(
                *self.seeker,
                *_labels(
                    [company_id(i) for i in cards.i],
                    features.seeker,
                    (answers.opened, answers.asked),
                    seekers.region[cards.i],
                ),
            ),
            # A giver is asked only after the seeker said yes; a request that it never read, or
            # that was withdrawn before, is silence.
            giver=(
                *self.giver,
                *_labels(
                    [mentor_id(j) for j in cards.j[asked]],
                    features.giver[asked],
                    (answers.read[asked], answers.engaged[asked]),
                    givers.region[cards.j[asked]],
                ),
            ),
        )


def relearned(
    heard: Heard, *, prior: KindConfig, current: KindConfig
) -> tuple[KindConfig, tuple[Refit, Refit]]:
    """The weights in force after a night, with the decisions on seekers' and givers' ones.

    `prior` holds the weights set by people, around which is learned; a refused refit keeps those
    of `current`.
    """
    seeker = refit(heard.seeker, prior=prior.seeker, current=current.seeker)
    giver = refit(heard.giver, prior=prior.giver, current=current.giver)
    return replace(current, seeker=seeker.side, giver=giver.side), (seeker, giver)


def _labels(
    party_ids: Sequence[str],
    features: FloatArray | Float32Array,
    said: tuple[BoolArray, BoolArray],
    regions: IntArray,
) -> list[Label]:
    """One label per card; `said` is whether there was an answer, and whether it was a yes."""
    has_answered, is_yes = said
    within = np.clip(features, 0.0, 1.0)  # rounding to 32 bits may exceed 1
    return [
        Label(
            party_id=party_id,
            features=tuple(row),
            accepted=bool(yes) if answered else None,
            groups=(f"region:{region}",),
        )
        for party_id, row, answered, yes, region in zip(
            party_ids, within.tolist(), has_answered, is_yes, regions, strict=True
        )
    ]
