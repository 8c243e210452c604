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

PartyId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The party.")]


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


@strawberry.type
class PersonMutations:
    """Export and erasure."""

    @mutation("Gives all data of a party, and notes in the audit trail who took them.")
    async def export_party(self, info: Info, party_id: PartyId) -> ExportPartySuccess:
        raw_id, actor = read_id(party_id, PARTY_TYPES, "id"), info.context.signed_in.actor
        with blaming("id"):
            data: Any = await People(info.context.graph).export(raw_id, actor=actor)
        return ExportPartySuccess(data=data)

    @mutation(
        "Deletes a party for good, with its needs, offers, matches, engagements, mails and vectors. "
        "The audit trail keeps what happened and when, without whom; a second time, nobody has "
        "the id."
    )
    async def erase_party(self, info: Info, party_id: PartyId) -> ErasePartySuccess:
        raw_id, actor = read_id(party_id, PARTY_TYPES, "id"), info.context.signed_in.actor
        with blaming("id"):
            gone = await People(info.context.graph).erase(raw_id, actor=actor)
        await info.context.hint("need.prepare")
        return ErasePartySuccess(records=len(gone))
