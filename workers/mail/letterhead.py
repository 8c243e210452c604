"""What all mails of an installation share: who sends them, and where their links lead."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from graph.lifecycle.links import (
    FOLLOW_UP_PURPOSE,
    MEETING_PURPOSE,
    AnswerLink,
    LinkSigner,
    PersonLink,
    StopLink,
)
from graph.models.vocabulary import Progress
from workers.mail.signing import DkimSigner
from workers.settings import sender_address


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`sender` is written like `Maillage <no-reply@…>`, `base_url` like `https://…`.

    Without a `signer`, the relay signs.
    """

    sender: str
    base_url: str
    links: LinkSigner
    signer: DkimSigner | None = None

    def sender_named(self, name: str) -> Address:
        """The one address that all mails come from, under the name of a network."""
        address = sender_address(self.sender)
        return Address(name or address.display_name, address.username, address.domain)

    def signed(self, message: EmailMessage) -> EmailMessage:
        """The message, with a signature where there is a key."""
        if self.signer is not None:
            self.signer.sign(message)
        return message

    def answer_url(self, link: AnswerLink) -> str:
        """Where a person answers one proposal of one mail."""
        return f"{self.base_url.rstrip('/')}/a/{self.links.sign(link)}"

    def follow_up_url(self, link: AnswerLink, answer: Progress) -> str:
        """Where a person says how an engagement goes; the page begins with that answer chosen."""
        token = self.links.sign(link, FOLLOW_UP_PURPOSE)
        return f"{self.base_url.rstrip('/')}/f/{token}?answer={answer}"

    def meeting_url(self, link: AnswerLink) -> str:
        """Where a side proposes times for a meeting, or chooses one."""
        return f"{self.base_url.rstrip('/')}/m/{self.links.sign(link, MEETING_PURPOSE)}"

    def preferences_url(self, link: PersonLink) -> str:
        """Where a person says how often, when and about what they want to be written to."""
        return f"{self.base_url.rstrip('/')}/p/{self.links.sign_person(link)}"

    def stop_url(self, link: StopLink) -> str:
        """Where a person stops mails of the kind that the link is in, as mail programs do for them."""
        return f"{self.base_url.rstrip('/')}/u/{self.links.sign_stop(link)}"
