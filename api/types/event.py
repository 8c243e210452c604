"""The audit trail."""

from datetime import datetime
from typing import Annotated, Any, Self

import strawberry
from strawberry.scalars import JSON

from api.fields import resolved
from api.telling import sentence_of
from api.types.node import Node
from graph.models import entities
from graph.models.vocabulary import Language


@strawberry.type(description="An entry of the audit trail; never changed.")
class Event(Node):
    """See `graph.models.entities.Event`."""

    actor: str = strawberry.field(description="Who acted: a key, a mail, a run, or a worker.")
    action: str = strawberry.field(description="What was done, such as `need.closed`.")
    subject_id: str = strawberry.field(description="The id in the graph of what it was done to.")
    cause: str = strawberry.field(description="Why; empty where nothing was told.")
    stored_details: strawberry.Private[dict[str, Any]]
    details: JSON = strawberry.field(
        description="Ids, states and figures; of texts only the name of whom a need was assigned to."
    )
    created_at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, model: entities.Event, **more: Any) -> Self:
        """From the graph's model."""
        return super().of(model, stored_details=model.details, **more)

    @resolved("What was done and by whom, in words to be shown.")
    def sentence(
        self,
        language: Annotated[
            Language, strawberry.argument(description="The language of the sentence.")
        ] = Language.FR,
    ) -> str:
        """From the entry alone."""
        return sentence_of(self.action, self.actor, self.stored_details, language)
