"""Answers of many at once on their behalf: tried first, then taken, and told one by one."""

from collections.abc import Sequence
from typing import Annotated, Self

import strawberry

from api.context import Info, RequestContext
from api.mutations.many import check_count, if_known, of_match, tried_or_done
from api.mutations.matching import AnswerMatchInput, read_reply
from api.payloads import mutation
from api.types.match import Match
from graph.connection import Graph
from graph.lifecycle.answering import Answered, Reply, answer_match
from graph.lifecycle.states import Outcome


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

        async def answer(graph: Graph) -> list[Answered | None]:
            return [await if_known(answer_match(graph, reply)) for reply in replies]

        answered = await tried_or_done(context, answer, is_dry_run=given.is_dry_run)
        if not given.is_dry_run:
            await context.hint("need.prepare")
            await context.hint_sweep()
        pairs = zip(given.answers, answered, strict=True)
        return AnswerMatchesSuccess(
            is_dry_run=given.is_dry_run, items=[AnsweredItem.of(*pair) for pair in pairs]
        )


def _replies(context: RequestContext, answers: Sequence[AnswerMatchInput]) -> list[Reply]:
    check_count(answers, "answers")
    now = context.graph.clock()
    return [
        read_reply(of_match(each), context.signed_in, now, "input", "answers", str(index))
        for index, each in enumerate(answers)
    ]
