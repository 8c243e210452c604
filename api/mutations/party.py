"""Writing organizations and mentors."""

from typing import Annotated, Any

import strawberry

from api.context import Info
from api.inputs import given_fields, read_id, validated
from api.mutations.party_inputs import (
    RegisterMentorInput,
    RegisterOrganizationInput,
    UpdateMentorInput,
    UpdateOrganizationInput,
)
from api.mutations.terms import check_term
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.party import Mentor, Organization
from api.types.user_error import UserErrorCode
from graph.connection import Graph
from graph.errors import ConstraintViolatedError
from graph.models import entities
from graph.models.inputs import PartyInput, PlaceInput
from graph.models.vocabulary import PartyKind
from graph.repositories.parties import Parties, keys_of

KEPT = frozenset(PartyInput.model_fields) - {"place", "incubator_key"}


@strawberry.type(description="An organization that was written.")
class OrganizationSuccess:
    """The organization."""

    organization: Organization = strawberry.field(description="The organization as it stands now.")


@strawberry.type(description="A mentor that was written.")
class MentorSuccess:
    """The mentor."""

    mentor: Mentor = strawberry.field(description="The mentor as it stands now.")


@strawberry.type
class PartyMutations:
    """Register and update."""

    @mutation("Registers an organization.")
    async def register_organization(
        self,
        info: Info,
        given: Annotated[
            RegisterOrganizationInput,
            strawberry.argument(name="input", description="The organization."),
        ],
    ) -> OrganizationSuccess:
        values = given_fields(given)
        if values["kind"] is PartyKind.MENTOR:
            message = "A mentor is a person: use registerMentor."
            raise refused(UserErrorCode.INVALID, message, "input", "kind")
        saved = await save_party(info, values)
        return OrganizationSuccess(organization=Organization.of(saved))

    @mutation("Changes an organization.")
    async def update_organization(
        self,
        info: Info,
        given: Annotated[
            UpdateOrganizationInput,
            strawberry.argument(name="input", description="The changes."),
        ],
    ) -> OrganizationSuccess:
        saved = await change_party(info, given_fields(given), "Organization")
        return OrganizationSuccess(organization=Organization.of(saved))

    @mutation("Registers a mentor.")
    async def register_mentor(
        self,
        info: Info,
        given: Annotated[
            RegisterMentorInput, strawberry.argument(name="input", description="The mentor.")
        ],
    ) -> MentorSuccess:
        saved = await save_party(info, given_fields(given) | {"kind": PartyKind.MENTOR})
        return MentorSuccess(mentor=Mentor.of(saved))

    @mutation("Changes a mentor.")
    async def update_mentor(
        self,
        info: Info,
        given: Annotated[
            UpdateMentorInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> MentorSuccess:
        saved = await change_party(info, given_fields(given), "Mentor")
        return MentorSuccess(mentor=Mentor.of(saved))


async def change_party(info: Info, values: dict[str, Any], type_name: str) -> entities.Party:
    """Writes changes over what stands. Raises RefusedError."""
    party_id = read_id(values.pop("id"), [type_name], "input", "id")
    with blaming("input", "id"):
        current = await Parties(info.context.graph).get(party_id)
    place = {name: getattr(current, name) for name in PlaceInput.model_fields}
    kept = current.model_dump(include=set(KEPT)) | {"place": place}
    return await save_party(info, kept | values, party_id)


async def save_party(
    info: Info, values: dict[str, Any], party_id: str | None = None
) -> entities.Party:
    """Writes a party, a new one where no id is given. Raises RefusedError."""
    party = read_party(values)
    graph = info.context.graph
    try:
        saved = await Parties(graph).save(party, party_id=party_id)
    except ConstraintViolatedError as error:
        raise await _conflict(graph, party) from error
    await info.context.hint("need.prepare")
    return saved


def read_party(values: dict[str, Any]) -> PartyInput:
    """The graph's input. Raises RefusedError."""
    party = validated(PartyInput, values)
    if party.sector:
        check_term("sectors", party.sector[:2], "input", "sector")
    check_term("departements", party.place.departement, "input", "place", "departement")
    check_term("regions", party.place.region, "input", "place", "region")
    return party


async def _conflict(graph: Graph, party: PartyInput) -> Exception:
    found = await Parties(graph).find_by_keys([keys_of(party)])
    for row in found:
        for field, value in (("siret", party.siret), ("external_key", party.external_key)):
            if value and row[field] == value:
                message = f"{row['name']} has the same one already: update it instead."
                path = "siret" if field == "siret" else "externalKey"
                return refused(UserErrorCode.CONFLICT, message, "input", path)
    message = "Another party stands against this one: search for it, then update it instead."
    return refused(UserErrorCode.CONFLICT, message, "input")
