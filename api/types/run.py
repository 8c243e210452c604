"""Executions of the matcher."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.types.node import Node
from graph.models.vocabulary import RunState


@strawberry.type(description="One execution of the matcher over all open needs and offers.")
class Run(Node):
    """See `graph.models.entities.Run`."""

    state: RunState = strawberry.field(description="Where it stands.")
    seed: int = strawberry.field(description="The seed of its random choices: enough to repeat it.")
    model: str = strawberry.field(description="The model that made the vectors.")
    parameters: JSON = strawberry.field(description="The parameters and weights it used.")
    counts: JSON = strawberry.field(description="What it read and found, in figures.")
    value: float | None = strawberry.field(description="The value of its allocation.")
    dual_bound: float | None = strawberry.field(
        description="What no allocation can exceed: the certificate of its quality."
    )
    gap: float | None = strawberry.field(
        description="How far the value is below the bound, 0 to 1."
    )
    error: str | None = strawberry.field(description="Why it failed.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    started_at: datetime | None = strawberry.field(description="When a worker began it.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")
