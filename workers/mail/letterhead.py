"""What all mails of an installation share: who sends them, and where their links lead."""

from dataclasses import dataclass

from graph.lifecycle.links import AnswerLink, LinkSigner, PersonLink, StopLink


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`sender` is written like `Maillage <no-reply@…>`, `base_url` like `https://…`."""

    sender: str
    base_url: str
    links: LinkSigner

    def answer_url(self, link: AnswerLink) -> str:
        """Where a person answers one proposal of one mail."""
        return f"{self.base_url.rstrip('/')}/a/{self.links.sign(link)}"

    def preferences_url(self, link: PersonLink) -> str:
        """Where a person says how often, when and about what they want to be written to."""
        return f"{self.base_url.rstrip('/')}/p/{self.links.sign_person(link)}"

    def stop_url(self, link: StopLink) -> str:
        """Where a person stops mails of the kind that the link is in, as mail programs do for them."""
        return f"{self.base_url.rstrip('/')}/u/{self.links.sign_stop(link)}"
