"""What is sent to write organizations and mentors."""

import strawberry

from graph.models.vocabulary import Language, PartyKind, Stage


@strawberry.input(description="Where a party is. Its coordinates are found if they are not sent.")
class PartyPlaceInput:
    """See `graph.models.inputs.PlaceInput`."""

    commune: str | None = strawberry.field(description="The town.", default=strawberry.UNSET)
    departement: str | None = strawberry.field(
        description="INSEE code of the département, such as `18` or `2A`.",
        default=strawberry.UNSET,
    )
    region: str | None = strawberry.field(
        description="INSEE code of the region; found from the département if it is not sent.",
        default=strawberry.UNSET,
    )
    latitude: float | None = strawberry.field(
        description="Latitude, in degrees.", default=strawberry.UNSET
    )
    longitude: float | None = strawberry.field(
        description="Longitude, in degrees.", default=strawberry.UNSET
    )


@strawberry.input
class PartyDetails:
    """What all inputs share. What is not sent stays as it is; null takes it away."""

    text: str | None = strawberry.field(
        description="What the party says about itself.", default=strawberry.UNSET
    )
    language: Language | None = strawberry.field(
        description="The language to write to it in; French by default.", default=strawberry.UNSET
    )
    languages: list[str] | None = strawberry.field(
        description="Languages it works in, ISO 639 codes.", default=strawberry.UNSET
    )
    website: str | None = strawberry.field(description="Its website.", default=strawberry.UNSET)
    email: str | None = strawberry.field(
        description="The e-mail address to ask; without one, nobody is asked.",
        default=strawberry.UNSET,
    )
    contact_name: str | None = strawberry.field(
        description="The name of the person to ask.", default=strawberry.UNSET
    )
    sector: str | None = strawberry.field(
        description="Its NAF code, of a division (`25`) or finer.", default=strawberry.UNSET
    )
    place: PartyPlaceInput | None = strawberry.field(
        description="Where it is. A place that is sent replaces the one before as a whole.",
        default=strawberry.UNSET,
    )
    external_key: str | None = strawberry.field(
        description="Its key in the source it comes from.", default=strawberry.UNSET
    )


@strawberry.input
class OrganizationDetails(PartyDetails):
    """What only organizations have."""

    siret: str | None = strawberry.field(
        description="Its SIRET number, 14 digits.", default=strawberry.UNSET
    )
    size: str | None = strawberry.field(
        description="Its size, in the words of your source.", default=strawberry.UNSET
    )
    stage: Stage | None = strawberry.field(
        description="How far it is, for a startup.", default=strawberry.UNSET
    )


@strawberry.input(description="A new organization.")
class RegisterOrganizationInput(OrganizationDetails):
    """See `graph.models.inputs.PartyInput`."""

    kind: PartyKind = strawberry.field(description="What it is; not MENTOR.")
    name: str = strawberry.field(description="Its name, 200 characters at most.")


@strawberry.input(description="Changes to an organization. What is not sent stays as it is.")
class UpdateOrganizationInput(OrganizationDetails):
    """See `graph.models.inputs.PartyInput`."""

    id: strawberry.ID = strawberry.field(description="The organization.")
    name: str | None = strawberry.field(
        description="Its name, 200 characters at most.", default=strawberry.UNSET
    )


@strawberry.input(description="A new mentor.")
class RegisterMentorInput(PartyDetails):
    """See `graph.models.inputs.PartyInput`."""

    name: str = strawberry.field(description="The mentor's name, 200 characters at most.")


@strawberry.input(description="Changes to a mentor. What is not sent stays as it is.")
class UpdateMentorInput(PartyDetails):
    """See `graph.models.inputs.PartyInput`."""

    id: strawberry.ID = strawberry.field(description="The mentor.")
    name: str | None = strawberry.field(
        description="The mentor's name, 200 characters at most.", default=strawberry.UNSET
    )
