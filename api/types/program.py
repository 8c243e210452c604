"""Programs: cohorts of an incubator."""

from datetime import date, datetime

import strawberry

from api.types.node import Node


@strawberry.type(description="A cohort of an incubator, matched within its dates.")
class Program(Node):
    """See `graph.models.entities.Program`."""

    name: str = strawberry.field(description="Its name.")
    starts_on: date | None = strawberry.field(description="Its first day; null for open.")
    ends_on: date | None = strawberry.field(description="Its last day; null for open.")
    created_at: datetime = strawberry.field(description="When it was registered.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
