"""What staff write between parties: relations, exclusions, pauses, leaving."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from api.context import Info
from api.global_ids import PARTY_TYPES
from api.inputs import is_to_come, read_id, short_text
from api.payloads import mutation
from api.refusals import RefusedError, blaming, refused
from api.types.party import Party, party_of
from api.types.user_error import FieldError, UserErrorCode
from graph.errors import NotFoundError
from graph.lifecycle.pausing import pause_party
from graph.lifecycle.relating import exclude, relate, unrelate, withdraw_party
from graph.models.relations import RelationType
from graph.models.vocabulary import StoppedBy
from graph.repositories.parties import Parties

MAX_REASON = 500
PartyId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The party.")]


@strawberry.type(description="A party that was written.")
class PartySuccess:
    """The party."""

    party: Party = strawberry.field(description="The party as it stands now.")


@strawberry.type(description="A relation that was written or taken away.")
class RelationSuccess:
    """Both parties."""

    from_party: Party | None = strawberry.field(
        description="The first party; null where it was erased meanwhile."
    )
    to_party: Party | None = strawberry.field(
        description="The second party; null where it was erased meanwhile."
    )


@strawberry.input(description="A relation between two parties.")
class RelatePartiesInput:
    """See `graph.models.relations`."""

    from_id: strawberry.ID = strawberry.field(description="The first party.")
    to_id: strawberry.ID = strawberry.field(description="The second party.")
    kind: RelationType = strawberry.field(
        description="How they are related; for EXCLUDES, use excludeParty and readmitParty."
    )


@strawberry.input(description="A relation between two parties that ends.")
class UnrelatePartiesInput(RelatePartiesInput):
    """The same."""


@strawberry.input(description="Two parties that must not be matched.")
class ExcludePartyInput:
    """See `graph.lifecycle.relating.exclude`."""

    id: strawberry.ID = strawberry.field(description="The party that wants nothing to do with it.")
    excluded_id: strawberry.ID = strawberry.field(description="The party that is excluded.")
    reason: str | None = strawberry.field(
        description="Why, 500 characters at most; for staff.", default=None
    )
    until: date | None = strawberry.field(
        description="The last day on which it holds; null for ever.", default=None
    )


@strawberry.input(description="Two parties that may be matched again.")
class ReadmitPartyInput:
    """Takes an exclusion away."""

    id: strawberry.ID = strawberry.field(description="The party that excluded the other.")
    excluded_id: strawberry.ID = strawberry.field(description="The party that was excluded.")


@strawberry.input(description="A party that wants no proposals for a while.")
class PausePartyInput:
    """See `graph.repositories.parties.Parties.pause`."""

    id: strawberry.ID = strawberry.field(description="The party.")
    until: datetime | None = strawberry.field(
        description="Until when, with its time zone; null ends the pause."
    )


@strawberry.type
class RelationMutations:
    """Relate, exclude, pause, withdraw."""

    @mutation("Relates two parties; doing so twice changes nothing.")
    async def relate_parties(
        self,
        info: Info,
        given: Annotated[
            RelatePartiesInput, strawberry.argument(name="input", description="The relation.")
        ],
    ) -> RelationSuccess:
        ends = read_ends(given.from_id, given.to_id, "fromId", "toId")
        check_kind(given.kind)
        try:
            await relate(info.context.graph, *ends, given.kind, actor=info.context.signed_in.actor)
        except NotFoundError as error:
            raise await absent(info, ends, "fromId", "toId") from error
        return await both(info, ends)

    @mutation("Takes a relation between two parties away.")
    async def unrelate_parties(
        self,
        info: Info,
        given: Annotated[
            UnrelatePartiesInput, strawberry.argument(name="input", description="The relation.")
        ],
    ) -> RelationSuccess:
        ends = read_ends(given.from_id, given.to_id, "fromId", "toId")
        check_kind(given.kind)
        if not await remove(info, ends, given.kind):
            raise await absent(info, ends, "fromId", "toId")
        return await both(info, ends)

    @mutation(
        "Bars two parties from being matched; their open matches are withdrawn.",
    )
    async def exclude_party(
        self,
        info: Info,
        given: Annotated[
            ExcludePartyInput, strawberry.argument(name="input", description="Both parties.")
        ],
    ) -> RelationSuccess:
        ends = read_ends(given.id, given.excluded_id, "id", "excludedId")
        short_text(given.reason, "input", "reason", most=MAX_REASON)
        try:
            await exclude(
                info.context.graph,
                *ends,
                reason=given.reason,
                until=given.until,
                actor=info.context.signed_in.actor,
            )
        except NotFoundError as error:
            raise await absent(info, ends, "id", "excludedId") from error
        await info.context.hint("need.prepare")
        return await both(info, ends)

    @mutation("Lets two parties be matched again.")
    async def readmit_party(
        self,
        info: Info,
        given: Annotated[
            ReadmitPartyInput, strawberry.argument(name="input", description="Both parties.")
        ],
    ) -> RelationSuccess:
        ends = read_ends(given.id, given.excluded_id, "id", "excludedId")
        if not await remove(info, ends, RelationType.EXCLUDES):
            raise await absent(info, ends, "id", "excludedId")
        return await both(info, ends)

    @mutation("Sends a party no proposals until a date, or again.")
    async def pause_party(
        self,
        info: Info,
        given: Annotated[
            PausePartyInput, strawberry.argument(name="input", description="Who, and until when.")
        ],
    ) -> PartySuccess:
        party_id = read_id(given.id, PARTY_TYPES, "input", "id")
        until, now = given.until, info.context.graph.clock()
        if until is not None and not is_to_come(until, now):
            message = "A pause needs a date in the future, with its time zone."
            raise refused(UserErrorCode.INVALID, message, "input", "until")
        with blaming("input", "id"):
            await pause_party(
                info.context.graph, party_id, until, actor=info.context.signed_in.actor
            )
        paused = await Parties(info.context.graph).get(party_id)
        return PartySuccess(party=party_of(paused))

    @mutation(
        "Takes a party out of matching: its needs and offers are closed, its open matches "
        "withdrawn, and it gets no more mails but one that says who did it. `returnParty` takes it "
        "back.",
    )
    async def withdraw_party(self, info: Info, party_id: PartyId) -> PartySuccess:
        raw_id = read_id(party_id, PARTY_TYPES, "id")
        with blaming("id"):
            await withdraw_party(
                info.context.graph,
                raw_id,
                stopped_by=StoppedBy.STAFF,
                actor=info.context.signed_in.actor,
            )
        await info.context.hint("need.prepare")
        return PartySuccess(party=party_of(await Parties(info.context.graph).get(raw_id)))


def read_ends(from_id: str, to_id: str, *names: str) -> tuple[str, str]:
    """Both parties' ids in the graph. Raises RefusedError, also for one party twice."""
    ends = (
        read_id(from_id, PARTY_TYPES, "input", names[0]),
        read_id(to_id, PARTY_TYPES, "input", names[1]),
    )
    if ends[0] == ends[1]:
        message = "A party is not related to itself: send two parties."
        raise refused(UserErrorCode.INVALID, message, "input", names[1])
    return ends


