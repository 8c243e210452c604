"""Staff take a party back that had stopped."""

from datetime import datetime
from typing import Annotated

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES
from api.inputs import read_id
from api.mutations.relations import PartySuccess
from api.payloads import mutation
from api.refusals import blaming, outdated, refused
from api.types.party import party_of
from api.types.user_error import UserErrorCode
from graph.lifecycle.returning import Readmission, readmit_party
from graph.models.vocabulary import ReturnReason
from graph.repositories.parties import Parties


@strawberry.input(description="A party that comes back.")
class ReturnPartyInput:
    """See `graph.lifecycle.returning.Readmission`."""

    id: strawberry.ID = strawberry.field(description="The party.")
    reason: ReturnReason = strawberry.field(description="Why; it is kept in the audit trail.")
    asked_at: datetime | None = strawberry.field(
        description="When it asked to come back, with its time zone: needed for ASKED, and for that "
        "alone.",
        default=None,
    )


@strawberry.type
class ReturnMutations:
    """Take back."""

    @mutation(
        "Takes a party back that was withdrawn: what was closed with it is open again, and its "
        "needs are matched. Who has stopped, or complained about a mail, comes back only where it "
        "has asked to since."
    )
    async def return_party(
        self,
        info: Info,
        given: Annotated[
            ReturnPartyInput, strawberry.argument(name="input", description="Who, and why.")
        ],
    ) -> PartySuccess:
        party_id = read_id(given.id, PARTY_TYPES, "input", "id")
        readmission = _readmission(given, info.context.graph.clock())
        with outdated("input", "askedAt"), blaming("input", "id"):
            await readmit_party(
                info.context.graph, party_id, readmission, actor=info.context.signed_in.actor
            )
        await info.context.hint("need.prepare")
        return PartySuccess(party=party_of(await Parties(info.context.graph).get(party_id)))


def _readmission(given: ReturnPartyInput, now: datetime) -> Readmission:
    """What was sent. Raises RefusedError."""
    asked_at, path = given.asked_at, ("input", "askedAt")
    if (asked_at is None) is (given.reason is ReturnReason.ASKED):
        message = "ASKED comes with the moment of the request, MISTAKE without one."
        raise refused(UserErrorCode.INVALID, message, *path)
    if asked_at is not None and (asked_at.tzinfo is None or asked_at > now):
        message = "A request lies in the past: send its moment, with its time zone."
        raise refused(UserErrorCode.INVALID, message, *path)
    return Readmission(given.reason, asked_at)
