"""What staff send about the review queue."""

import strawberry

from api.inputs import read_id, short_text
from api.mutations.many import MOST_AT_ONCE
from api.refusals import refused
from api.types.user_error import UserErrorCode
from graph.lifecycle.reviewing import Review
from graph.lifecycle.steps import Rejection
from graph.models.vocabulary import RejectReason


@strawberry.input(description="What staff say about a suggestion.")
class ReviewMatchInput:
    """See `graph.lifecycle.reviewing.Review`."""

    match_id: strawberry.ID = strawberry.field(description="The match.")
    is_approved: bool = strawberry.field(
        description="Whether it may be proposed; otherwise it is withdrawn, and its need goes on "
        "without this pair."
    )
    reason: RejectReason | None = strawberry.field(
        description="Why not: a rejection needs one, an approval has none.", default=None
    )
    note: str | None = strawberry.field(
        description="What there is to say about a rejection, for staff alone; 2,000 characters at "
        "most.",
        default=None,
    )


@strawberry.input(description="What staff say about several suggestions.")
class ReviewMatchesInput:
    """See `graph.lifecycle.reviewing.Review`."""

    reviews: list[ReviewMatchInput] = strawberry.field(
        description="The reviews, 1 to 50; they are done one after the other, in this order."
    )
    is_dry_run: bool = strawberry.field(
        description="Whether to tell what would become of each, and change nothing.", default=False
    )


@strawberry.input(description="In which order the suggestions of a need are asked about.")
class OrderSuggestionsInput:
    """See `graph.lifecycle.ordering`."""

    need_id: strawberry.ID = strawberry.field(description="The need.")
    match_ids: list[strawberry.ID] = strawberry.field(
        description="Its suggestions, 1 to 50, each once, the first one first."
    )

    def read(self) -> tuple[str, list[str]]:
        """The ids in the graph. Raises RefusedError."""
        need_id = read_id(self.need_id, ["Need"], "input", "needId")
        if not 1 <= len(self.match_ids) <= MOST_AT_ONCE:
            message = f"Send 1 to {MOST_AT_ONCE} suggestions, not {len(self.match_ids)}."
            raise refused(UserErrorCode.INVALID, message, "input", "matchIds")
        found: list[str] = []
        for index, each in enumerate(self.match_ids):
            path = ("input", "matchIds", str(index))
            if (match_id := read_id(each, ["Match"], *path)) in found:
                raise refused(UserErrorCode.INVALID, "A suggestion has one place only.", *path)
            found.append(match_id)
        return need_id, found


@strawberry.input(description="Who looks after the suggestions of a need.")
class AssignNeedInput:
    """See `graph.lifecycle.ordering`."""

    need_id: strawberry.ID = strawberry.field(description="The need.")
    assignee: str | None = strawberry.field(
        description="The person's name, 200 characters at most; null for nobody in particular.",
        default=None,
    )


def read_review(given: ReviewMatchInput, actor: str, *path: str) -> Review:
    """The review at a path of the input, as the graph takes it. Raises RefusedError."""
    match_id = read_id(given.match_id, ["Match"], *path, "matchId")
    if given.is_approved:
        if given.reason or given.note:
            message = "An approval has no reason and no note: leave them out, or reject."
            raise refused(UserErrorCode.INVALID, message, *path, "isApproved")
        return Review(match_id, actor)
    if given.reason is None:
        message = "A rejection needs a reason: send one of `RejectReason`."
        raise refused(UserErrorCode.INVALID, message, *path, "reason")
    note = short_text(given.note, *path, "note")
    return Review(match_id, actor, Rejection(given.reason, note))
