"""Asking for matches, proposing them, answering."""

import secrets
from contextlib import suppress
from datetime import datetime
from typing import Annotated

import strawberry

from api.caller import Caller
from api.context import Info
from api.global_ids import OtherTypeError, global_id, raw_id_of
from api.inputs import is_to_come, read_id, short_text
from api.payloads import mutation
from api.refusals import blaming, refused
from api.types.match import Match
from api.types.run import Run
from api.types.user_error import UserErrorCode
from api.visibility import match_seen_by
from graph.lifecycle.answering import Reply, answer_match
from graph.lifecycle.proposing import propose
from graph.lifecycle.states import Outcome
from graph.models.vocabulary import Answer, DeclineReason, Side
from graph.repositories.matches import Matches
from graph.repositories.paging import MAX_PAGE
from graph.repositories.runs import Runs

SEEDS = 2**31
NeedIds = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(
        description="Only for these needs, at most 100; null for all. Ids of no need are left out."
    ),
]


@strawberry.type(description="Matching that was asked for.")
class RequestMatchesSuccess:
    """A run of everything, or the needs that wait for their own match."""

    run: Run | None = strawberry.field(
        description="The run that will be done, where all needs were asked for.", default=None
    )
    waiting_need_ids: list[strawberry.ID] = strawberry.field(
        description="The needs that wait for their match; closed ones are left out.",
        default_factory=list,
    )


@strawberry.type(description="Proposals that were made.")
class ProposeMatchesSuccess:
    """How many people are asked."""

    needs_asked: int = strawberry.field(
        description="For how many needs the seeker is asked by mail."
    )


@strawberry.input(description="What a side answers to a match.")
class AnswerMatchInput:
    """See `graph.lifecycle.answering.Reply`."""

    match_id: strawberry.ID = strawberry.field(description="The match.")
    side: Side = strawberry.field(description="Who answers.")
    answer: Answer = strawberry.field(description="What they answer.")
    reason: DeclineReason | None = strawberry.field(
        description="Why not, for DECLINE and PAUSE.", default=None
    )
    text: str | None = strawberry.field(
        description="The reason in their words, 2,000 characters at most.", default=None
    )
    pause_until: datetime | None = strawberry.field(
        description="Until when they want no proposals, for PAUSE; with its time zone.",
        default=None,
    )


@strawberry.type(description="An answer that was taken.")
class AnswerMatchSuccess:
    """What became of it."""

    outcome: Outcome = strawberry.field(description="What became of the answer.")
    match: Match = strawberry.field(description="The match as it stands now.")


@strawberry.type
class MatchingMutations:
    """From asking for a match to the answer."""

    @mutation(
        "Asks for matches: of all open needs in one run, or of some needs one by one.",
    )
    async def request_matches(self, info: Info, need_ids: NeedIds = None) -> RequestMatchesSuccess:
        context = info.context
        if need_ids is None:
            run = await Runs(context.graph).create(seed=secrets.randbelow(SEEDS))
            await context.hint("run.execute", run_id=run.id)
            return RequestMatchesSuccess(run=Run.of(run))
        waiting = await Matches(context.graph).request(read_need_ids(need_ids) or [])
        await context.hint("need.prepare")
        return RequestMatchesSuccess(waiting_need_ids=[global_id("Need", i) for i in waiting])

    @mutation(
        "Asks the seekers about their suggestions, by one mail for each need, with three cards "
        "at most. Needs that are being asked about already are left alone.",
    )
    async def propose_matches(self, info: Info, need_ids: NeedIds = None) -> ProposeMatchesSuccess:
        asked = await propose(
            info.context.graph,
            actor=info.context.signed_in.actor,
            need_ids=read_need_ids(need_ids),
        )
        await info.context.hint_sweep()
        return ProposeMatchesSuccess(needs_asked=asked)

    @mutation(
        "Takes an answer that one side gave, say by telephone. People of a company and mentors answer "
        "for their own side of what they were asked about."
    )
    async def answer_match(
        self,
        info: Info,
        given: Annotated[
            AnswerMatchInput, strawberry.argument(name="input", description="The answer.")
        ],
    ) -> AnswerMatchSuccess:
        reply = read_reply(given, info.context.signed_in, info.context.graph.clock(), "input")
        with blaming("input", "matchId"):
            answered = await answer_match(info.context.graph, reply)
        if answered.needs_to_match:
            await info.context.hint("need.prepare")
        await info.context.hint_sweep()
        seen = match_seen_by(answered.match, info.context.signed_in)
        return AnswerMatchSuccess(outcome=answered.outcome, match=Match.of(seen))


def read_need_ids(need_ids: list[strawberry.ID] | None) -> list[str] | None:
    """The needs' ids in the graph. Raises RefusedError."""
    if need_ids is None:
        return None
    if len(need_ids) > MAX_PAGE:
        message = f"Send at most {MAX_PAGE} needs at once, not {len(need_ids)}."
        raise refused(UserErrorCode.INVALID, message, "needIds")
    read = [_need_id(each, "needIds", str(index)) for index, each in enumerate(need_ids)]
    return [raw_id for raw_id in read if raw_id is not None]


def _need_id(value: strawberry.ID, *path: str) -> str | None:
    """None for the id of something else: it is left out as one that no need has."""
    with blaming(*path), suppress(OtherTypeError):
        return raw_id_of(value, "Need")
    return None


def read_reply(given: AnswerMatchInput, caller: Caller, now: datetime, *path: str) -> Reply:
    """The answer at a path of the input, as the graph takes it. Raises RefusedError."""
    text, until = short_text(given.text, *path, "text"), given.pause_until
    if given.answer is Answer.PAUSE and (until is None or not is_to_come(until, now)):
        message = "A pause needs a date in the future, with its time zone."
        raise refused(UserErrorCode.INVALID, message, *path, "pauseUntil")
    return Reply(
        match_id=read_id(given.match_id, ["Match"], *path, "matchId"),
        side=given.side,
        answer=given.answer,
        actor=caller.actor,
        is_on_behalf=not caller.sees_own_only,
        reason=given.reason,
        text=text,
        pause_until=until if given.answer is Answer.PAUSE else None,
    )
