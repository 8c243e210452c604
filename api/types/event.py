"""The audit trail."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.types.node import Node


@strawberry.type(description="An entry of the audit trail; never changed.")
class Event(Node):
    """See `graph.models.entities.Event`."""

    actor: str = strawberry.field(description="Who acted: a key, a mail, a run, or a worker.")
    action: str = strawberry.field(description="What was done, such as `need.closed`.")
    subject_id: str = strawberry.field(description="The id in the graph of what it was done to.")
    cause: str = strawberry.field(description="Why; empty where nothing was told.")
    details: JSON = strawberry.field(description="Ids, states and figures; never texts.")
    created_at: datetime = strawberry.field(description="When.")
