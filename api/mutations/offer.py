"""Writing offers."""

from typing import Annotated, Any

import strawberry

from api.context import Info, RequestContext
from api.global_ids import PARTY_TYPES
from api.inputs import given_fields, read_id, validated
from api.mutations.terms import check_term, known_skills
from api.payloads import mutation
from api.refusals import blaming
from api.types.offer import Offer
from graph.models.inputs import OfferInput
from graph.models.vocabulary import Hosting, Language, MatchKind, Stage
from graph.repositories.offers import Offers

KEPT = frozenset(OfferInput.model_fields) - {"skills"}


@strawberry.input
class OfferDetails:
    """What both inputs share. What is not sent stays as it is; null takes it away."""

    text: str | None = strawberry.field(description="The offer in full.", default=strawberry.UNSET)
    wish: str | None = strawberry.field(
        description="Whom the giver would like to work with.", default=strawberry.UNSET
    )
    language: Language | None = strawberry.field(
        description="The language of its texts; French by default.", default=strawberry.UNSET
    )
    languages: list[str] | None = strawberry.field(
        description="Languages to work in, ISO 639 codes.", default=strawberry.UNSET
    )
    skills: list[str] | None = strawberry.field(
        description="Codes of the skills it provides, see `skills`.", default=strawberry.UNSET
    )
    is_remote: bool | None = strawberry.field(
        description="Whether it is given at a distance too; true by default.",
        default=strawberry.UNSET,
    )
    regions: list[str] | None = strawberry.field(
        description="INSEE codes of the regions served; none for everywhere.",
        default=strawberry.UNSET,
    )
    capacity: int | None = strawberry.field(
        description="How many can be served at once; 1 by default.", default=strawberry.UNSET
    )
    hosting: Hosting | None = strawberry.field(
        description="Where data is guaranteed to be hosted.", default=strawberry.UNSET
    )
    certifications: list[str] | None = strawberry.field(
        description="Certifications it holds.", default=strawberry.UNSET
    )
    price_min: float | None = strawberry.field(
        description="Lowest price, in euros.", default=strawberry.UNSET
    )
    price_max: float | None = strawberry.field(
        description="Highest price, in euros.", default=strawberry.UNSET
    )
    preferred_stages: list[Stage] | None = strawberry.field(
        description="The stages of startups it prefers; none for all.", default=strawberry.UNSET
    )
    external_key: str | None = strawberry.field(
        description="Its key in the source it comes from.", default=strawberry.UNSET
    )


@strawberry.input(description="A new offer.")
class RegisterOfferInput(OfferDetails):
    """See `graph.models.inputs.OfferInput`."""

    party_id: strawberry.ID = strawberry.field(description="Who gives.")
    kind: MatchKind = strawberry.field(description="What it gives.")
    title: str = strawberry.field(description="The offer in one line, 200 characters at most.")


@strawberry.input(description="Changes to an offer. What is not sent stays as it is.")
class UpdateOfferInput(OfferDetails):
    """See `graph.models.inputs.OfferInput`."""

    id: strawberry.ID = strawberry.field(description="The offer.")
    title: str | None = strawberry.field(
        description="The offer in one line, 200 characters at most.", default=strawberry.UNSET
    )


@strawberry.type(description="An offer that was written.")
class OfferSuccess:
    """The offer."""

    offer: Offer = strawberry.field(description="The offer as it stands now.")


@strawberry.type
class OfferMutations:
    """Register, update, close."""

    @mutation("Registers an offer.")
    async def register_offer(
        self,
        info: Info,
        given: Annotated[
            RegisterOfferInput, strawberry.argument(name="input", description="The offer.")
        ],
    ) -> OfferSuccess:
        values = given_fields(given)
        party_id = read_id(values.pop("party_id"), PARTY_TYPES, "input", "partyId")
        offer = await read_offer(info.context, values)
        with blaming("input", "partyId"):
            saved = await Offers(info.context.graph).save(party_id, offer)
        await info.context.hint("need.prepare")
        return OfferSuccess(offer=Offer.of(saved))

    @mutation("Changes an offer.")
    async def update_offer(
        self,
        info: Info,
        given: Annotated[
            UpdateOfferInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> OfferSuccess:
        values = given_fields(given)
        offers = Offers(info.context.graph)
        offer_id = read_id(values.pop("id"), ["Offer"], "input", "id")
        with blaming("input", "id"):
            current = await offers.get(offer_id)
        kept = current.model_dump(include=set(KEPT)) | {"skills": list(current.skill_ids)}
        offer = await read_offer(info.context, kept | values)
        saved = await offers.save(current.party_id, offer, offer_id=offer_id)
        await info.context.hint("need.prepare")
        return OfferSuccess(offer=Offer.of(saved))

    @mutation("Closes an offer and withdraws its open matches.")
    async def close_offer(
        self,
        info: Info,
        offer_id: Annotated[
            strawberry.ID, strawberry.argument(name="id", description="The offer.")
        ],
    ) -> OfferSuccess:
        raw_id = read_id(offer_id, ["Offer"], "id")
        with blaming("id"):
            closed = await Offers(info.context.graph).close(
                raw_id, actor=info.context.signed_in.actor
            )
        await info.context.hint("need.prepare")
        return OfferSuccess(offer=Offer.of(closed))


async def read_offer(context: RequestContext, values: dict[str, Any]) -> OfferInput:
    """The graph's input. Raises RefusedError."""
    offer = validated(OfferInput, values)
    for index, region in enumerate(offer.regions):
        check_term("regions", region, "input", "regions", str(index))
    skills = await known_skills(context, offer.skills)
    return offer.model_copy(update={"skills": tuple(skills)})
