"""DKIM (RFC 6376): a signature that proves which domain a message comes from, and covers it."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final

import dkim

from workers.settings import MailSettings, sender_address

HEADER: Final = "DKIM-Signature"
SIGNED: Final = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Auto-Submitted",
    "Feedback-ID",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Content-Language",
    "Content-Type",
    "MIME-Version",
)
"""What nobody may change on the way; RFC 8058 wants the two of unsubscribing among it."""


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs for a domain; the public half of `key` (PEM) stands in DNS under the selector."""

    domain: str
    selector: str
    key: bytes = field(repr=False)

    def sign(self, message: EmailMessage) -> None:
        """Adds the signature; what is changed afterwards makes it worthless.

        Raises:
            dkim.DKIMException: the key is none.
        """
        names = [name.encode() for name in SIGNED if name in message]
        signature = dkim.sign(
            message.as_bytes(),
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            # From once more: a second one, added on the way, would be shown and not be covered.
            include_headers=[*names, b"From"],
        )
        value = signature.decode().partition(":")[2]
        message[HEADER] = " ".join(value.split())


def open_signer(settings: MailSettings) -> DkimSigner | None:
    """The signer that the settings ask for; None where there is none.

    Raises:
        ValueError: the file of the key cannot be read, or holds none.
    """
    if settings.dkim_selector is None or settings.dkim_key_file is None:
        return None
    try:
        key = settings.dkim_key_file.read_bytes()
        dkim.crypto.parse_pem_private_key(key)
    except (OSError, dkim.crypto.UnparsableKeyError) as error:
        raise ValueError(
            f"MAILLAGE_MAIL_DKIM_KEY_FILE names no RSA key in PEM format ({type(error).__name__}): "
            "make one with `openssl genrsa -traditional 2048`"
        ) from error
    return DkimSigner(sender_address(settings.sender).domain, settings.dkim_selector, key)
