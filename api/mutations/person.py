"""All data of a party: given, or deleted for good. The same as its people do on their page."""

from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.global_ids import PARTY_TYPES
from api.inputs import read_id
from api.payloads import mutation
from api.refusals import blaming
from graph.repositories.people import People


@strawberry.input(description="Whose data.")
class PartyDataInput:
    """See `graph.repositories.people`."""

    id: strawberry.ID = strawberry.field(description="The party.")

    def read(self) -> str:
        """The id in the graph. Raises RefusedError."""
        return read_id(self.id, PARTY_TYPES, "input", "id")


@strawberry.type(description="All data of a party.")
class ExportPartySuccess:
    """A copy."""

    data: JSON = strawberry.field(
        description="All that is known of it, with the graph's own names; of others only what it "
        "was told."
    )


@strawberry.type(description="A party that was erased.")
class ErasePartySuccess:
    """How much that was."""

    records: int = strawberry.field(
        description="How many records are gone: the party, its needs and offers, and what came of "
        "them."
    )


PartyData = Annotated[PartyDataInput, strawberry.argument(name="input", description="The party.")]


@strawberry.type
class PersonMutations:
    """Export and erasure."""

    @mutation("Gives all data of a party, and notes in the audit trail who took them.")
    async def export_party(self, info: Info, given: PartyData) -> ExportPartySuccess:
        party_id, actor = given.read(), info.context.signed_in.actor
        with blaming("input", "id"):
            data: Any = await People(info.context.graph).export(party_id, actor=actor)
        return ExportPartySuccess(data=data)

    @mutation(
        "Deletes a party for good, with its needs, offers, matches, engagements, mails and vectors. "
        "The audit trail keeps what happened and when, without whom; a second time, nobody has "
        "the id."
    )
    async def erase_party(self, info: Info, given: PartyData) -> ErasePartySuccess:
        party_id, actor = given.read(), info.context.signed_in.actor
        with blaming("input", "id"):
            gone = await People(info.context.graph).erase(party_id, actor=actor)
        await info.context.hint("need.prepare")
        return ErasePartySuccess(records=len(gone))
