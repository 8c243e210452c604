"""Naming who looks after needs that nobody was found for."""

from typing import Annotated

import strawberry

from api.context import Info
from api.inputs import given_fields, validated
from api.payloads import mutation
from graph.lifecycle.concluding import set_steward
from graph.models.inputs import StewardInput


@strawberry.input(description="Who looks after needs that nobody was found for.")
class SetStewardInput:
    """See `graph.models.inputs.StewardInput`."""

    name: str | None = strawberry.field(
        description="The person's name, 200 characters at most; null for nobody, so that such "
        "needs are closed.",
        default=None,
    )


@strawberry.type(description="A steward who was named.")
class SetStewardSuccess:
    """The name."""

    name: str | None = strawberry.field(description="The person's name; null for nobody.")


@strawberry.type
class StewardMutations:
    """Name."""

    @mutation(
        "Names the person of the network to whom needs are handed that were open for 90 days; "
        "see `handedTo` of a need.",
    )
    async def set_steward(
        self,
        info: Info,
        given: Annotated[
            SetStewardInput, strawberry.argument(name="input", description="The person.")
        ],
    ) -> SetStewardSuccess:
        steward = validated(StewardInput, given_fields(given))
        tenant = await set_steward(
            info.context.graph, steward.name, actor=info.context.signed_in.actor
        )
        return SetStewardSuccess(name=tenant.steward)
