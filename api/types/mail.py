"""Mails as the outbox holds them: to whom, why, and how far they got; never what they say."""

from datetime import datetime
from typing import Any, Self

import strawberry

from api.context import Info
from api.fields import resolved
from api.types.node import Node
from api.types.party import Party
from graph.models.vocabulary import MailKind, OutboxState, Side


@strawberry.type(description="A mail that must be sent once, and how far it got.")
class Mail(Node):
    """See `graph.models.entities.OutboxRow`."""

    recipient_id: strawberry.Private[str]
    kind: MailKind = strawberry.field(description="What it is about.")
    state: OutboxState = strawberry.field(description="How far it got.")
    side: Side | None = strawberry.field(description="The side of the match that reads it.")
    cause: str = strawberry.field(description="What made it necessary.")
    attempts: int = strawberry.field(description="How often its delivery was begun.")
    error: str | None = strawberry.field(
        description="What the last attempt met, or why it is not sent; without addresses."
    )
    due_at: datetime = strawberry.field(description="When it may be sent, or tried again.")
    sent_at: datetime | None = strawberry.field(description="When the relay accepted it.")
    created_at: datetime = strawberry.field(description="When it was written.")

    @resolved("Who gets it; null where the party was erased.")
    async def recipient(self, info: Info) -> Party | None:
        """One query for a whole page."""
        return await info.context.loaders.party.load(self.recipient_id)

    @classmethod
    def of(cls, model: Any, **more: Any) -> Self:
        """From the graph's model, with whom to ask for."""
        return super().of(model, **more)
