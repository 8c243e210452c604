"""Why a mail is not sent after all, found out at the moment of sending."""

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """What no longer holds; the value is kept in the outbox row."""

    NO_ADDRESS = "NO_ADDRESS"
    ADDRESS_REFUSED = "ADDRESS_REFUSED"
    OPTED_OUT = "OPTED_OUT"
    PAUSED = "PAUSED"
    NO_LONGER_ASKED = "NO_LONGER_ASKED"
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE"
    OTHER_SIDE_AWAY = "OTHER_SIDE_AWAY"
    EXPIRED = "EXPIRED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    NOT_ENDED = "NOT_ENDED"
    NOT_AWAY = "NOT_AWAY"
    NO_LONGER_GOING_ON = "NO_LONGER_GOING_ON"
    NOT_WANTED = "NOT_WANTED"
    ANSWERED = "ANSWERED"
    NO_LONGER_WEEKLY = "NO_LONGER_WEEKLY"
    MOVED = "MOVED"
    OUTDATED = "OUTDATED"
    NO_WORDS = "NO_WORDS"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A mail that must not be sent."""

    cause: Cause
