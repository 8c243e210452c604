"""How a network shows itself in its mails. Pure."""

from dataclasses import dataclass
from email.message import MIMEPart
from typing import Final

from graph.repositories.identities import MailIdentity
from workers.mail.contrast import ACCENT

LOGO_ID: Final = "logo@maillage"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that travels with the mail; `subtype` is like `png`."""

    content: bytes
    subtype: str


@dataclass(frozen=True, slots=True)
class Identity:
    """`accent` is a color like `#1f4d3f`; one that is too light is shown darker."""

    accent: str = ACCENT
    logo: Logo | None = None


PLAIN: Final = Identity()


def identity_from(stored: MailIdentity | None) -> Identity:
    """As it is stored; what a network has not chosen is plain."""
    if stored is None:
        return PLAIN
    logo = Logo(stored.logo, stored.logo_type) if stored.logo and stored.logo_type else None
    return Identity(stored.accent or ACCENT, logo)


def attach_logo(html: MIMEPart, logo: Logo) -> None:
    """Puts the picture beside the HTML part, which shows it by its id: nothing is fetched."""
    html.add_related(
        logo.content,
        maintype="image",
        subtype=logo.subtype,
        cid=f"<{LOGO_ID}>",
        filename=f"logo.{logo.subtype}",
        disposition="inline",
    )