def check_kind(kind: RelationType) -> None:
    """Exclusions have mutations of their own. Raises RefusedError."""
    if kind is RelationType.EXCLUDES:
        message = "Use excludeParty and readmitParty for exclusions."
        raise refused(UserErrorCode.INVALID, message, "input", "kind")


async def remove(info: Info, ends: tuple[str, str], kind: RelationType) -> bool:
    """Takes a relation away; whether there was one."""
    actor = info.context.signed_in.actor
    return await unrelate(info.context.graph, *ends, kind, actor=actor)


async def absent(info: Info, ends: tuple[str, str], *names: str) -> RefusedError:
    """Says which of two parties there is not, or that they are not related."""
    found = await info.context.loaders.party.load_many(ends)
    missing = [name for name, party in zip(names, found, strict=True) if party is None]
    if not missing:
        message = "These two are not related so: nothing was changed."
        return refused(UserErrorCode.NOT_FOUND, message, "input")
    message = "The network has no party by this id: check the id."
    code = UserErrorCode.NOT_FOUND
    return RefusedError(
        [FieldError(code=code, message=message, path=["input", name]) for name in missing]
    )


async def both(info: Info, ends: tuple[str, str]) -> RelationSuccess:
    """Both parties as they stand now."""
    found = await info.context.loaders.party.load_many(ends)
    return RelationSuccess(from_party=found[0], to_party=found[1])
