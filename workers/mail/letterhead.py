"""What all mails of an installation share: who sends them, and where their links lead."""

from dataclasses import dataclass

from graph.lifecycle.links import AnswerLink, LinkSigner, StopLink


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`sender` is written like `Maillage <no-reply@…>`, `base_url` like `https://…`."""

    sender: str
    base_url: str
    links: LinkSigner

    def answer_url(self, link: AnswerLink) -> str:
        """Where a person answers one proposal of one mail."""
        return f"{self.base_url.rstrip('/')}/a/{self.links.sign(link)}"

    def stop_url(self, link: StopLink) -> str:
        """Where a person stops mails about saved searches, and mail programs do it for them."""
        return f"{self.base_url.rstrip('/')}/u/{self.links.sign_stop(link)}"
