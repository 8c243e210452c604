"""Signed links: what lets a person act without a login, and nothing else.

| purpose | address | held by | good for |
|---|---|---|---|
| answer | /a/ | AnswerLink | 14 days |
| follow-up | /f/ | AnswerLink | 14 days |
| meeting | /m/ | AnswerLink | 14 days |
| preferences | /p/, and below it the person's data | PersonLink | 14 days |
| stop | /u/ | StopLink | a year |

Each page signs its forms by a purpose of its own (`answer-form`, …), good for two hours.
"""

import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Final

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from graph.models.vocabulary import Side

LINK_AGE = timedelta(days=14)
STOP_AGE = timedelta(days=365)
"""Whoever wants no more mails may find that out late."""
FORM_AGE = timedelta(hours=2)


class LinkError(Exception):
    """A link that cannot be used; the message is for logs, never shown."""


class LinkExpiredError(LinkError):
    """A link that was good once."""


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """Bound to one tenant, one mail, one match and one side."""

    tenant_id: str
    mail_id: str
    match_id: str
    side: Side


@dataclass(frozen=True, slots=True)
class StopLink:
    """Bound to one tenant, one mail, and the party that it was sent to."""

    tenant_id: str
    mail_id: str
    party_id: str


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Bound to one tenant, one mail, and the party that may change how it is written to."""

    tenant_id: str
    mail_id: str
    party_id: str


def actor_of(link: AnswerLink | StopLink | PersonLink) -> str:
    """Who acts by a link, for the audit trail."""
    return f"mail:{link.mail_id}"


FOLLOW_UP_PURPOSE: Final = "follow-up"
MEETING_PURPOSE: Final = "meeting"
STOP_PURPOSE: Final = "stop"
PREFERENCES_PURPOSE: Final = "preferences"


class LinkSigner:
    """Signs and reads links; `purpose` keeps a token of one page useless on another.

    `clock` tells, in seconds since 1970, when a link is signed and read.
    """

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._signer = _signer(clock)

    def sign(self, link: AnswerLink, purpose: str = "answer") -> str:
        """A URL-safe token."""
        return str(self._serializer(purpose).dumps(astuple(link)))

    def sign_stop(self, link: StopLink) -> str:
        """A URL-safe token that stops mails."""
        return str(self._serializer(STOP_PURPOSE).dumps(astuple(link)))

    def sign_person(self, link: PersonLink, purpose: str = PREFERENCES_PURPOSE) -> str:
        """A URL-safe token that opens a person's preferences."""
        return str(self._serializer(purpose).dumps(astuple(link)))

    def read(
        self, token: str, purpose: str = "answer", *, max_age: timedelta = LINK_AGE
    ) -> AnswerLink:
        """The link in a token.

        Raises:
            LinkExpiredError: the token is older than `max_age`.
            LinkError: the token was altered, or made for another purpose.
        """
        tenant_id, mail_id, match_id, side = self._parts(token, purpose, max_age)
        return AnswerLink(tenant_id, mail_id, match_id, Side(side))

    def read_stop(self, token: str) -> StopLink:
        """The link in a token of `sign_stop`. Raises LinkError."""
        return StopLink(*self._parts(token, STOP_PURPOSE, STOP_AGE))

    def read_person(
        self, token: str, purpose: str = PREFERENCES_PURPOSE, *, max_age: timedelta = LINK_AGE
    ) -> PersonLink:
        """The link in a token of `sign_person`.

        Raises:
            LinkExpiredError: the token is older than `max_age`.
            LinkError: the token was altered, or made for another purpose.
        """
        return PersonLink(*self._parts(token, purpose, max_age))

    def _parts(self, token: str, purpose: str, max_age: timedelta) -> list[str]:
        try:
            found: list[str] = self._serializer(purpose).loads(
                token, max_age=int(max_age.total_seconds())
            )
        except SignatureExpired as error:
            raise LinkExpiredError(str(error)) from error
        except BadSignature as error:
            raise LinkError(str(error)) from error
        return found

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt=f"maillage.{purpose}", signer=self._signer)


def _signer(clock: Callable[[], float]) -> type[TimestampSigner]:
    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(clock())

    return Signer
