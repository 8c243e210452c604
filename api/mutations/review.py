"""The review queue: staff let suggestions out, reject them, order them, and share the work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Self

import strawberry

from api.context import Info
from api.inputs import read_id, validated
from api.mutations.many import check_count, if_known, of_match, tried_or_done
from api.mutations.review_inputs import (
    AssignNeedInput,
    OrderSuggestionsInput,
    ReviewMatchesInput,
    ReviewMatchInput,
    read_review,
)
from api.payloads import mutation
from api.refusals import blaming, outdated, refused
from api.types.match import Match
from api.types.need import Need
from api.types.user_error import UserErrorCode
from graph.connection import Graph
from graph.lifecycle.ordering import NoneOfNeedError, assign_need, order_suggestions
from graph.lifecycle.reviewing import Reviewed, ReviewOutcome, review_match
from graph.models.inputs import AssigneeInput
from graph.text import sentence


@strawberry.type(description="A suggestion that was reviewed.")
class ReviewMatchSuccess:
    """What became of it."""

    outcome: ReviewOutcome = strawberry.field(description="What became of the review.")
    match: Match = strawberry.field(
        description="The match as it stands now; one that was asked about already is as it was."
    )


@strawberry.type(description="What became of one of several reviews.")
class ReviewedItem:
    """One review."""

    match_id: strawberry.ID = strawberry.field(description="The match that it is about.")
    outcome: ReviewOutcome | None = strawberry.field(
        description="What became of it; null where there is no such match."
    )
    match: Match | None = strawberry.field(
        description="The match as it stands then; null where there is no such match."
    )

    @classmethod
    def of(cls, given: ReviewMatchInput, reviewed: Reviewed | None) -> Self:
        """From what the graph did; None stands for a match that does not exist."""
        return cls(
            match_id=given.match_id,
            outcome=reviewed.outcome if reviewed else None,
            match=Match.of(reviewed.match) if reviewed else None,
        )


@strawberry.type(description="What became of several reviews.")
class ReviewMatchesSuccess:
    """One entry for each review, in their order."""

    is_dry_run: bool = strawberry.field(description="Whether nothing was changed.")
    items: list[ReviewedItem] = strawberry.field(
        description="What became of each: one that changes nothing leaves the others alone."
    )


@strawberry.type(description="Suggestions that were put in order.")
class OrderSuggestionsSuccess:
    """The need's suggestions."""

    suggestions: list[Match] = strawberry.field(
        description="All suggestions of the need that nobody was asked about, in their order."
    )


@strawberry.type(description="A need that was assigned.")
class AssignNeedSuccess:
    """The need."""

    need: Need = strawberry.field(description="The need as it stands now.")


@contextmanager
def _blaming_order() -> Iterator[None]:
    """Says which id leads nowhere, or stands where it cannot be ordered. Raises RefusedError."""
    with outdated("input", "matchIds"), blaming("input", "needId"):
        try:
            yield
        except NoneOfNeedError as error:
            path = ("input", "matchIds", str(error.position))
            raise refused(UserErrorCode.NOT_FOUND, sentence(str(error)), *path) from error


@strawberry.type
class ReviewMutations:
    """Review, order, assignment."""

    @mutation("Lets a suggestion out to be proposed, or rejects it for a reason.")
    async def review_match(
        self,
        info: Info,
        given: Annotated[
            ReviewMatchInput, strawberry.argument(name="input", description="The review.")
        ],
    ) -> ReviewMatchSuccess:
        review = read_review(given, info.context.signed_in.actor, "input")
        with blaming("input", "matchId"):
            reviewed = await review_match(info.context.graph, review)
        await info.context.hint("need.prepare")
        return ReviewMatchSuccess(outcome=reviewed.outcome, match=Match.of(reviewed.match))

    @mutation(
        "Reviews many suggestions, one after the other, each by itself; or tells what would "
        "become of them."
    )
    async def review_matches(
        self,
        info: Info,
        given: Annotated[
            ReviewMatchesInput, strawberry.argument(name="input", description="The reviews.")
        ],
    ) -> ReviewMatchesSuccess:
        check_count(given.reviews, "reviews")
        actor = info.context.signed_in.actor
        reviews = [
            read_review(of_match(each), actor, "input", "reviews", str(index))
            for index, each in enumerate(given.reviews)
        ]

        async def review(graph: Graph) -> list[Reviewed | None]:
            return [await if_known(review_match(graph, each)) for each in reviews]

        reviewed = await tried_or_done(info.context, review, is_dry_run=given.is_dry_run)
        if not given.is_dry_run:
            await info.context.hint("need.prepare")
        pairs = zip(given.reviews, reviewed, strict=True)
        return ReviewMatchesSuccess(
            is_dry_run=given.is_dry_run, items=[ReviewedItem.of(*pair) for pair in pairs]
        )

    @mutation(
        "Puts the suggestions of a need in order: the first are asked about first. Those that are "
        "not named follow; a newer matching leaves the order alone."
    )
    async def order_suggestions(
        self,
        info: Info,
        given: Annotated[
            OrderSuggestionsInput, strawberry.argument(name="input", description="The order.")
        ],
    ) -> OrderSuggestionsSuccess:
        need_id, match_ids = given.read()
        with _blaming_order():
            ordered = await order_suggestions(
                info.context.graph, need_id, match_ids, actor=info.context.signed_in.actor
            )
        return OrderSuggestionsSuccess(suggestions=[Match.of(each) for each in ordered])

    @mutation(
        "Names who of the network's staff looks after the suggestions of a need; see "
        "`reviewQueue(assignee:)`."
    )
    async def assign_need(
        self,
        info: Info,
        given: Annotated[
            AssignNeedInput, strawberry.argument(name="input", description="The assignment.")
        ],
    ) -> AssignNeedSuccess:
        need_id = read_id(given.need_id, ["Need"], "input", "needId")
        named = validated(AssigneeInput, {"assignee": given.assignee})
        with blaming("input", "needId"):
            need = await assign_need(
                info.context.graph, need_id, named.assignee, actor=info.context.signed_in.actor
            )
        return AssignNeedSuccess(need=Need.of(need))
