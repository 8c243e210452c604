"""Writing needs."""

from datetime import date
from typing import Annotated, Any

import strawberry

from api.context import Info, RequestContext
from api.global_ids import PARTY_TYPES
from api.inputs import given_fields, read_id, validated
from api.mutations.terms import check_term, known_skills
from api.payloads import mutation
from api.refusals import blaming, outdated
from api.types.need import Need
from graph.lifecycle.reopening import reopen_need as reopen
from graph.models.inputs import NeedInput
from graph.models.vocabulary import Hosting, Language, MatchKind
from graph.repositories.needs import Needs

KEPT = frozenset(NeedInput.model_fields) - {"skills"}


@strawberry.input
class NeedDetails:
    """What both inputs share. What is not sent stays as it is; null takes it away."""

    text: str | None = strawberry.field(description="The need in full.", default=strawberry.UNSET)
    language: Language | None = strawberry.field(
        description="The language of its texts; French by default.", default=strawberry.UNSET
    )
    languages: list[str] | None = strawberry.field(
        description="Languages to work in, ISO 639 codes.", default=strawberry.UNSET
    )
    skills: list[str] | None = strawberry.field(
        description="Codes of the skills it requires, see `skills`.", default=strawberry.UNSET
    )
    sector: str | None = strawberry.field(
        description="NAF code of the sector it concerns.", default=strawberry.UNSET
    )
    is_remote: bool | None = strawberry.field(
        description="Whether working at a distance is fine; true by default.",
        default=strawberry.UNSET,
    )
    radius_km: float | None = strawberry.field(
        description="How far away the other side may be, in km.", default=strawberry.UNSET
    )
    budget_min: float | None = strawberry.field(
        description="Least budget, in euros.", default=strawberry.UNSET
    )
    budget_max: float | None = strawberry.field(
        description="Highest budget, in euros.", default=strawberry.UNSET
    )
    deadline: date | None = strawberry.field(
        description="Until when it must be met.", default=strawberry.UNSET
    )
    hosting: Hosting | None = strawberry.field(
        description="Where data must be hosted; anywhere by default.", default=strawberry.UNSET
    )
    certifications: list[str] | None = strawberry.field(
        description="Certifications it asks for.", default=strawberry.UNSET
    )
    external_key: str | None = strawberry.field(
        description="Its key in the source it comes from.", default=strawberry.UNSET
    )


@strawberry.input(description="A new need.")
class RegisterNeedInput(NeedDetails):
    """See `graph.models.inputs.NeedInput`."""

    party_id: strawberry.ID = strawberry.field(description="Who seeks.")
    kind: MatchKind = strawberry.field(description="What it asks for.")
    title: str = strawberry.field(description="The need in one line, 200 characters at most.")


@strawberry.input(description="Changes to a need. What is not sent stays as it is.")
class UpdateNeedInput(NeedDetails):
    """See `graph.models.inputs.NeedInput`."""

    id: strawberry.ID = strawberry.field(description="The need.")
    title: str | None = strawberry.field(
        description="The need in one line, 200 characters at most.", default=strawberry.UNSET
    )


@strawberry.type(description="A need that was written.")
class NeedSuccess:
    """The need."""

    need: Need = strawberry.field(description="The need as it stands now.")


@strawberry.type
class NeedMutations:
    """Register, update, close, reopen."""

    @mutation("Registers a need; it is matched within seconds.")
    async def register_need(
        self,
        info: Info,
        given: Annotated[
            RegisterNeedInput, strawberry.argument(name="input", description="The need.")
        ],
    ) -> NeedSuccess:
        values = given_fields(given)
        party_id = read_id(values.pop("party_id"), PARTY_TYPES, "input", "partyId")
        need = await read_need(info.context, values)
        with blaming("input", "partyId"):
            saved = await Needs(info.context.graph).save(party_id, need)
        await info.context.hint("need.prepare")
        return NeedSuccess(need=Need.of(saved))

    @mutation("Changes a need; it is matched again.")
    async def update_need(
        self,
        info: Info,
        given: Annotated[
            UpdateNeedInput, strawberry.argument(name="input", description="The changes.")
        ],
    ) -> NeedSuccess:
        values = given_fields(given)
        needs = Needs(info.context.graph)
        need_id = read_id(values.pop("id"), ["Need"], "input", "id")
        with blaming("input", "id"):
            current = await needs.get(need_id)
        kept = current.model_dump(include=set(KEPT)) | {"skills": list(current.skill_ids)}
        need = await read_need(info.context, kept | values)
        saved = await needs.save(current.party_id, need, need_id=need_id)
        await info.context.hint("need.prepare")
        return NeedSuccess(need=Need.of(saved))

    @mutation("Closes a need and withdraws its open matches.")
    async def close_need(
        self,
        info: Info,
        need_id: Annotated[strawberry.ID, strawberry.argument(name="id", description="The need.")],
    ) -> NeedSuccess:
        raw_id = read_id(need_id, ["Need"], "id")
        with blaming("id"):
            closed = await Needs(info.context.graph).close(
                raw_id, actor=info.context.signed_in.actor
            )
        return NeedSuccess(need=Need.of(closed))

    @mutation(
        "Opens a need again that has ended: handed over, closed, or accepted by an engagement that "
        "has come to its end. It is matched again, without whom it was accepted with before."
    )
    async def reopen_need(
        self,
        info: Info,
        need_id: Annotated[strawberry.ID, strawberry.argument(name="id", description="The need.")],
    ) -> NeedSuccess:
        raw_id = read_id(need_id, ["Need"], "id")
        with outdated("id"), blaming("id"):
            opened = await reopen(info.context.graph, raw_id, actor=info.context.signed_in.actor)
        await info.context.hint("need.prepare")
        return NeedSuccess(need=Need.of(opened))


async def read_need(
    context: RequestContext, values: dict[str, Any], argument: str = "input"
) -> NeedInput:
    """The graph's input, from this argument. Raises RefusedError."""
    need = validated(NeedInput, values, argument)
    if need.sector:
        check_term("sectors", need.sector[:2], argument, "sector")
    skills = await known_skills(context, need.skills, argument)
    return need.model_copy(update={"skills": tuple(skills)})
