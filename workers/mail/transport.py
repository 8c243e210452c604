"""How a message leaves: one port, two engines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Protocol

BeforeLeaving = Callable[[], Awaitable[bool]]
"""Called right before the message may count as handed over; False calls it off."""


class Verdict(StrEnum):
    """What is known after handing over.

    SENT: accepted. RETRY: surely not accepted, may be later. REFUSED: never will be. NO_SUCH_ADDRESS:
    no message to this address will be. UNCERTAIN: it may have been accepted, so it must not be sent
    again. CALLED_OFF: nothing was sent, as the caller wished.
    """

    SENT = "SENT"
    RETRY = "RETRY"
    REFUSED = "REFUSED"
    NO_SUCH_ADDRESS = "NO_SUCH_ADDRESS"
    UNCERTAIN = "UNCERTAIN"
    CALLED_OFF = "CALLED_OFF"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The verdict, with a detail for staff that holds no address."""

    verdict: Verdict
    detail: str = ""


class Transport(Protocol):
    """Hands messages over; each `send` is bounded in time."""

    async def send(self, message: EmailMessage, before_leaving: BeforeLeaving) -> Receipt:
        """Sends to the address in `To`. What `before_leaving` raises comes through, unsent."""
