"""Answers as learning material: who said what about which features, where the card stood."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.types import BoolArray, FloatArray, IntArray
from matching.engine.vocabulary import Vocabulary

WEIGHT_LIMIT = 2.0
"""No answer counts more than this many times, or less than one over it, for its card's place. A
draw that is made half of the time gives none beyond."""
USUAL_PARTIES = 5.0
"""No party counts more than this many usual ones, however often it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One card as one side saw it, with what the side answered.

    `features` are in [0, 1]. `accepted` is None for silence. The card stood at `position` (from
    1) among `cards`, where the draw of the order put it with probability `propensity`. `groups`
    name what the answer's party is audited by: a region, a size.
    """

    party_id: str
    features: tuple[float, ...]
    accepted: bool | None
    position: int = 1
    cards: int = 1
    propensity: float = 1.0
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The answered labels, ordered by party; arrays have one row per answer.

    `features` has shape (answers, features); `owners` holds positions in `party_ids`; `weights`
    undo the order in which cards were shown; `n_silent` counts the labels without an answer.
    """

    party_ids: tuple[str, ...]
    owners: IntArray
    features: FloatArray
    accepted: FloatArray
    weights: FloatArray
    groups: tuple[tuple[str, ...], ...]
    n_silent: int

    def __len__(self) -> int:
        return len(self.owners)

    @property
    def n_parties(self) -> int:
        """How many parties gave at least one answer."""
        return len(self.party_ids)

    def take(self, is_wanted: BoolArray) -> "Answers":
        """The answers of some of the parties; `is_wanted` has shape (parties,)."""
        rows = np.flatnonzero(is_wanted[self.owners])
        numbers = np.cumsum(is_wanted) - 1
        return Answers(
            tuple(p for p, wanted in zip(self.party_ids, is_wanted, strict=True) if wanted),
            numbers[self.owners[rows]],
            self.features[rows],
            self.accepted[rows],
            self.weights[rows],
            tuple(self.groups[row] for row in rows),
            self.n_silent,
        )

    @property
    def say(self) -> FloatArray:
        """What each party's answers weigh together, at most `USUAL_PARTIES` medians; (parties,)."""
        sums = np.bincount(self.owners, weights=self.weights, minlength=self.n_parties)
        usual = float(np.median(sums)) if len(sums) else 0.0
        return np.minimum(sums, USUAL_PARTIES * max(usual, WEIGHT_LIMIT))

    def weighed(self, say: FloatArray) -> FloatArray:
        """The weights, scaled so that each party's sum up to its `say`; shape (answers,)."""
        sums = np.bincount(self.owners, weights=self.weights, minlength=self.n_parties)
        weighed: FloatArray = self.weights * (say / sums)[self.owners]
        return weighed


def answers_of(labels: Sequence[Label], n_features: int) -> Answers:
    """The answers among labels; silence is censored: it is counted, and says nothing else.

    The result does not depend on the order of the labels.

    Raises:
        ValueError: a label has not `n_features` features, or one outside [0, 1], or a position or
            propensity that no draw gives.
    """
    for label in labels:
        _check(label, n_features)
    answered = sorted(
        (label for label in labels if label.accepted is not None),
        key=lambda label: (label.party_id, label.features, label.accepted, label.position),
    )
    parties = Vocabulary.of([[label.party_id for label in answered]])
    return Answers(
        parties.terms,
        parties.indices(label.party_id for label in answered),
        np.array([label.features for label in answered]).reshape(len(answered), n_features),
        np.array([label.accepted for label in answered], dtype=np.float64),
        np.array([place_weight(label) for label in answered], dtype=np.float64),
        tuple(label.groups for label in answered),
        len(labels) - len(answered),
    )


def place_weight(label: Label) -> float:
    """(1 / cards) / propensity, clipped: as if each card had stood at each place equally often."""
    weight = 1.0 / (label.cards * label.propensity)
    return min(max(weight, 1.0 / WEIGHT_LIMIT), WEIGHT_LIMIT)


def _check(label: Label, n_features: int) -> None:
    if len(label.features) != n_features:
        raise ValueError(
            f"a label of party {label.party_id} has {len(label.features)} features, "
            f"{n_features} are expected"
        )
    if not all(0.0 <= value <= 1.0 for value in label.features):
        raise ValueError(f"a label of party {label.party_id} has a feature outside [0, 1]")
    if not 1 <= label.position <= label.cards or not 0.0 < label.propensity <= 1.0:
        raise ValueError(
            f"a label of party {label.party_id} has a place that no draw gives: position "
            f"{label.position} of {label.cards} with propensity {label.propensity}"
        )
