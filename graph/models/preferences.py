"""How a party wants to be written to, and about what."""

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from graph.models.entities import Entity
from graph.models.vocabulary import Language, MailFrequency, MatchKind

QUIET_FROM = 20
QUIET_UNTIL = 8


class OwnOffer(Entity):
    """An offer as its party chooses about it; one that is muted is closed until it is wanted."""

    title: str
    kind: MatchKind
    language: Language = Language.FR
    capacity: int = 1
    taken: int = 0
    is_muted: bool = False

    @field_validator("is_muted", mode="before")
    @classmethod
    def _absent_is_false(cls, stored: object) -> object:
        return False if stored is None else stored


class OwnNeed(Entity):
    """A need that is open."""

    title: str
    radius_km: float | None = None


class Preferences(BaseModel):
    """What a party chose; what it did not is as usual. Hours are of its own clock."""

    model_config = ConfigDict(frozen=True)

    mail_frequency: MailFrequency = MailFrequency.EACH
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    languages: tuple[str, ...] = ()
    email: str | None = None
    wants_follow_ups: bool = True
    offers: tuple[OwnOffer, ...] = ()
    needs: tuple[OwnNeed, ...] = ()

    @field_validator(
        "mail_frequency",
        "quiet_from",
        "quiet_until",
        "languages",
        "wants_follow_ups",
        mode="before",
    )
    @classmethod
    def _absent_is_usual(cls, stored: object, info: ValidationInfo) -> object:
        usual = cls.model_fields[info.field_name or ""].default
        return usual if stored is None else stored

    @property
    def radius_km(self) -> float | None:
        """The widest of its needs; None is anywhere."""
        found = [need.radius_km for need in self.needs]
        return None if None in found or not found else max(r for r in found if r is not None)
