"""How well weights foretell answers they were not fitted to: log-loss and calibration."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.engine.config import SideWeights
from matching.engine.learning.labels import Answers
from matching.engine.probability import acceptance
from matching.engine.types import FloatArray

BINS = 10
ANSWERS_PER_GROUP = 50
_LEAST_PROBABILITY = 1e-12


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`losses` has shape (answers,), in nats; the others are means under the answers' weights.

    `calibration_error` is the expected calibration error over `BINS` equally filled bins;
    `group_gaps` holds |mean probability - acceptance rate| of each group with at least
    `ANSWERS_PER_GROUP` answers.
    """

    losses: FloatArray
    log_loss: float
    calibration_error: float
    group_gaps: Mapping[str, float]


def evaluate(side: SideWeights, answers: Answers, weights: FloatArray) -> Evaluation:
    """Weights of one side held against answers; `weights` says how much each answer counts.

    Raises:
        ValueError: there is no answer to be held against.
    """
    if not len(answers):
        raise ValueError("weights cannot be evaluated without an answer")
    p = acceptance(answers.features, side)
    said = np.where(answers.accepted > 0, p, 1.0 - p)
    losses = -np.log(np.maximum(said, _LEAST_PROBABILITY))
    return Evaluation(
        losses,
        float(np.average(losses, weights=weights)),
        calibration_error(p, answers.accepted, weights),
        _group_gaps(p, answers, weights),
    )


def calibration_error(p: FloatArray, accepted: FloatArray, weights: FloatArray) -> float:
    """The sum over bins of |sum a (p - y)| / sum a; bins hold equal weight in the order of p."""
    order = np.argsort(p, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    bins = np.minimum((reached / weights.sum() * BINS).astype(np.intp), BINS - 1)
    residuals = np.bincount(bins, weights=(weights * (p - accepted))[order], minlength=BINS)
    return float(np.abs(residuals).sum() / weights.sum())


def _group_gaps(p: FloatArray, answers: Answers, weights: FloatArray) -> dict[str, float]:
    rows: dict[str, list[int]] = {}
    for row, groups in enumerate(answers.groups):
        for group in groups:
            rows.setdefault(group, []).append(row)
    residuals = p - answers.accepted
    return {
        group: abs(float(np.average(residuals[found], weights=weights[found])))
        for group, found in sorted(rows.items())
        if len(found) >= ANSWERS_PER_GROUP
    }


def gain_of(
    before: Evaluation, after: Evaluation, answers: Answers, weights: FloatArray
) -> tuple[float, float]:
    """The mean fall of the log-loss in nats per answer, and its standard error by party."""
    falls = weights * (before.losses - after.losses)
    total = float(weights.sum())
    gain = float(falls.sum()) / total
    by_party = np.bincount(answers.owners, weights=falls - gain * weights)
    return gain, float(np.linalg.norm(by_party)) / total
