"""Signed links: what lets a person answer without a login, and nothing else."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from graph.models.vocabulary import Side

LINK_AGE = timedelta(days=14)
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


class LinkSigner:
    """Signs and reads links; `purpose` keeps a token of one page useless on another."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, link: AnswerLink, purpose: str = "answer") -> str:
        """A URL-safe token."""
        return str(self._serializer(purpose).dumps(list(asdict(link).values())))

    def read(
        self, token: str, purpose: str = "answer", *, max_age: timedelta = LINK_AGE
    ) -> AnswerLink:
        """The link in a token.

        Raises:
            LinkExpiredError: the token is older than `max_age`.
            LinkError: the token was altered, or made for another purpose.
        """
        try:
            parts = self._serializer(purpose).loads(token, max_age=int(max_age.total_seconds()))
        except SignatureExpired as error:
            raise LinkExpiredError(str(error)) from error
        except BadSignature as error:
            raise LinkError(str(error)) from error
        tenant_id, mail_id, match_id, side = parts
        return AnswerLink(tenant_id, mail_id, match_id, Side(side))

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt=f"maillage.{purpose}")
