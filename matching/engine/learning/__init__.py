"""Learning from answers: one side's weights at a time, around what people have set."""

from matching.engine.learning.fit import Fit, fit
from matching.engine.learning.labels import Answers, Label, answers_of
from matching.engine.learning.prior import Prior, prior_of
from matching.engine.learning.refit import Refit, Why, refit
from matching.engine.learning.usefulness import usefulness

__all__ = [
    "Answers",
    "Fit",
    "Label",
    "Prior",
    "Refit",
    "Why",
    "answers_of",
    "fit",
    "prior_of",
    "refit",
    "usefulness",
]
