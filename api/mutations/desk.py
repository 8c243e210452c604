"""What staff do for many matches at once: tried first, then done, and told one by one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Self

import strawberry

from api.context import Info, RequestContext
from api.global_ids import GlobalIdError, global_id, split_global_id
from api.mutations.matching import AnswerMatchInput, read_reply
from api.payloads import mutation
from api.refusals import refused
from api.types.match import Match
from api.types.user_error import UserErrorCode
from graph.connection import Graph
from graph.errors import NotFoundError
from graph.lifecycle.answering import Answered, Reply, answer_match
from graph.lifecycle.states import Outcome

MOST_AT_ONCE = 50


@strawberry.input(description="Answers that several sides gave, say by telephone.")
class AnswerMatchesInput:
    """See `graph.lifecycle.answering.Reply`."""

    answers: list[AnswerMatchInput] = strawberry.field(
        description="The answers, 1 to 50; they are taken one after the other, in this order."
    )
    is_dry_run: bool = strawberry.field(
        description="Whether to tell what would become of each, and change nothing.", default=False
    )


@strawberry.type(description="What became of one of several answers.")
class AnsweredItem:
    """One answer."""

    match_id: strawberry.ID = strawberry.field(description="The match that it is about.")
    outcome: Outcome | None = strawberry.field(
        description="What became of it; null where there is no such match."
    )
    match: Match | None = strawberry.field(
        description="The match as it stands then; null where there is no such match."
    )

    @classmethod
    def of(cls, given: AnswerMatchInput, answered: Answered | None) -> Self:
        """From what the graph did; None stands for a match that does not exist."""
        return cls(
            match_id=given.match_id,
            outcome=answered.outcome if answered else None,
            match=Match.of(answered.match) if answered else None,
        )


@strawberry.type(description="What became of several answers.")
class AnswerMatchesSuccess:
    """One entry for each answer, in their order."""

    is_dry_run: bool = strawberry.field(description="Whether nothing was changed.")
    items: list[AnsweredItem] = strawberry.field(
        description="What became of each: one that cannot be taken leaves the others alone."
    )


@strawberry.type
class DeskMutations:
    """Many at once."""

    @mutation(
        "Takes answers on behalf of those who gave them, one after the other, each by itself; or "
        "tells what would become of them. The audit trail keeps on whose behalf, and by whom."
    )
    async def answer_matches(
        self,
        info: Info,
        given: Annotated[
            AnswerMatchesInput, strawberry.argument(name="input", description="The answers.")
        ],
    ) -> AnswerMatchesSuccess:
        context = info.context
        replies = _replies(context, given.answers)
        if given.is_dry_run:
            # A transaction that ends without a commit: what comes first counts for what follows.
            async with context.app_graph.until(context.deadline).unit() as unit:
                answered = await _answer_each(unit, replies)
        else:
            answered = await _answer_each(context.graph, replies)
            await context.hint("need.prepare")
            await context.hint_sweep()
        pairs = zip(given.answers, answered, strict=True)
        return AnswerMatchesSuccess(
            is_dry_run=given.is_dry_run, items=[AnsweredItem.of(*pair) for pair in pairs]
        )


def _replies(context: RequestContext, answers: Sequence[AnswerMatchInput]) -> list[Reply]:
    if not 1 <= len(answers) <= MOST_AT_ONCE:
        message = f"Send 1 to {MOST_AT_ONCE} answers at once, not {len(answers)}."
        raise refused(UserErrorCode.INVALID, message, "input", "answers")
    now = context.graph.clock()
    return [
        read_reply(_of_match(each), context.signed_in, now, "input", "answers", str(index))
        for index, each in enumerate(answers)
    ]


def _of_match(given: AnswerMatchInput) -> AnswerMatchInput:
    """The same; the id of something else becomes one that no match has."""
    with suppress(GlobalIdError):
        type_name, raw_id = split_global_id(given.match_id)
        if type_name != "Match":
            return replace(given, match_id=global_id("Match", raw_id))
    return given


async def _answer_each(graph: Graph, replies: Sequence[Reply]) -> list[Answered | None]:
    return [await _answer(graph, reply) for reply in replies]


async def _answer(graph: Graph, reply: Reply) -> Answered | None:
    try:
        return await answer_match(graph, reply)
    except NotFoundError:
        return None
