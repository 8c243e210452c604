"""What may be written: validated once here, for every door (API, import, command line)."""

from datetime import date
from typing import Annotated, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from stdnum.fr import siret as siret_number

from graph.models.vocabulary import AlertFrequency, Hosting, Language, MatchKind, PartyKind, Stage

SIRET_DIGITS = 14

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Word = Annotated[str, StringConstraints(max_length=200)]
# Neo4j indexes no value of more than 8 kB.
Key = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Words = Annotated[tuple[Word, ...], Field(max_length=50)]
SkillIds = Words


def _siret(value: str) -> str:
    digits = "".join(value.split())
    if not digits.isascii() or not digits.isdigit() or len(digits) != SIRET_DIGITS:
        raise ValueError("a SIRET has 14 digits")
    if not siret_number.is_valid(digits):
        raise ValueError("this SIRET does not pass its check digit: look for a typing error")
    return str(digits)


def _email(value: str) -> str:
    try:
        # Special-use names such as .example are what test and demonstration networks hold.
        checked = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"not an e-mail address: {error}") from error
    return str(checked.normalized)


def _not_below(low: float | None, high: float | None) -> float | None:
    if low is not None and high is not None and low > high:
        raise ValueError("this is below the lower bound: exchange them")
    return high


Siret = Annotated[str, AfterValidator(_siret)]
Email = Annotated[str, AfterValidator(_email)]


class Input(BaseModel):
    """Frozen, closed: an unknown field is an error that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def reason_of(mistake: ErrorDetails) -> str:
    """Why a value is not taken, in the words of whoever checks it."""
    return mistake["msg"].removeprefix("Value error, ")


class PlaceInput(Input):
    """Where a party is. `departement` is an INSEE code (`18`, `2A`, `974`)."""

    commune: Word | None = None
    departement: str | None = None
    region: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.latitude is None) is not (self.longitude is None):
            raise ValueError("a latitude and a longitude go together: give both, or neither")
        return self


class PartyInput(Input):
    """An organization or a mentor. `sector` is a NAF code, of a division (`25`) or finer."""

    kind: PartyKind
    name: Title
    text: Text = ""
    language: Language = Language.FR
    languages: Words = ("fr",)
    siret: Siret | None = None
    website: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None
    email: Email | None = None
    contact_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    sector: str | None = None
    size: Word | None = None
    stage: Stage | None = None
    place: PlaceInput = PlaceInput()
    external_key: Key | None = None
    incubator_key: Key | None = None


class NeedInput(Input):
    """What a party seeks. Budgets are in euros; `radius_km` None means anywhere.

    With `program_ids` it is met within one of these programs, by offers open to it.
    """

    kind: MatchKind
    title: Title
    text: Text = ""
    language: Language = Language.FR
    languages: Words = ("fr",)
    skills: SkillIds = ()
    sector: str | None = None
    is_remote: bool = True
    radius_km: Annotated[float, Field(gt=0, le=20_000)] | None = None
    budget_min: Annotated[float, Field(ge=0)] | None = None
    budget_max: Annotated[float, Field(ge=0)] | None = None
    deadline: date | None = None
    hosting: Hosting = Hosting.NONE
    certifications: Words = ()
    program_ids: Words = ()
    external_key: Key | None = None

    @field_validator("budget_max")
    @classmethod
    def _ordered_budget(cls, high: float | None, info: ValidationInfo) -> float | None:
        return _not_below(info.data.get("budget_min"), high)


class OfferInput(Input):
    """What a party gives. `regions` are INSEE codes served, none means everywhere.

    It is open to the needs of the programs in `program_ids`, and to those of no program.
    """

    kind: MatchKind
    title: Title
    text: Text = ""
    wish: Text = ""
    language: Language = Language.FR
    languages: Words = ("fr",)
    skills: SkillIds = ()
    is_remote: bool = True
    regions: Words = ()
    capacity: Annotated[int, Field(ge=1, le=1_000)] = 1
    hosting: Hosting = Hosting.NONE
    certifications: Words = ()
    price_min: Annotated[float, Field(ge=0)] | None = None
    price_max: Annotated[float, Field(ge=0)] | None = None
    preferred_stages: tuple[Stage, ...] = ()
    program_ids: Words = ()
    external_key: Key | None = None

    @field_validator("price_max")
    @classmethod
    def _ordered_price(cls, high: float | None, info: ValidationInfo) -> float | None:
        return _not_below(info.data.get("price_min"), high)


class ProgramInput(Input):
    """A cohort; a date that is None is open."""

    name: Title
    starts_on: date | None = None
    ends_on: date | None = None


class StewardInput(Input):
    """Who looks after needs that nobody was found for; None: nobody."""

    name: Title | None = None


class AssigneeInput(Input):
    """Who of the staff looks after a need's suggestions; None: nobody in particular."""

    assignee: Title | None = None


class MilestoneInput(Input):
    """A step that both sides of an engagement have agreed on."""

    title: Title
    due_on: date | None = None
    reached_on: date | None = None


class PlanInput(Input):
    """What both sides of an engagement have agreed on; what is None stays as it is."""

    milestones: Annotated[tuple[MilestoneInput, ...], Field(max_length=20)] | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5_000)] | None = None


class SavedSearchInput(Input):
    """What a party wants to be told of; a filter that is None or empty lets everything through."""

    phrase: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
    kind: MatchKind | None = None
    giver_kinds: tuple[PartyKind, ...] = ()
    region: str | None = None
    frequency: AlertFrequency = AlertFrequency.DAILY
    is_active: bool = True
