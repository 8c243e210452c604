"""Why a pair is suggested: exact contributions, their evidence, and sentences in two languages."""

from matching.engine.explanation.contributions import contributions, pick_reasons, pick_reservation
from matching.engine.explanation.sentences import (
    cause_sentence,
    failure_sentence,
    reason_sentence,
    reservation_sentence,
)

__all__ = [
    "cause_sentence",
    "contributions",
    "failure_sentence",
    "pick_reasons",
    "pick_reservation",
    "reason_sentence",
    "reservation_sentence",
]
