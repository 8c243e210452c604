"""The decision about one side's weights: learned ones are kept only when they win."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from matching.engine.config import SideWeights
from matching.engine.learning.evaluation import Evaluation, evaluate, gain_of
from matching.engine.learning.fit import Fit, fit
from matching.engine.learning.labels import Answers, Label, answers_of
from matching.engine.learning.prior import Prior, prior_of, vector_of
from matching.engine.learning.split import is_held_out

LEAST_ANSWERS = 200
LEAST_PARTIES = 30
LEAST_HELD_OUT_PARTIES = 10
LEAST_GAIN = 0.001
"""Nats per answer: less is not worth a new version."""
SURE = 1.645
"""Standard errors by which a gain must exceed 0: one chance in twenty to be luck."""
WORSE_ERROR = 0.01
WORSE_GROUP = 0.05


class Why(StrEnum):
    """What decided a refit."""

    WINS = "WINS"
    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS"
    TOO_FEW_PARTIES = "TOO_FEW_PARTIES"
    NO_GAIN = "NO_GAIN"
    GAIN_UNSURE = "GAIN_UNSURE"
    WORSE_CALIBRATION = "WORSE_CALIBRATION"
    WORSE_FOR_GROUP = "WORSE_FOR_GROUP"


@dataclass(frozen=True, slots=True)
class Refit:
    """The weights that hold from now on: learned ones where `accepted`, else the current ones.

    `figures` are those that the decision rests on, as far as it came; `group` is the one that
    would be foretold worse, for WORSE_FOR_GROUP.
    """

    accepted: bool
    why: Why
    side: SideWeights
    figures: Mapping[str, float] = field(default_factory=dict)
    group: str | None = None


def refit(labels: Sequence[Label], *, prior: SideWeights, current: SideWeights) -> Refit:
    """Fits one side's weights to answers, and holds them against the current ones.

    `prior` are the weights set by people, around which is learned; `current` those in force,
    which may have been learned before. The fit sees some parties' answers, the comparison only
    the others'. What is returned is what was compared.

    Raises:
        ValueError: a label is malformed; see `answers_of`.
    """
    belief = prior_of(prior)
    answers = answers_of(labels, belief.n_features)
    held_out = is_held_out(answers.party_ids)
    figures = {
        "answers": float(len(answers)),
        "silent": float(answers.n_silent),
        "parties": float(answers.n_parties),
        "held_out_parties": float(held_out.sum()),
    }
    why = _lack(figures)
    if why is not None:
        return Refit(False, why, current, figures)
    found = fit(answers.take(~held_out), belief)
    return _compare(found, current, (answers.take(held_out), belief), figures)


def _lack(figures: Mapping[str, float]) -> Why | None:
    if figures["answers"] < LEAST_ANSWERS:
        return Why.TOO_FEW_ANSWERS
    is_crowd = figures["parties"] >= LEAST_PARTIES
    is_jury = figures["held_out_parties"] >= LEAST_HELD_OUT_PARTIES
    return None if is_crowd and is_jury else Why.TOO_FEW_PARTIES


def _compare(
    found: Fit,
    current: SideWeights,
    jury: tuple[Answers, Prior],
    figures: Mapping[str, float],
) -> Refit:
    answers, belief = jury
    weights = answers.weighed(answers.say)
    before, after = evaluate(current, answers, weights), evaluate(found.side, answers, weights)
    gain, error = gain_of(before, after, answers, weights)
    moves = np.abs(vector_of(found.side) - belief.mean) / belief.sd
    measured = {
        **figures,
        "held_out_answers": float(len(answers)),
        "log_loss_before": before.log_loss,
        "log_loss_after": after.log_loss,
        "gain": gain,
        "gain_error": error,
        "calibration_error_before": before.calibration_error,
        "calibration_error_after": after.calibration_error,
        "largest_move_sd": float(moves.max()),
        "party_move_sd": found.party_move_sd,
    }
    why, group = _verdict(before, after, gain, error)
    accepted = why is Why.WINS
    return Refit(accepted, why, found.side if accepted else current, measured, group)


def _verdict(
    before: Evaluation, after: Evaluation, gain: float, error: float
) -> tuple[Why, str | None]:
    if gain < LEAST_GAIN:
        return Why.NO_GAIN, None
    if gain < SURE * error:
        return Why.GAIN_UNSURE, None
    if after.calibration_error > before.calibration_error + WORSE_ERROR:
        return Why.WORSE_CALIBRATION, None
    for group, gap in after.group_gaps.items():
        if gap > before.group_gaps[group] + WORSE_GROUP:
            return Why.WORSE_FOR_GROUP, group
    return Why.WINS, None
