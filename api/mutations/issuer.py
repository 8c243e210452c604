"""Trusting the network's own sign-in service."""

from typing import Annotated

import strawberry

from api.context import Info
from api.inputs import given_fields, read_id, validated
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.issuer import Issuer
from api.types.user_error import UserErrorCode
from graph.models.issuer import IssuerInput
from graph.models.vocabulary import DocumentMode
from graph.repositories.issuers import AUDIENCE, Issuers, TakenAudienceError
from graph.repositories.tenants import Tenants
from graph.text import sentence


@strawberry.input(description="A sign-in service to trust. What is not sent is as by default.")
class SetIssuerInput:
    """See `graph.models.issuer.IssuerInput`."""

    url: str = strawberry.field(
        description="The issuer, exactly as its tokens name it in `iss`. Its description is read "
        "at `/.well-known/openid-configuration` below it."
    )
    algorithms: list[str] | None = strawberry.field(
        description="How tokens may be signed: RS256 and ES256 by default; RS, PS and ES with 256, "
        "384 or 512, and EdDSA.",
        default=strawberry.UNSET,
    )
    leeway_s: int | None = strawberry.field(
        description="How far clocks may differ, in seconds: 30 by default.",
        default=strawberry.UNSET,
    )
    role_claim: str | None = strawberry.field(
        description="The claim that tells the role: `roles` by default; inner ones by dots.",
        default=strawberry.UNSET,
    )
    staff_values: list[str] | None = strawberry.field(
        description="Its values for staff: `staff` by default.", default=strawberry.UNSET
    )
    company_values: list[str] | None = strawberry.field(
        description="Its values for companies' people: `company` by default.",
        default=strawberry.UNSET,
    )
    mentor_values: list[str] | None = strawberry.field(
        description="Its values for mentors: `mentor` by default.", default=strawberry.UNSET
    )
    party_claim: str | None = strawberry.field(
        description="The claim with the external key of the party that a person stands for: "
        "`maillage_party` by default.",
        default=strawberry.UNSET,
    )
    documents: DocumentMode | None = strawberry.field(
        description="Which documents people may run: any by default.", default=strawberry.UNSET
    )


@strawberry.type(description="A sign-in service that is trusted, or no longer.")
class IssuerSuccess:
    """The service."""

    issuer: Issuer = strawberry.field(description="The service.")


@strawberry.type
class IssuerMutations:
    """Set and remove."""

    @mutation(
        "Trusts a sign-in service, or changes how. Its tokens must name `maillage:` and the "
        "network's short name as their audience.",
    )
    async def set_issuer(
        self,
        info: Info,
        given: Annotated[
            SetIssuerInput, strawberry.argument(name="input", description="The service.")
        ],
    ) -> IssuerSuccess:
        caller = info.context.signed_in
        tenant = await Tenants(info.context.app.graph).get(caller.tenant_id)
        audience = AUDIENCE.format(slug=tenant.slug)
        wanted = validated(IssuerInput, given_fields(given) | {"audience": audience})
        if not (
            wanted.url.startswith("https://") or info.context.app.settings.trusts_local_issuers
        ):
            message = "An issuer has an https address: send that."
            raise refused(UserErrorCode.INVALID, message, "input", "url")
        try:
            saved = await Issuers(info.context.graph).save(wanted, actor=caller.actor)
        except TakenAudienceError as error:
            raise refused(UserErrorCode.CONFLICT, sentence(str(error)), "input") from error
        return IssuerSuccess(issuer=Issuer.of(saved))

    @mutation("Trusts a sign-in service no more; its tokens open nothing after 10 seconds.")
    async def remove_issuer(
        self,
        info: Info,
        issuer_id: Annotated[
            strawberry.ID, strawberry.argument(name="id", description="The service.")
        ],
    ) -> IssuerSuccess:
        raw_id = read_id(issuer_id, ["Issuer"], "id")
        with blaming("id"):
            removed = await Issuers(info.context.graph).remove(
                raw_id, actor=info.context.signed_in.actor
            )
        return IssuerSuccess(issuer=Issuer.of(removed))
